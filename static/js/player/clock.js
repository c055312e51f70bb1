/*
 * Time within a step, by the wall clock: what is counted is the difference of two moments, never ticks.
 * Before the counted time lies a lead: to get ready, or to find back into the pose after a pause.
 */
export class Clock {
  #base = 0; // milliseconds counted before `#since`
  #since = null; // when counting goes on; in the future during a lead; null while paused
  #lead = 0; // milliseconds of lead still to come, while paused
  leadTotal = 0;

  start(now, leadSeconds) {
    this.#base = 0;
    this.#lead = 0;
    this.leadTotal = leadSeconds;
    this.#since = now + leadSeconds * 1000;
  }

  get isPaused() {
    return this.#since === null;
  }

  /** Seconds counted so far. */
  elapsed(now) {
    return (this.#base + (this.#since === null ? 0 : Math.max(0, now - this.#since))) / 1000;
  }

  /** Seconds until counting begins or goes on. */
  lead(now) {
    return (this.#since === null ? this.#lead : Math.max(0, this.#since - now)) / 1000;
  }

  pause(now) {
    if (this.isPaused) return;
    this.#lead = this.lead(now) * 1000;
    this.#base = this.elapsed(now) * 1000;
    this.#since = null;
  }

  /** Go on after at least `leadSeconds`. */
  resume(now, leadSeconds) {
    if (!this.isPaused) return;
    this.#lead = Math.max(this.#lead, leadSeconds * 1000);
    this.leadTotal = Math.max(this.#lead / 1000, 1);
    this.#since = now + this.#lead;
    this.#lead = 0;
  }

  /** Wait longer before counting begins. */
  wait(seconds) {
    if (this.isPaused) this.#lead += seconds * 1000;
    else this.#since += seconds * 1000;
    this.leadTotal += seconds;
  }
}
