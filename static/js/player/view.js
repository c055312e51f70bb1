/* What the screen shows at a moment: a pure function of the form and the time in it. */
import { NEXT_SOON_S } from "hip/player/announcer";
import { cueAt, lineAt, placeAt, secondsOf, turnAt } from "hip/player/timeline";
import { clockOf, kindOf, say } from "hip/player/words";

/** From here on what is left is told as minutes and seconds. */
const MINUTES_FROM_S = 100;

/** `next` is the finished sentence about what comes next. */
export function viewOf({ form, segments, elapsed, lead, leadTotal, isPaused, isWaiting, next }) {
  const place = placeAt(segments, elapsed);
  const { segment } = place;
  const turns = segment.turns ?? [];
  const index = lead > 0 || isPaused ? -1 : turnAt(turns, place.within);
  const onTheWay = isWaiting ? (form.change ?? "") : null; // cues are for the pose
  const line = lead > 0 && elapsed === 0 ? (form.change ?? "") : lineAt(form, elapsed);
  return {
    ...dial({ form, place, lead, leadTotal, isPaused, isWaiting }),
    segment,
    turn: { index, ...turns[index] },
    needs: elapsed === 0 && form.needs && !form.switch ? say("needs", { needs: form.needs }) : "",
    cue: onTheWay ?? (line || cueAt(form, segments, elapsed)),
    isLong: line !== "",
    next,
    isNextSoon: lead === 0 && secondsOf(segments) - elapsed <= NEXT_SOON_S,
  };
}

/** The ring, its number, and the word above it. */
function dial({ form, place, lead, leadTotal, isPaused, isWaiting }) {
  const { segment, count, left } = place;
  const getReady = say(form.switch ? "state.switch" : "state.ready");
  if (isWaiting) return { phase: "waiting", state: getReady, number: "", unit: say("take_your_time"), left: 1 };
  if (isPaused) return { phase: "paused", state: say("state.paused"), number: "", unit: say("paused"), left: 1 };
  if (lead > 0) {
    const n = Math.ceil(lead);
    return { phase: "ready", state: getReady, number: n, unit: say("unit.seconds", { n }), left: lead / leadTotal };
  }
  const state = form.isRest ? say("state.rest_here") : say(`state.${kindOf(form, segment)}`) + setOf(segment);
  const isTimed = segment.kind === "hold" || segment.kind === "rest";
  return {
    phase: segment.kind === "rest" || form.isRest ? "rest" : "work",
    state,
    ...(isTimed ? timed(left) : { number: count, unit: say(`unit.${segment.kind}`, { n: segment.amount }) }),
    left: left / segment.seconds,
  };
}

function timed(left) {
  const n = Math.ceil(left - 1e-6);
  if (n < MINUTES_FROM_S) return { number: n, unit: say("unit.seconds", { n }) };
  return { number: clockOf(n), unit: say("unit.minutes") };
}

function setOf({ kind, set, sets }) {
  return sets > 1 && kind !== "rest" ? ` · ${say("set", { at: set, of: sets })}` : "";
}
