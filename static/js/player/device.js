/* The screen that stays lit, and keys. */

/** Keeps the screen on while the page is looked at. Browsers offer it on secure addresses only. */
export class WakeLock {
  #lock = null;
  #wanted = false;

  constructor() {
    document.addEventListener("visibilitychange", () => this.#take());
  }

  keep() {
    this.#wanted = true;
    this.#take();
  }

  release() {
    this.#wanted = false;
    this.#lock?.release().catch(() => {});
    this.#lock = null;
  }

  async #take() {
    if (!this.#wanted || document.visibilityState !== "visible" || !navigator.wakeLock) return;
    try {
      this.#lock = await navigator.wakeLock.request("screen");
    } catch {
      // The battery is low, or the browser would rather not.
    }
  }
}

/** Space, arrows and media keys. `turn` pauses and goes on. Keys of the focused control stay its own. */
export function listenToKeys({ turn, pause, goOn, skip, back }) {
  const byKey = { " ": turn, ArrowRight: skip, ArrowLeft: back, MediaPlayPause: turn, MediaTrackNext: skip };
  document.addEventListener("keydown", (event) => {
    const action = byKey[event.key];
    if (!action || event.repeat || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const onControl = event.target.closest?.("button, a, summary, input, select, textarea");
    if (event.key === " " && onControl) return;
    // Among the numbers an arrow is meant for the next number; it must not skip the pose.
    if (event.key.startsWith("Arrow") && event.target.closest?.("#before")) return;
    event.preventDefault();
    action();
  });
  const media = navigator.mediaSession;
  const handlers = { play: goOn, pause, nexttrack: skip, previoustrack: back };
  for (const [name, handler] of Object.entries(handlers)) {
    try {
      media?.setActionHandler(name, handler);
    } catch {
      // This browser does not know that key.
    }
  }
}

/** What the lock screen says: nothing about the body. */
export function tellMedia(title, isPaused) {
  if (!navigator.mediaSession || !globalThis.MediaMetadata) return;
  navigator.mediaSession.metadata = new MediaMetadata({ title });
  navigator.mediaSession.playbackState = isPaused ? "paused" : "playing";
}
