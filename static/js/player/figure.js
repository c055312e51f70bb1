/*
 * The picture of the pose: which one, turned over for the right side, and going along with the breath. A change is a
 * soft crossfade (player.css). Where less motion is asked for, a picture stands still.
 */
const SVG = "http://www.w3.org/2000/svg";
const still = matchMedia("(prefers-reduced-motion: reduce)");

export class Figure {
  #box = document.getElementById("picture");
  #pictures;
  #layers = new Map(); // elements by address and side: what is shown, and what comes next
  #frames = {}; // of the form that is shown: address by frame
  #cover = "";
  #side = "";

  /** `pictures` by `pose/rung`, as the page has them. */
  constructor(pictures = {}) {
    this.#pictures = pictures;
  }

  #of(form) {
    return form && this.#pictures[`${form.pose}/${form.rung}`];
  }

  /** Show a form. The pictures of the `next` one are loaded meanwhile, so that they are there at once. */
  show(form, next) {
    const picture = this.#of(form);
    this.#box.hidden = !picture;
    this.#box.closest(".stage").classList.toggle("pictured", Boolean(picture));
    this.#side = sideOf(form);
    this.#frames = picture?.frames ?? {};
    this.#cover = picture?.cover ?? "";
    if (picture) this.#box.setAttribute("aria-label", picture.words[this.#side]);
    this.#keep([...this.#keys(form), ...this.#keys(next)]);
    this.#turnTo(this.#cover);
  }

  /** The breath is in this phase now; "" where nothing paces it. A pause holds what was reached. */
  turn(phase) {
    if (phase === "") this.#turnTo(this.#cover);
    else if (phase in this.#frames && !still.matches) this.#turnTo(phase);
  }

  #turnTo(frame) {
    const wanted = keyOf(this.#frames[frame], this.#side);
    for (const [key, layer] of this.#layers) layer.classList.toggle("on", key === wanted);
  }

  #keys(form) {
    return Object.values(this.#of(form)?.frames ?? {}).map((url) => keyOf(url, sideOf(form)));
  }

  /** Have just these layers, without touching those that are there already. */
  #keep(keys) {
    for (const [key, layer] of this.#layers) {
      if (keys.includes(key)) continue;
      layer.remove();
      this.#layers.delete(key);
    }
    for (const key of keys) {
      if (this.#layers.has(key)) continue;
      const layer = layerOf(key);
      this.#layers.set(key, layer);
      this.#box.append(layer);
    }
  }
}

function sideOf(form) {
  return form?.side === "right" ? "right" : "left";
}

function keyOf(url, side) {
  return `${side} ${url}`;
}

function layerOf(key) {
  const [side, url] = key.split(" ");
  const layer = document.createElementNS(SVG, "svg");
  const use = document.createElementNS(SVG, "use");
  layer.setAttribute("viewBox", "0 0 800 600");
  layer.setAttribute("class", side === "right" ? "fig fig-mirrored" : "fig");
  use.setAttribute("href", `${url}#f`);
  layer.append(use);
  return layer;
}
