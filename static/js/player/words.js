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

/** From here on a hold is told in minutes, as `hipapp.core.amounts` does. */
const MINUTES_FROM_S = 60;
const TIMED = new Set(["hold", "guided"]);

/** Seconds as minutes: "1:30". For the eye alone: a voice takes it for a time of day. */
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
    const n = segment.amount;
    if (!TIMED.has(kind) || n < MINUTES_FROM_S) return say(`dose.${kind}`, { n });
    const minutes = say(`dose.${kind}_minutes`, { n: Math.floor(n / 60) });
    return n % 60 ? say("dose.minutes_seconds", { minutes, seconds: say("dose.guided", { n: n % 60 }) }) : minutes;
  });
}

/** What is done in a segment; while lines are being said, one listens. */
export function kindOf(form, { kind }) {
  return kind === "hold" && form.timeline?.length ? "guided" : kind;
}
