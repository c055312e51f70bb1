/*
 * The last screen. It stays until it is tapped, and it leads on only where there is a connection: without one,
 * everything is kept here, and the back can be rated here as well.
 */
import { say } from "hip/player/words";

/** Longer than this nobody waits for a tap to be answered; what is unsent stays and is sent later. */
const PATIENCE_MS = 5000;

export class Ending {
  #url = "";
  #isNothing = false;
  #isRated = false;

  constructor({ session, screen, announcer, outbox }) {
    Object.assign(this, { session, screen, announcer, outbox });
  }

  /** `why` the session is over chooses the words; `asks` for a rating, or lets a slip be taken back; then to `url`. */
  show(why, url, { asks, canTakeBack }) {
    this.#url = url;
    this.#isNothing = why === "nothing";
    const words = { title: say(`end.${why}`), body: say(`end.${why}.more`), go: say(`end.${why}.go`) || say("end.go") };
    this.screen.end({ ...words, url, asks, canTakeBack, isUrgent: why === "numb" });
    this.announcer.voice.say(words.title, words.body);
    this.outbox.onSent = () => this.screen.saving(this.#saved());
    this.#save();
  }

  hide() {
    this.outbox.onSent = () => {};
    this.screen.endNot();
    this.announcer.voice.hush();
  }

  /** Where one tap saves a rating, "Saved" is the answer to that tap. Of nothing done there is nothing to tell. */
  #saved() {
    if (this.#isNothing && !this.#isRated) return "";
    return say(this.#isRated ? "saved" : "session_saved");
  }

  rate(rating) {
    this.session.add("after", { rating }, { step: null });
    this.#isRated = true;
    this.screen.rated(rating);
    this.goOn(this.#url, "kept");
  }

  /** On to the next page if there is one to be had, otherwise say so and stay. */
  async goOn(url = this.#url, otherwise = "no_connection") {
    const soon = new Promise((resolve) => setTimeout(resolve, PATIENCE_MS, "waiting"));
    const result = await Promise.race([this.#save(), soon]);
    if (result === "waiting") this.screen.saving(say(otherwise), true);
    else location.replace(url);
  }

  async #save() {
    this.screen.saving(say("saving"));
    let result = await this.outbox.flush();
    while (result === "sent" && this.#isUnsent()) result = await this.outbox.flush();
    const isKept = this.#isUnsent();
    this.screen.saving(isKept ? say(result === "waiting" ? "kept" : "signed_out") : this.#saved(), isKept);
    return isKept ? result : "sent";
  }

  #isUnsent() {
    return this.outbox.waiting(this.session.id).length > 0;
  }
}
