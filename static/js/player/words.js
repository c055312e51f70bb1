/* What the page says, from its own template, so that every sentence can be translated. */

const rules = new Intl.PluralRules(document.documentElement.lang || "en");
const texts = new Map();
for (const item of document.getElementById("player-words").content.children) {
  texts.set(item.dataset.word, item.textContent.trim());
}

/** The sentence of `key`, its {names} filled in. With `n` its form for that number, if there is one. */
export function say(key, values = {}) {
  const plural = "n" in values ? texts.get(`${key}.${rules.select(values.n)}`) : undefined;
  const text = plural ?? texts.get(key) ?? "";
  return text.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
}

/** From here on seconds are told as minutes and seconds, as `hipapp.core.amounts` does. */
export const MINUTES_FROM_S = 60;

/** Seconds as minutes: "1:30". */
export function clockOf(seconds) {
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}

/** A name, followed by its position and its side where they are told. */
export function nameOf(form) {
  const position = form.position ? say(`position.${form.position}`) : "";
  const side = form.side && form.side !== "both" ? say(`side.${form.side}`) : "";
  return [form.name, position, side].filter(Boolean).join(", ");
}

/** "5 times in and out", "hold 30 seconds": the parts of a form, one text each. */
export function partsOf(form, segments) {
  const first = segments.filter((s) => s.kind !== "rest" && s.set === 1);
  return first.map((segment) => {
    const kind = kindOf(form, segment);
    if (kind === "hold" && segment.amount >= MINUTES_FROM_S) return say("dose.hold_minutes", { time: clockOf(segment.amount) });
    return say(`dose.${kind}`, { n: segment.amount });
  });
}

/** What is done in a segment; while lines are being said, one listens. */
export function kindOf(form, { kind }) {
  return kind === "hold" && form.timeline?.length ? "guided" : kind;
}
