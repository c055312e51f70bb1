/* The page: puts texts where they belong, and only when they change. Knows nothing about time or events. */
import { partsOf, say } from "hip/player/words";

const $ = (id) => document.getElementById(id);
const still = matchMedia("(prefers-reduced-motion: reduce)");

export class Screen {
  #root = $("player");
  #turns = []; // the elements of the segment's turns
  #segment = null; // whose turns they are
  #figure;

  constructor(figure) {
    this.#figure = figure;
  }

  open() {
    $("plain")?.remove();
    this.#root.hidden = false;
    this.#foldMessages();
  }

  /** What stays the same while one form is done. */
  step({ form, next, segments, progress, isEased, isNewPlace }) {
    this.#figure.show(form, next);
    text("progress", progress);
    text("pose-name", form.name);
    text("pose-side", form.side && form.side !== "both" ? say(`side.${form.side}`) : "");
    const position = isNewPlace && form.position ? say(`position.${form.position}`) : "";
    const isSaid = position.toLowerCase() === form.rung_name?.toLowerCase();
    text("pose-how", [isEased && say("easier"), !isSaid && position, form.rung_name].filter(Boolean).join(" · "));
    list("parts", form.isRest ? [] : partsOf(form, segments));
    list("hows-list", form.hows ?? []);
    list("steps-list", [form.change, ...(form.steps ?? [])].filter(Boolean));
    list("stop-list", form.stop_if ?? []);
    for (const id of ["hows", "steps", "stop-if"]) $(id).hidden = $(id).querySelector("li") === null;
    this.#segment = null;
  }

  /** All turns lie on one another, so that nothing jumps when the breath turns. */
  #layTurns(segment) {
    if (this.#segment === segment) return;
    this.#segment = segment;
    this.#turns = (segment.turns ?? []).map((turn) => {
      const item = document.createElement("p");
      const word = document.createElement("strong");
      word.textContent = say(`turn.${turn.phase}`);
      item.append(word, " ", turn.do);
      return item;
    });
    $("turns").replaceChildren(...this.#turns);
    $("turns").hidden = this.#turns.length === 0;
  }

  /** What changes with time. `left` is the share of the ring, 0 to 1. */
  now({ phase, state, number, unit, left, segment, turn, needs, cue, isLong, next, isNextSoon }) {
    this.#root.dataset.phase = phase;
    text("state", state);
    text("number", number);
    $("number").classList.toggle("is-long", String(number).length > 3);
    text("unit", unit);
    text("needs", needs);
    text("cue", cue);
    text("next", next);
    $("cue").classList.toggle("is-long", isLong);
    $("next").classList.toggle("is-soon", isNextSoon);
    this.#layTurns(segment);
    this.#turns.forEach((item, index) => item.classList.toggle("on", index === turn.index));
    this.#breathe(turn);
    markCurrent($("parts").children, phase === "work" ? segment.part : -1);
    if (!still.matches) $("ring-left").setAttribute("stroke-dashoffset", String(100 * (1 - left)));
  }

  /** The disc in the ring grows with the in-breath; CSS paces it, so that no frame is drawn here. */
  #breathe({ phase = "", seconds = 1 }) {
    this.#figure.turn(phase);
    const disc = $("disc");
    if (disc.dataset.turn === phase) return;
    disc.dataset.turn = phase;
    disc.style.setProperty("--turn-s", `${seconds}s`);
  }

  /** How to do it stands open when a step begins; after that it is the person's. */
  openSteps(isOpen) {
    $("steps").open = isOpen;
    $("stop-if").open = false;
    $("stage").scrollTo(0, 0);
  }

  notice(words, isOld) {
    $("notice").hidden = !words;
    $("notice").classList.toggle("is-old", isOld);
    text("notice", words);
  }

  hint(words) {
    text("hint", words);
  }

  /** What the server had to say on the way here: the first pose needs the room. */
  #foldMessages() {
    const found = Array.from(document.querySelectorAll("#messages .toast-line"));
    $("about-today").hidden = found.length === 0;
    $("about-today").append(...found);
  }

  /** What the large button does now: `pause`, `go_on` after a pause, or `ready` where one is waited for. */
  turn(does) {
    text("pause", say(does));
    // Not `disabled`: a step may end by itself while the keyboard is on it, and it would be lost.
    $("more").setAttribute("aria-disabled", String(does !== "pause"));
  }

  more(words) {
    text("more", words);
  }

  /** The question about the back: `at_hand` on the way into the first pose, `aside` while that is done, or not. */
  askBefore(where) {
    const before = $("before");
    if (!where && before.contains(document.activeElement)) this.handOver();
    before.hidden = !where;
    const home = where === "aside" ? $("folds") : $("hands");
    // Nothing moves away under a finger that is about to answer, nor from under the keyboard.
    if (!where || before.parentElement === home || before.open || before.contains(document.activeElement)) return;
    if (where === "aside") home.append(before);
    else home.prepend(before);
  }

  get isAskingBefore() {
    return !$("before").hidden && $("before").open;
  }

  askAfterSharp(isAsked) {
    $("sharp-panel").hidden = !isAsked;
    this.#root.hidden = isAsked;
    if (isAsked) focusOn("sharp-title");
  }

  end({ title, body, go, url, asks, isUrgent, canTakeBack }) {
    this.#root.hidden = true;
    $("sharp-panel").hidden = true;
    $("end-panel").hidden = false;
    $("urgent").hidden = !isUrgent;
    $("after").hidden = !asks;
    $("numb-slip").hidden = !canTakeBack;
    $("onwards").href = url;
    document.querySelector(".player-top").hidden = true;
    text("end-title", title);
    text("end-body", body);
    text("onwards", go);
    focusOn("end-title");
  }

  /** The practice is not over after all. */
  endNot() {
    $("end-panel").hidden = true;
    document.querySelector(".player-top").hidden = false;
  }

  /** The screen is the pose's again, for the keyboard too. */
  handOver() {
    focusOn("pause");
  }

  /** Where something is not sent yet it looks so too. */
  saving(words, isUnsent = false) {
    $("saving").classList.toggle("is-unsent", isUnsent);
    text("saving", words);
  }

  rated(rating) {
    for (const button of document.querySelectorAll("[data-after]")) {
      button.setAttribute("aria-pressed", String(Number(button.dataset.after) === rating));
    }
  }

  voice(mode) {
    $("voice").hidden = mode === null;
    if (mode === null) return;
    text("voice", say(`voice.${mode}`));
    $("voice").setAttribute("aria-pressed", { on: "true", brief: "mixed", off: "false" }[mode]);
  }

  /** Said again, the same words are a change only with something added that is not heard. */
  announce(words) {
    const isAgain = words !== "" && $("live").textContent === words;
    text("live", isAgain ? `${words}\u00a0` : words);
  }
}

function text(id, words) {
  const element = $(id);
  const wanted = String(words ?? "");
  if (element.textContent !== wanted) element.textContent = wanted;
}

function list(id, items) {
  const element = $(id);
  element.replaceChildren(
    ...items.map((words) => {
      const item = document.createElement("li");
      item.textContent = words;
      return item;
    }),
  );
}

function markCurrent(items, current) {
  Array.from(items, (item, index) => {
    if (index === current) item.setAttribute("aria-current", "step");
    else item.removeAttribute("aria-current");
  });
}

function focusOn(id) {
  $(id).focus({ preventScroll: true });
  scrollTo(0, 0);
}
