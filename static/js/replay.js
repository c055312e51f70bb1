/*
 * What a session's events mean: the same function as journal/sessions/replay/, name by name.
 * Both are held together by the vectors in tests/vectors/replay/. Change both or neither.
 * Nothing here throws, whatever the JSON: what does not fit is skipped.
 */

const MOST_SECONDS = 3600;
const MOST_EXTRA_S = 60;
const MOST_MINUTES = 1440;
const MARKS = new Set(["good", "ok", "too_much", "felt_easy"]);
const TAGS = new Set(["stress", "sleep", "mood", "feelings", "sitting", "other"]);
const WEIGHT = { skipped: 0, done: 1, too_much: 2, stopped: 3, sharp: 4 };
/** Kinds that are about the session, whatever step they name. */
const ABOUT_ALL = new Set(["started", "paused", "resumed", "left", "finished"]);
const REPORTS = new Set(["sharp", "numb"]);
const ISO =
  /^([12][0-9]{3})-([0-9]{2})-([0-9]{2})T([0-9]{2}):([0-9]{2})(?::([0-9]{2})(?:[.,]([0-9]{1,9}))?)?(?:Z|([+-])([0-9]{2}):([0-9]{2}))$/;

/** The state after `events`, in whatever order and however often each was delivered. */
export function replay(script, events) {
  const state = newState(stepsOf(script));
  for (const event of withoutSlips(once(usable(events).sort(inOrder)))) apply(state, event, dataOf(event));
  return projection(state);
}

// Reading what was written

/** The events of a known kind with an id: without one nobody can tell a repetition. */
function usable(events) {
  const isKnown = (kind) => kind === "took_back" || TURNS.has(kind) || CHECK_INS.has(kind);
  return Array.isArray(events) ? events.filter((e) => isObject(e) && text(e.id) && isKnown(e.kind)) : [];
}

function once(events) {
  const found = new Map();
  for (const event of events) if (!found.has(event.id)) found.set(event.id, event);
  return [...found.values()];
}

function dataOf(event) {
  return isObject(event.data) ? event.data : {};
}

function inOrder(a, b) {
  return (
    compare(moment(a.at) ?? Infinity, moment(b.at) ?? Infinity) ||
    compare(text(a.device) ?? "", text(b.device) ?? "") ||
    compare(safeSeq(a), safeSeq(b)) ||
    compare(a.id, b.id)
  );
}

function compare(a, b) {
  return a < b ? -1 : Number(a > b);
}

function safeSeq(event) {
  return whole(event.seq, -Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER) ?? 0;
}

/** Milliseconds since 1970 of an ISO time with an offset; null for anything else. */
function moment(value) {
  const match = typeof value === "string" ? ISO.exec(value) : null;
  if (!match) return null;
  const [year, month, day, hour, minute, second] = match.slice(1, 7).map((part) => Number(part ?? 0));
  const [fraction, sign, offHours, offMinutes] = match.slice(7);
  if (Number(offHours ?? 0) > 23 || Number(offMinutes ?? 0) > 59) return null;
  if (hour > 23 || minute > 59 || second > 59) return null;
  const date = new Date(Date.UTC(year, month - 1, day, hour, minute, second));
  // A day that is not in the calendar rolls over into another month.
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return null;
  const away = (Number(offHours ?? 0) * 60 + Number(offMinutes ?? 0)) * (sign === "-" ? -60 : 60);
  return date.getTime() - away * 1000 + Number(((fraction ?? "") + "000").slice(0, 3));
}

