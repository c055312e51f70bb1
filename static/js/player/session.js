/*
 * One session as the player sees it: its script and every event known here. What is to be done now always comes
 * from `replay`; nothing else remembers it.
 */
import { replay } from "hip/replay";
import { uuid } from "hip/player/ids";

const CHECK_INS = new Set(["before", "after", "next_morning", "marked", "tagged", "noted", "edited"]);
const MOST_SECONDS = 3600;

export class Session {
  #events;
  #state = null;

  constructor(config, outbox) {
    this.id = config.session;
    this.script = config.script;
    this.outbox = outbox;
    this.to = config.urls.events;
    this.device = deviceId();
    const known = new Set(config.events.map(({ id }) => id));
    const kept = outbox.waiting(this.id).map(({ event }) => event);
    this.#events = [...config.events, ...kept.filter(({ id }) => !known.has(id))];
  }

  get state() {
    this.#state ??= replay(this.script, this.#events);
    return this.#state;
  }

  get isOver() {
    return this.state.ended_by !== null;
  }

  /** The step to do now; null when all are behind. */
  get step() {
    return this.script.steps[this.state.position] ?? null;
  }

  /** What is done of it: the step itself, its easier form or its rest. */
  get form() {
    return formOf(this.step, this.state);
  }

  /** Step and form that come after this one; null after the last. */
  get next() {
    const done = this.#event("step_done", this.step.key, {}, Date.now());
    const state = replay(this.script, [...this.#events, done]);
    const step = this.script.steps[state.position] ?? null;
    return step && { step, form: formOf(step, state) };
  }

  /** Whether the second side of this step, still to come before, is left out now. */
  get isOtherSideOut() {
    const other = this.script.steps.find((step) => step.other_side_of === this.step.key);
    return this.state.steps.some(({ key, outcome, seconds }) => key === other?.key && outcome === "skipped" && !seconds);
  }

  /** Write down what happened, and send it when there is a connection. `at` in milliseconds, if not now. */
  add(kind, data = {}, { step = this.step, at = Date.now() } = {}) {
    const event = this.#event(kind, step?.key ?? null, data, at);
    this.#events.push(event);
    this.#state = null;
    this.outbox.put(this.to, event);
    this.outbox.flush();
  }

  #event(kind, step, data, at) {
    const mine = this.#events.filter(({ device }) => device === this.device);
    return {
      id: uuid(),
      session: this.id,
      device: this.device,
      seq: 1 + mine.reduce((most, { seq }) => Math.max(most, seq), 0),
      at: new Date(this.#after(at)).toISOString(),
      tz: Intl.DateTimeFormat().resolvedOptions().timeZone || "UTC",
      kind,
      step,
      data,
    };
  }

  /** Clocks jump and differ, but what happens now happens after what is known to have happened. */
  #after(at) {
    const turns = this.#events.filter(({ kind }) => !CHECK_INS.has(kind));
    return turns.reduce((latest, event) => Math.max(latest, (Date.parse(event.at) || 0) + 1), at);
  }
}

function formOf(step, { variant }) {
  if (variant === "easier") return step.easier;
  return variant === "rest" ? { ...step.rest, isRest: true } : step;
}

function deviceId() {
  try {
    const id = localStorage.getItem("hip.device") ?? uuid();
    localStorage.setItem("hip.device", id);
    return id;
  } catch {
    return uuid();
  }
}

/** Whole seconds practised, as events tell them. */
export function practised(seconds) {
  return { seconds: Math.min(MOST_SECONDS, Math.max(0, Math.floor(seconds + 1e-6))) };
}

/** How far the person was in a step, for the case that the page goes without a word. */
export class Checkpoint {
  #key;

  constructor(session) {
    this.#key = `hip.at.${session}`;
  }

  keep(step, seconds, at) {
    try {
      localStorage.setItem(this.#key, JSON.stringify({ step, seconds, at }));
    } catch {
      // Then a crash costs the seconds of one step.
    }
  }

  /** What was kept, once. */
  take() {
    try {
      const kept = JSON.parse(localStorage.getItem(this.#key));
      localStorage.removeItem(this.#key);
      return kept;
    } catch {
      return null;
    }
  }
}
