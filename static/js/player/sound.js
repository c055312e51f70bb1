/* Chimes (quiet sine tones, no files) and the voice of the device. Both wait for the first touch if they must. */

/** [hertz, seconds after the first, seconds long] */
const TONES = {
  start: [[528, 0, 1.2]],
  half: [[660, 0, 0.5], [660, 0.3, 0.7]],
  rest: [[440, 0, 1.2]],
  switch: [[396, 0, 0.6], [528, 0.3, 0.6], [660, 0.6, 0.9]],
  end: [[528, 0, 0.6], [396, 0.35, 1.4]],
};
const LOUDNESS = 0.12;

export class Chimes {
  #context = null;

  constructor() {
    if (navigator.userActivation?.hasBeenActive) this.unlock();
  }

  get isLocked() {
    return this.#context?.state !== "running" && "AudioContext" in globalThis;
  }

  /** Browsers let a page sound after a touch; asked earlier, they complain. */
  unlock() {
    if (!this.isLocked) return;
    this.#context ??= new AudioContext();
    this.#context.resume().catch(() => {});
  }

  play(kind) {
    if (this.#context?.state !== "running") return;
    for (const [hertz, after, length] of TONES[kind] ?? []) this.#tone(hertz, this.#context.currentTime + after, length);
  }

  #tone(hertz, at, length) {
    const tone = this.#context.createOscillator();
    const gain = this.#context.createGain();
    tone.frequency.value = hertz;
    gain.gain.setValueAtTime(0, at);
    gain.gain.linearRampToValueAtTime(LOUDNESS, at + 0.04);
    gain.gain.exponentialRampToValueAtTime(0.0001, at + length);
    tone.connect(gain).connect(this.#context.destination);
    tone.start(at);
    tone.stop(at + length);
  }
}

export const VOICES = ["on", "brief", "off"];

export class Voice {
  mode = "on";
  #waiting = null;

  constructor() {
    for (const touch of ["pointerup", "keydown"]) addEventListener(touch, () => this.#sayWhatWaits());
    try {
      const kept = localStorage.getItem("hip.voice");
      if (VOICES.includes(kept)) this.mode = kept;
    } catch {
      // The voice stays as it is by default.
    }
  }

  static get exists() {
    return "speechSynthesis" in globalThis && "SpeechSynthesisUtterance" in globalThis;
  }

  get isSilent() {
    return !Voice.exists || this.mode === "off";
  }

  turn() {
    this.mode = VOICES[(VOICES.indexOf(this.mode) + 1) % VOICES.length];
    if (this.mode === "off") this.hush();
    try {
      localStorage.setItem("hip.voice", this.mode);
    } catch {
      // It holds for this page.
    }
  }

  /** Says `brief` always, `more` only when the voice is fully on. What was being said ends. */
  say(brief, more = "") {
    const words = [this.mode === "off" ? "" : brief, this.mode === "on" ? more : ""].filter(Boolean).join(" ");
    if (!words || !Voice.exists) return;
    // A browser refuses to speak on a page that nobody has touched yet: what was said last then is said at the first tap.
    if (navigator.userActivation?.hasBeenActive === false) {
      this.#waiting = [brief, more];
      return;
    }
    this.hush();
    const utterance = new SpeechSynthesisUtterance(words);
    utterance.lang = document.documentElement.lang || "en";
    utterance.rate = 0.9;
    speechSynthesis.speak(utterance);
  }

  #sayWhatWaits() {
    const waiting = this.#waiting;
    this.#waiting = null;
    // After what the tap itself has to say.
    if (waiting) queueMicrotask(() => speechSynthesis.speaking || this.say(...waiting));
  }

  hush() {
    this.#waiting = null;
    if (Voice.exists) speechSynthesis.cancel();
  }
}