function isObject(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function whole(value, least, most) {
  return Number.isInteger(value) && least <= value && value <= most ? value : null;
}

function text(value) {
  return typeof value === "string" ? value : null;
}

function secondsOf(data) {
  return Math.min(whole(data.seconds, 0, Number.MAX_SAFE_INTEGER) ?? 0, MOST_SECONDS);
}

// Slips of the finger

/** Nothing is done in these, so a report before them is still the last thing that was done. */
function isStill({ kind }) {
  return kind === "paused" || CHECK_INS.has(kind);
}

/**
 * The events as if what was taken back had not been tapped: the report goes, and the pause that it brought.
 * Only the last report can be taken back, and only before anything else was done.
 */
function withoutSlips(events) {
  let kept = [];
  for (const event of events) {
    if (event.kind !== "took_back") {
      kept.push(event);
      continue;
    }
    const last = kept.findLastIndex((e) => !isStill(e));
    const { kind } = dataOf(event);
    if (last >= 0 && REPORTS.has(kind) && kept[last].kind === kind) {
      kept = [...kept.slice(0, last), ...kept.slice(last + 1).filter((e) => e.kind !== "paused")];
    }
  }
  return kept;
}

// The state

function newState(steps) {
  const state = {
    steps,
    status: "ready",
    position: 0,
    out: [],
    sharp: [],
    eased: [],
    tooMuch: 0,
    numb: false,
    numbIn: [],
    startedAt: null,
    endedAt: null,
    endedBy: null,
    ratings: { before: null, after: null, next_morning: null },
    marks: new Map(),
    tags: [],
    note: "",
    edits: { started_at: null, day_only: false, minutes: null, title: null },
    deleted: false,
  };
  state.position = nextOpen(state, 0);
  return state;
}

/** A step without a usable key keeps its place, so that positions stay true, but is never due. */
function stepsOf(script) {
  const raw = isObject(script) && Array.isArray(script.steps) ? script.steps : [];
  const keys = new Set();
  return raw.map((item) => {
    const own = isObject(item) ? item : {};
    const key = text(own.key);
    const isNew = key !== null && !keys.has(key);
    keys.add(key);
    return {
      key: isNew ? key : null,
      own,
      easier: isObject(own.easier) ? own.easier : null,
      rest: isObject(own.rest) ? own.rest : {},
      variant: "own",
      outcome: null,
      ended: false,
      spared: false, // its other side was too much
      seconds: 0,
      extraS: 0,
    };
  });
}

/** What is done now: the step itself, its easier form or its rest. */
function formOf(step) {
  return { own: step.own, easier: step.easier ?? {}, rest: step.rest }[step.variant];
}

/** What was done stays done when it is skipped later: only a stronger word replaces another. */
function settle(step, outcome) {
  if (step.outcome === null || WEIGHT[outcome] > WEIGHT[step.outcome]) step.outcome = outcome;
}

/** The pose of a form, and the one that it really is if that is another. */
function posesOf(form) {
  return [text(form.pose), text(form.really)].filter(Boolean);
}

function add(poses, more) {
  for (const pose of more) if (!poses.includes(pose)) poses.push(pose);
}

function here(state) {
  return state.steps[state.position] ?? null;
}

function indexOf(state, key) {
  return key === null ? -1 : state.steps.findIndex((step) => step.key === key);
}

/** Out with its pose, or with the pose that its easier rung really is once that was taken. */
function isOut(state, step) {
  const forms = step.variant === "rest" ? [step.own] : [step.own, formOf(step)];
  return step.key === null || forms.flatMap(posesOf).some((pose) => state.out.includes(pose));
}

function isDue(state, step) {
  return !step.spared && !isOut(state, step);
}

/** The first step from `start` on that is due; the number of steps if there is none. */
function nextOpen(state, start) {
  for (let i = start; i < state.steps.length; i += 1) if (isDue(state, state.steps[i])) return i;
  return state.steps.length;
}

function moveTo(state, index) {
  if (index !== state.position && index < state.steps.length) state.steps[index].extraS = 0;
  state.position = index;
}

/** On from step `index`; a step already behind moves nobody, unless a pose has just gone out. */
function movePast(state, index) {
  moveTo(state, nextOpen(state, Math.max(state.position, index + 1)));
}

function end(state, why, at) {
  state.status = why === "numb" ? "stopped" : "done";
  state.endedBy = why;
  state.endedAt = at;
}

// Applying an event

function apply(state, event, data) {
  const { kind } = event;
  if (CHECK_INS.has(kind)) {
    CHECK_INS.get(kind)(state, data, kind);
    return;
  }
  const key = text(event.step);
  if (state.endedBy !== null) {
    lateReport(state, kind, key);
    return;
  }
  const index = target(state, kind, key);
  if (index === null || (kind === "left" && state.status === "ready")) return;
  const at = moment(event.at) === null ? null : event.at;
  state.startedAt ??= at;
  state.status = "active";
  state.endedAt = null;
  TURNS.get(kind)(state, index, data, at);
}

/** The step that an event is about, null if the event does not fit. */
function target(state, kind, key) {
  if (ABOUT_ALL.has(kind)) return state.position;
  const index = indexOf(state, key);
  if (kind === "numb") return index < 0 ? state.position : index;
  if (index < 0) return targetWithoutStep(state, kind, key);
  const step = state.steps[index];
  if (kind === "sharp") return step.outcome === "sharp" ? null : index;
  if (kind === "went_back" && here(state) === null) return state.position;
  if (isOut(state, step)) return null;
  const late = (kind === "step_done" || kind === "skipped") && !step.ended;
  return index >= state.position || late ? index : null;
}

/** Back and Sharp mean the step now to do where they name none. */
function targetWithoutStep(state, kind, key) {
  if (key !== null || (kind !== "went_back" && kind !== "sharp")) return null;
  return kind === "sharp" && here(state) === null ? null : state.position;
}

/** After the end no step counts any more, but a safety report is never lost. */
function lateReport(state, kind, key) {
  const index = indexOf(state, key);
  if (kind === "numb") reportNumb(state, index);
  if (kind === "sharp" && index >= 0) reportSharp(state, state.steps[index]);
}

/** Out is the pose of the step, and what was really being done in it; in a rest that is what hurts still. */
/** The pose of the step, and what was really being done in it; in a rest it is what was done before. */
function feltIn(step) {
  const done = step.variant === "rest" ? step.own : formOf(step);
  return [...posesOf(step.own), ...posesOf(done)];
}

function reportSharp(state, step) {
  add(state.sharp, feltIn(step));
  add(state.out, feltIn(step));
}

function reportNumb(state, index) {
  state.numb = true;
  const step = state.steps[index];
  if (step) add(state.numbIn, feltIn(step));
}

function leaveStep(state, index, outcome, data) {
  const step = state.steps[index];
  step.seconds += secondsOf(data);
  settle(step, outcome);
  step.ended = true;
  movePast(state, index);
}

function wentBack(state, index, data) {
  if (index < state.steps.length) state.steps[index].seconds += secondsOf(data);
  for (let i = index - 1; i >= 0; i -= 1) {
    if (isDue(state, state.steps[i])) {
      moveTo(state, i);
      return;
    }
  }
  moveTo(state, index);
}

function extended(state, index, data) {
  moveTo(state, index);
  state.steps[index].extraS += whole(data.seconds, 1, MOST_EXTRA_S) ?? 0;
}

function tooMuch(state, index, data, at) {
  moveTo(state, index);
  state.tooMuch += 1;
  const step = state.steps[index];
  step.seconds += secondsOf(data);
  step.extraS = 0;
  settle(step, "too_much");
  if (step.variant === "rest") {
    step.ended = true;
    end(state, "enough", at);
  } else if (step.variant === "own" && canEase(state, step)) {
    step.variant = "easier";
    add(state.eased, posesOf(step.own).slice(0, 1));
  } else {
    step.variant = "rest";
  }
  spareOtherSide(state, index);
}

/**
 * What was too much on one side is not asked of the other: that one is eased too, or left out if this side is at
 * its rest, or if the easier form takes both sides at once.
 */
function spareOtherSide(state, index) {
  const step = state.steps[index];
  for (const other of state.steps.slice(index + 1)) {
    if (other.ended || step.key === null || text(other.own.other_side_of) !== step.key) continue;
    const oneSided = text(formOf(step).side) !== "both";
    if (step.variant === "easier" && oneSided && canEase(state, other)) {
      if (other.variant === "own") other.variant = "easier";
    } else {
      settle(other, "skipped");
      other.ended = true;
      other.spared = true;
    }
  }
}

function canEase(state, step) {
  return step.easier !== null && !posesOf(step.easier).some((pose) => state.out.includes(pose));
}

function sharp(state, index, data) {
  reportSharp(state, state.steps[index]);
  leaveStep(state, index, "sharp", data);
  for (const other of state.steps.slice(index + 1)) {
    if (other.key !== null && !other.ended && isOut(state, other)) {
      settle(other, "skipped");
      other.ended = true;
    }
  }
}

function numb(state, index, data, at) {
  reportNumb(state, index);
  if (index < state.steps.length) {
    const step = state.steps[index];
    step.seconds += secondsOf(data);
    settle(step, "stopped");
    step.ended = true;
  }
  end(state, "numb", at);
}

function left(state, index, data, at) {
  const step = here(state);
  if (step !== null) step.seconds += secondsOf(data);
  state.status = "left";
  state.endedAt = at;
}

const TURNS = new Map([
  ["started", () => {}],
  ["resumed", () => {}],
  ["step_done", (state, index, data) => leaveStep(state, index, "done", data)],
  ["skipped", (state, index, data) => leaveStep(state, index, "skipped", data)],
  ["went_back", wentBack],
  ["extended", extended],
  ["paused", (state) => { state.status = "paused"; }],
  ["too_much", tooMuch],
  ["sharp", sharp],
  ["numb", numb],
  ["left", left],
  ["finished", (state, index, data, at) => end(state, "finished", at)],
]);

function rated(state, data, kind) {
  const rating = whole(data.rating, 0, 10);
  if (rating !== null || data.rating === null) state.ratings[kind] = rating;
}

function marked(state, data) {
  const pose = text(data.pose);
  if (pose === null || !state.steps.some((s) => [s.own, s.rest].flatMap(posesOf).includes(pose))) return;
  if (data.mark === null) state.marks.delete(pose);
  else if (MARKS.has(data.mark)) state.marks.set(pose, data.mark);
}

function tagged(state, data) {
  if (Array.isArray(data.tags)) state.tags = [...new Set(data.tags.filter((tag) => TAGS.has(tag)))];
}

function noted(state, data) {
  state.note = text(data.note) ?? state.note;
}

function edited(state, data) {
  if (moment(data.started_at) !== null) {
    state.edits.started_at = data.started_at;
    state.edits.day_only = data.day_only === true;
  }
  state.edits.minutes = whole(data.minutes, 0, MOST_MINUTES) ?? state.edits.minutes;
  state.edits.title = text(data.title) ?? state.edits.title;
}

function deleted(state, data, kind) {
  state.deleted = kind === "deleted";
}

/** These always count, before the start and after the end too. */
const CHECK_INS = new Map([
  ["before", rated],
  ["after", rated],
  ["next_morning", rated],
  ["marked", marked],
  ["tagged", tagged],
  ["noted", noted],
  ["edited", edited],
  ["deleted", deleted],
  ["restored", deleted],
]);

// The result

function projection(state) {
  const step = here(state);
  const seconds = state.steps.reduce((sum, s) => sum + s.seconds, 0);
  return {
    status: state.status,
    position: state.position,
    variant: step ? step.variant : null,
    pose: step ? poseNow(state, step) : null,
    extra_s: step ? step.extraS : 0,
    out: state.out,
    sharp: state.sharp,
    eased: state.eased,
    too_much: state.tooMuch,
    numb: state.numb,
    numb_in: state.numbIn,
    steps: state.steps.filter((s) => s.outcome || s.seconds).map(result),
    seconds,
    // To the nearest minute; a short practice is still one.
    minutes: Math.max(Math.floor((seconds + 30) / 60), Math.min(seconds, 1)),
    started_at: state.startedAt,
    ended_at: state.endedAt,
    ended_by: state.endedBy,
    before: state.ratings.before,
    after: state.ratings.after,
    next_morning: state.ratings.next_morning,
    marks: Object.fromEntries(state.marks),
    tags: state.tags,
    note: state.note,
    edits: state.edits,
    deleted: state.deleted,
  };
}

/** The pose to do; a rest in a pose that has gone out is a rest without a pose. */
function poseNow(state, step) {
  const poses = posesOf(formOf(step));
  return poses.length === 0 || poses.some((p) => state.out.includes(p)) ? null : text(formOf(step).pose);
}

function result(step) {
  const untouched = step.outcome === "skipped" && step.seconds === 0;
  return {
    key: step.key ?? "",
    pose: text(step.own.pose),
    outcome: step.outcome,
    variant: step.variant,
    rung: untouched || step.variant === "rest" ? null : whole(formOf(step).rung, 0, 2),
    seconds: step.seconds,
  };
}
