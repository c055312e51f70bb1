/* What is heard: chimes, the voice, and the live region of a screen reader; each thing once. */
import { cueAt, lineAt, marksOf, placeAt, secondsOf } from "hip/player/timeline";
import { kindOf, nameOf, partsOf, say } from "hip/player/words";

/** What comes next is told this long before the end, in steps that are more than twice as long. */
export const NEXT_SOON_S = 10;

export class Announcer {
  #form = null;
  #segments = [];
  #marks = [];
  #told = -1; // index of the last mark that was told
  #next = "";

  constructor({ chimes, voice, screen }) {
    this.chimes = chimes;
    this.voice = voice;
    this.screen = screen;
  }

  /** A form begins: who it is, its side, what to do differently; then, with the full voice, how much and the cue. */
  introduce(form, segments, next, notice, isWaiting) {
    this.#form = form;
    this.#told = -1;
    this.layOut(segments, next);
    const name = `${nameOf(form)}.`;
    const hows = (form.hows ?? []).join(" ");
    const ready = form.isRest ? "" : `${say(form.switch ? "state.switch" : "state.ready")}.`;
    const needs = form.needs && !form.switch ? say("needs", { needs: form.needs }) : "";
    const wait = isWaiting ? say("tap_ready") : "";
    // What the voice says aloud, a screen reader need not say over it.
    const unsaid = this.voice.isSilent ? sentences(form.change, hows) : "";
    this.screen.announce(sentences(notice, name, ready, needs, unsaid, wait));
    const other = sentences(`${say("state.switch")}.`, `${say(`side.${form.side}`)}.`, notice, form.change);
    const much = `${partsOf(form, segments).join(say("then"))}.`;
    if (form.switch) this.voice.say(other, wait);
    else this.voice.say(sentences(notice, name, needs, hows), sentences(much, form.cue, wait));
  }

  /** The segments of the form, perhaps longer than before: nothing is told twice. */
  layOut(segments, next, elapsed = -1) {
    this.#segments = segments;
    this.#next = next;
    const marks = marksOf(segments);
    const total = secondsOf(segments);
    let at = 0;
    for (const line of this.#form.timeline ?? []) {
      marks.push({ at: at + 0.5, kind: "line" });
      at += line.seconds;
    }
    if (total > 2 * NEXT_SOON_S) marks.push({ at: total - NEXT_SOON_S, kind: "next" });
    this.#marks = marks.sort((a, b) => a.at - b.at);
    this.#told = this.#marks.findLastIndex((mark) => mark.at <= elapsed);
  }

  /** Tell what is due; of several that were slept through only the last. */
  reach(elapsed) {
    const due = this.#marks.findLastIndex(({ at }) => at <= elapsed);
    if (due <= this.#told) return;
    this.#told = due;
    const { kind } = this.#marks[due];
    if (kind === "line") {
      const line = lineAt(this.#form, elapsed);
      this.voice.say(line);
      if (this.voice.isSilent) this.screen.announce(line);
    } else if (kind === "next") {
      this.#tell("", this.#form.timeline?.length ? "" : this.#next, this.#next);
    } else {
      this.chimes.play(kind);
      if (kind === "start") this.screen.announce(this.#begun(elapsed));
      if (kind === "rest") this.#tell(say("state.rest"), "", say("state.rest"));
      if (kind === "half") this.#tell("", this.#atHalf(elapsed), say("half"));
    }
  }

  /** The chime in words: "Hold". */
  #begun(elapsed) {
    const { segment } = placeAt(this.#segments, elapsed);
    return say(this.#form.isRest ? "state.rest_here" : `state.${kindOf(this.#form, segment)}`);
  }

  #atHalf(elapsed) {
    return this.#form.timeline?.length ? "" : `${say("half")} ${cueAt(this.#form, this.#segments, elapsed)}`;
  }

  #tell(brief, more, announced) {
    this.voice.say(brief, more);
    this.screen.announce(announced);
  }

  /** Said in full, whatever comes next. */
  tell(words) {
    this.#tell(words, "", words);
  }
}

function sentences(...parts) {
  return parts.filter(Boolean).join(" ");
}
