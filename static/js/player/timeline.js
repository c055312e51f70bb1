/*
 * A form of a step laid out in time: pure functions, no clock, no page.
 * A segment is one part of one set, or the rest between two sets. Seconds count from the end of get-ready.
 */

/** Shorter than this, a step gets no chime at its half. */
export const HALF_FROM_S = 20;

/**
 * The segments of a form. `extra` holds seconds added by index of segment; `LAST` means the last one.
 * A paced segment grows by whole reps, breaths or pulses.
 */
export const LAST = -1;

export function segmentsOf(form, extra = new Map()) {
  const parts = partsOf(form);
  const sets = Math.max(1, form.sets ?? 1);
  const segments = [];
  for (let set = 1; set <= sets; set += 1) {
    if (set > 1 && form.rest_s > 0) segments.push({ kind: "rest", amount: form.rest_s, pace: 1, set, sets });
    parts.forEach((part, index) => segments.push({ ...part, part: index, parts: parts.length, set, sets }));
  }
  let start = 0;
  return segments.map((segment, index) => {
    const more = (extra.get(index) ?? 0) + (index === segments.length - 1 ? (extra.get(LAST) ?? 0) : 0);
    const amount = segment.amount + timesIn(more, segment.pace);
    const placed = { ...segment, amount, start, seconds: amount * segment.pace, more };
    start += placed.seconds;
    return placed;
  });
}

/** How many whole reps, breaths or pulses are in `seconds`, at least one; of a hold its seconds. */
function timesIn(seconds, pace) {
  return seconds > 0 ? Math.max(1, Math.round(seconds / pace)) : 0;
}

/** By how much `seconds` more lengthen a segment. */
export function moreOf({ more, pace }, seconds) {
  return timesIn(more + seconds, pace) - timesIn(more, pace);
}

/** A rest pose has no parts: it is a hold of its seconds. */
function partsOf(form) {
  const parts = form.parts?.length ? form.parts : [{ kind: "hold", amount: form.seconds ?? 0 }];
  return parts.map(({ kind, amount, pace_s }) => ({ kind, amount, pace: pace_s || 1 }));
}

export function secondsOf(segments) {
  const last = segments.at(-1);
  return last ? last.start + last.seconds : 0;
}

/** Where `elapsed` seconds are: the segment, what is behind and ahead in it, and which time it is of how many. */
export function placeAt(segments, elapsed) {
  const found = segments.findLastIndex((s) => s.start <= elapsed);
  const index = Math.max(0, found);
  const segment = segments[index];
  const within = Math.min(Math.max(0, elapsed - segment.start), segment.seconds);
  const count = Math.min(segment.amount, Math.floor(within / segment.pace) + 1);
  return { index, segment, within, left: segment.seconds - within, count };
}

/** What a chime tells, and when: `start`, `half` and `rest`. */
export function marksOf(segments) {
  const marks = segments.map((s) => ({ at: s.start, kind: s.kind === "rest" ? "rest" : "start" }));
  const total = secondsOf(segments);
  if (segments.length === 1 && total >= HALF_FROM_S) marks.push({ at: total / 2, kind: "half" });
  return marks;
}

/** Which of a form's cues is shown: another one in each set, or in the second half. */
export function cueAt(form, segments, elapsed) {
  const cues = form.cues?.length ? form.cues : [form.cue ?? ""];
  const { segment } = placeAt(segments, elapsed);
  const turn = segment.sets > 1 ? segment.set - 1 : Number(elapsed >= secondsOf(segments) / 2);
  return cues[turn % cues.length];
}

/** The line of a guided rung at its time, "" for a form without lines. The last one stays. */
export function lineAt(form, elapsed) {
  const lines = form.timeline ?? [];
  let until = 0;
  for (const line of lines) {
    until += line.seconds;
    if (elapsed < until) return line.say;
  }
  return lines.at(-1)?.say ?? "";
}

/**
 * The turns of one rep, breath or pulse, in their order, filling its pace: `{phase, do, seconds}`.
 * A hold turns at the breath's own pace. Empty where nothing paces the breath.
 */
export function turnsOf(form, segment) {
  if (segment.kind === "rest") return [];
  const pace = form.breath_pace ?? null;
  if (segment.kind === "hold" && pace === null) return [];
  const named = (form.breath ?? []).filter((b) => b.phase !== "throughout");
  const plain = ["in", "out"].map((phase) => ({ phase, do: "" }));
  const own = segment.kind === "breaths" ? [...named].sort(inFirst) : named;
  const known = own.length ? own : segment.kind === "reps" ? [] : plain;
  const weights = known.map(({ phase }) => weightOf(phase, pace));
  const sum = weights.reduce((a, b) => a + b, 0);
  const length = segment.kind === "hold" ? pace.in_s + pace.out_s : segment.pace;
  return known.map((turn, i) => ({ ...turn, seconds: (weights[i] / sum) * length }));
}

/** A breath begins with breathing in, in whatever order the sentences about it stand. */
function inFirst(a, b) {
  return Number(b.phase === "in") - Number(a.phase === "in");
}

function weightOf(phase, pace) {
  if (phase === "pause") return 1;
  return pace ? pace[`${phase}_s`] : 2;
}

/** Index of the turn at `within` seconds of a segment, -1 if there is none. */
export function turnAt(turns, within) {
  const cycle = turns.reduce((sum, turn) => sum + turn.seconds, 0);
  if (cycle <= 0) return -1;
  let at = within % cycle;
  return turns.findIndex((turn) => (at -= turn.seconds) < 0);
}
