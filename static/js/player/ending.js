/*
 * The last screen. It stays until it is tapped, and it leads on only where there is a connection: without one,
 * everything is kept here, and the back can be rated here as well.
 */
import { say } from "hip/player/words";

/** Longer than this nobody waits for a tap to be answered; what is unsent stays and is sent later. */
const PATIENCE_MS = 5000;

export class Ending {
  #url = "";

  constructor({ session, screen, announcer, outbox }) {
    Object.assign(this, { session, screen, announcer, outbox });
  }

  /** `why` the session is over chooses the words; `asks` for a rating; then on to `url`. */
  show(why, url, asks) {
    this.#url = url;
    const words = { title: say(`end.${why}`), body: say(`end.${why}.more`), go: say(`end.${why}.go`) || say("go_on") };
    this.screen.end({ ...words, url, asks, isUrgent: why === "numb" });
    this.announcer.voice.say(words.title, words.body);
    this.outbox.onSent = () => this.screen.saving(say("saved"));
    this.#save();
  }

  rate(rating) {
    this.session.add("after", { rating }, { step: null });
    this.screen.rated(rating);
    this.goOn(this.#url, "kept");
  }

  /** On to the next page if there is one to be had, otherwise say so and stay. */
  async goOn(url = this.#url, otherwise = "no_connection") {
    const soon = new Promise((resolve) => setTimeout(resolve, PATIENCE_MS, "waiting"));
    const result = await Promise.race([this.#save(), soon]);
    if (result === "waiting") this.screen.saving(say(otherwise));
    else location.replace(url);
  }

  async #save() {
    this.screen.saving(say("saving"));
    let result = await this.outbox.flush();
    while (result === "sent" && this.#isUnsent()) result = await this.outbox.flush();
    const isKept = this.#isUnsent();
    this.screen.saving(say(!isKept ? "saved" : result === "waiting" ? "kept" : "signed_out"));
    return isKept ? result : "sent";
  }

  #isUnsent() {
    return this.outbox.waiting(this.session.id).length > 0;
  }
}
