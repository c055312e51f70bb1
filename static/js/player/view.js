/* What the screen shows at a moment: a pure function of the form and the time in it. */
import { NEXT_SOON_S } from "hip/player/announcer";
import { cueAt, lineAt, placeAt, secondsOf, turnAt } from "hip/player/timeline";
import { say } from "hip/player/words";

const STATES = { hold: "hold", reps: "reps", breaths: "breaths", pulses: "pulses", rest: "rest" };

/** `next` is the finished sentence about what comes next. */
export function viewOf({ form, segments, elapsed, lead, leadTotal, isPaused, next }) {
  const place = placeAt(segments, elapsed);
  const { segment } = place;
  const turns = segment.turns ?? [];
  const index = lead > 0 || isPaused ? -1 : turnAt(turns, place.within);
  const line = elapsed > 0 ? lineAt(form, elapsed) : "";
  return {
    ...dial({ form, place, lead, leadTotal, isPaused }),
    segment,
    turn: { index, ...turns[index] },
    cue: line || cueAt(form, segments, elapsed),
    isLong: line !== "",
    next,
    isNextSoon: lead === 0 && secondsOf(segments) - elapsed <= NEXT_SOON_S,
  };
}

/** The ring, its number, and the word above it. */
function dial({ form, place, lead, leadTotal, isPaused }) {
  const { segment, left, count } = place;
  if (isPaused) return { phase: "paused", state: say("state.paused"), number: "", unit: say("paused"), left: 1 };
  if (lead > 0) {
    const n = Math.ceil(lead);
    const state = say(form.switch ? "state.switch" : "state.ready");
    return { phase: "ready", state, number: n, unit: say("unit.ready", { n }), left: lead / leadTotal };
  }
  const share = left / segment.seconds;
  const n = Math.ceil(left - 1e-6);
  if (segment.kind === "rest" || form.isRest) {
    const state = say(form.isRest ? "state.rest_here" : "state.rest");
    return { phase: "rest", state, number: n, unit: say("unit.seconds", { n }), left: share };
  }
  const state = say(`state.${STATES[segment.kind] ?? "hold"}`) + setOf(segment);
  if (segment.kind === "hold") return { phase: "work", state, number: n, unit: say("unit.seconds", { n }), left: share };
  return { phase: "work", state, number: count, unit: say(`unit.${segment.kind}`, { n: segment.amount }), left: share };
}

function setOf({ set, sets }) {
  return sets > 1 ? ` · ${say("set", { at: set, of: sets })}` : "";
}
