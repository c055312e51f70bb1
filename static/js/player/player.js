/*
 * The conductor. Time moves it (`tick`), the person moves it (the actions); both write events, and what is to be
 * done then is asked of the session. Kept here is only what a reload may forget: where in the step we are.
 */
import { Clock } from "hip/player/clock";
import { tellMedia } from "hip/player/device";
import { waitsFor } from "hip/player/place";
import { Checkpoint, practised } from "hip/player/session";
import { LAST, moreOf, placeAt, secondsOf, segmentsOf, turnsOf } from "hip/player/timeline";
import { viewOf } from "hip/player/view";
import { nameOf, say } from "hip/player/words";

const TICK_MS = 250;
/** Nobody practised while the page slept for longer than this. */
const SLEPT_MS = 60_000;
/** Time to find back into the pose after a pause; and to walk back from the phone, lie down and begin. */
const INTO_POSE_S = 5;
const FROM_PHONE_S = 10;
const EXTRA_S = 15;
/** So long what was just done is told first; then it steps back behind the cue, and stays to be read. */
const NOTICE_S = 10;
const CHECKPOINT_MS = 5000;
const LEAVE_WITHIN_MS = 1500;

export class Player {
  #clock = new Clock();
  #form = null;
  #segments = [];
  #extra = new Map(); // seconds added, by index of segment
  #next = "";
  #notice = "";
  #lastTick = Date.now();
  #keptAt = 0;
  #sharpStep = null;
  #doneLast = null; // the form that was begun last: there the person is
  #entered = null; // the key of the step that was entered last
  #isWaiting = false; // for the person to be ready
  #isAsking = false; // the panel after "sharp" is open
  #wasStill = false; // when "sharp" or "numb" was tapped: paused, or waiting for the person
  #isGone = false; // the session is over here, or the page is on its way elsewhere
  #wantsNoBefore = false;

  constructor(rooms) {
    Object.assign(this, rooms); // session, screen, announcer, chimes, wake, outbox, ending, urls
    this.checkpoint = new Checkpoint(this.session.id);
  }

  begin() {
    const now = Date.now();
    this.screen.open();
    this.#recover();
    const { status } = this.session.state;
    if (status === "ready") this.session.add("started");
    if (status === "left") this.session.add("resumed");
    this.wake.keep();
    this.#enter(now);
    if (status === "paused") this.#stand(now);
    setInterval(() => this.tick(), TICK_MS);
  }

  /** The page went without a word last time: what was done until then still counts. */
  #recover() {
    const kept = this.checkpoint.take();
    if (!kept?.seconds || this.session.isOver || kept.step !== this.session.step?.key) return;
    const wasPaused = this.session.state.status === "paused";
    this.session.add("left", practised(kept.seconds), { at: kept.at });
    if (wasPaused) this.session.add("paused");
  }

  // Time

  tick() {
    const now = Date.now();
    if (this.#isGone) return;
    if (!this.#clock.isPaused) this.#move(now);
    this.#lastTick = now;
    if (!this.#isGone) this.#draw(now);
  }

  #move(now) {
    const gap = now - this.#lastTick;
    if (gap > SLEPT_MS) {
      this.#pauseAt(this.#lastTick);
      return;
    }
    if (gap < 0) this.#setBack(now);
    this.#catchUp(now);
    if (this.#isGone) return;
    if (this.#clock.lead(now) === 0) {
      this.#doneLast = this.#form;
      this.announcer.reach(this.#clock.elapsed(now));
    }
    if (now - this.#keptAt > CHECKPOINT_MS) this.keep(now);
  }

  /** The device's clock was set back: go on from where we were. */
  #setBack(now) {
    this.#clock.pause(this.#lastTick);
    this.#clock.resume(now, 0);
  }

  /** Finish every step whose time is over; each next one begins when the one before ended. */
  #catchUp(now) {
    let late = this.#clock.elapsed(now) - secondsOf(this.#segments);
    while (late >= 0 && !this.#isGone && !this.#isWaiting) {
      this.#doneLast = this.#form;
      const at = now - 1000 * late;
      this.#leaveStep("step_done", secondsOf(this.#segments), at);
      this.chimes.play(this.session.step?.switch ? "switch" : "end");
      this.#enter(at);
      late = this.#clock.elapsed(now) - secondsOf(this.#segments);
    }
  }

  /** Remember how far we are, in case that the page goes without a word. */
  keep(now = Date.now()) {
    if (this.#isGone) return;
    this.#keptAt = now;
    const seconds = Math.min(this.#clock.elapsed(now), secondsOf(this.#segments));
    if (seconds >= 1) this.checkpoint.keep(this.session.step.key, seconds, now);
  }

  // Steps

  #leaveStep(kind, seconds, at = Date.now()) {
    this.checkpoint.take();
    this.session.add(kind, practised(seconds), { at });
    this.#notice = "";
  }

  /** Begin what is due; its time to get ready counts from the moment `from`, unless it waits for the person. */
  #enter(from) {
    if (this.session.isOver || this.session.step === null) {
      this.#finish();
      return;
    }
    const { state } = this.session;
    this.#form = this.#formNow();
    this.#isWaiting = waitsFor(this.#form, this.#doneLast, state.position === 0);
    this.#extra = new Map(state.extra_s ? [[LAST, state.extra_s]] : []);
    this.#clock.start(from, this.#leadSeconds());
    if (this.#isWaiting) this.#clock.pause(from);
    this.#next = this.#nextWords();
    this.#layOut();
    this.screen.turn(this.#isWaiting ? "ready" : "pause");
    this.screen.openSteps(!this.#form.switch);
    this.announcer.introduce(this.#form, this.#segments, this.#next, this.#notice, this.#isWaiting);
    tellMedia(this.session.script.title, this.#isWaiting);
    this.#draw(Date.now());
  }

  #leadSeconds() {
    if (this.#isWaiting) return FROM_PHONE_S;
    return this.#form.isRest ? 0 : (this.#form.get_ready_s ?? 0);
  }

  /** The form to do. Whoever is eased in the middle of a side stays on it. */
  #formNow() {
    const { form, step, state } = this.session;
    const before = this.#entered;
    const isNew = step.key !== before;
    this.#entered = step.key;
    if (isNew && before && state.variant === "easier" && form.switch) this.#notice ||= say("notice.other_side");
    return isNew ? form : { ...form, switch: false, change: null };
  }

  #layOut() {
    const segments = segmentsOf(this.#form, this.#extra);
    this.#segments = segments.map((s) => ({ ...s, turns: turnsOf(this.#form, s) }));
    const { state, script, step } = this.session;
    const before = state.variant === "own" ? script.steps[state.position - 1] : step;
    this.screen.step({
      form: this.#form,
      next: this.session.next?.form,
      segments: this.#segments,
      progress: say("progress", { at: state.position + 1, of: script.steps.length }),
      isEased: state.variant === "easier",
      isNewPlace: before?.position !== this.#form.position,
    });
  }

  #nextWords() {
    const { next, step } = this.session;
    if (next === null) return say("next_none");
    if (next.step.switch && next.step.pose === step.pose) return say("next", { name: say(`side.${next.form.side}`) });
    return say("next", { name: nameOf(next.form) });
  }

  #draw(now) {
    const elapsed = this.#clock.elapsed(now);
    const lead = this.#clock.lead(now);
    const isPaused = this.#clock.isPaused;
    const view = viewOf({
      form: this.#form,
      segments: this.#segments,
      elapsed,
      lead,
      leadTotal: this.#clock.leadTotal,
      isPaused,
      isWaiting: this.#isWaiting,
      next: this.#next,
    });
    this.screen.now(view);
    this.screen.more(this.#moreWords("more", now));
    const { state } = this.session;
    const isFirst = state.position === 0;
    // Whoever has opened the question is not hurried: it stays until it is answered or closed.
    const isAsked = state.before === null && !this.#wantsNoBefore && (isFirst || this.screen.isAskingBefore);
    this.screen.askBefore(isAsked && (elapsed > 0 ? "aside" : "at_hand"));
    this.screen.notice(this.#notice, lead === 0 && elapsed >= NOTICE_S);
    this.screen.hint(this.chimes.isLocked ? say("tap_for_sound") : "");
  }

  // What the person does

  /** Every action first takes account of the time until now. */
  #act(action) {
    if (this.#isAsking) return;
    this.tick();
    if (!this.#isGone) action(Date.now());
  }

  /** A report is about what stands on the screen when it is tapped, even if its time has just run out. */
  #report(action) {
    if (!this.#isAsking && !this.#isGone) action(Date.now());
  }

  turn() {
    this.#act(() => (this.#clock.isPaused ? this.#goOn() : this.#pauseAt(Date.now())));
  }

  pause() {
    this.#act((now) => this.#pauseAt(now));
  }

  goOn() {
    this.#act(() => this.#goOn());
  }

  #pauseAt(at) {
    if (this.#clock.isPaused) return;
    this.session.add("paused", {}, { at });
    this.#stand(at);
    this.keep(at);
    this.announcer.tell(say("state.paused"));
  }

  #stand(at) {
    this.#isWaiting = false;
    this.#clock.pause(at);
    this.screen.turn("go_on");
    tellMedia(this.session.script.title, true);
    this.#draw(at);
  }

  #goOn() {
    if (!this.#clock.isPaused) return;
    if (!this.#isWaiting) this.session.add("resumed");
    this.announcer.tell(say(this.#isWaiting ? "ten_seconds" : "go_on"));
    this.#isWaiting = false;
    this.#clock.resume(Date.now(), INTO_POSE_S);
    this.screen.turn("pause");
    tellMedia(this.session.script.title, false);
    this.#draw(Date.now());
  }

  skip() {
    this.#act((now) => {
      this.#leaveStep("skipped", this.#clock.elapsed(now));
      this.#enter(now);
    });
  }

  back() {
    this.#act((now) => {
      this.#leaveStep("went_back", this.#clock.elapsed(now));
      this.#enter(now);
    });
  }

  /** More time: to get ready or to rest while that lasts, otherwise in the pose. */
  more() {
    this.#act((now) => {
      if (this.#clock.isPaused) return;
      const said = this.#moreWords("more_done", now);
      if (this.#clock.lead(now) > 0) {
        this.#clock.wait(EXTRA_S);
      } else {
        const { index, segment } = placeAt(this.#segments, this.#clock.elapsed(now));
        if (segment.kind !== "rest") this.session.add("extended", { seconds: EXTRA_S });
        this.#extra.set(index, (this.#extra.get(index) ?? 0) + EXTRA_S);
        this.#layOut();
        this.announcer.layOut(this.#segments, this.#next, this.#clock.elapsed(now));
      }
      this.screen.announce(said);
      this.#draw(now);
    });
  }

  /** What "more" means now: seconds, or so many reps, breaths or pulses. */
  #moreWords(key, now) {
    const { segment } = placeAt(this.#segments, this.#clock.elapsed(now));
    const n = moreOf(segment, EXTRA_S);
    const isCounted = this.#clock.lead(now) === 0 && !["hold", "rest"].includes(segment.kind) && n > 0;
    return isCounted ? say(`${key}.${segment.kind}`, { n }) : say(key);
  }

  tooMuch() {
    this.#report((now) => {
      this.#leaveStep("too_much", this.#clock.elapsed(now));
      this.#notice = say(this.#noticeOfTooMuch());
      this.#enter(now);
    });
  }

  #noticeOfTooMuch() {
    if (this.session.state.variant === "easier") return "notice.easier";
    return this.session.isOtherSideOut ? "notice.rest_other" : "notice.rest";
  }

  sharp() {
    this.#report((now) => {
      this.#sharpStep = this.session.step;
      this.#leaveReporting("sharp", now);
      this.session.add("paused");
      this.#isAsking = true;
      this.screen.askAfterSharp(true);
      this.announcer.voice.say(say("sharp"));
    });
  }

  goOnAfterSharp() {
    this.#isAsking = false;
    this.session.add("resumed");
    this.screen.askAfterSharp(false);
    this.screen.handOver();
    this.#enter(Date.now());
  }

  stopAfterSharp() {
    this.session.add("left");
    this.#end("left", this.urls.after);
  }

  numb() {
    this.#report((now) => {
      this.#leaveReporting("numb", now);
      this.#end("numb", this.urls.check, true);
    });
  }

  /** The report is written down at once; the clock stands, in case that it was a slip of the finger. */
  #leaveReporting(kind, now) {
    this.#leaveStep(kind, this.#clock.elapsed(now));
    this.#wasStill = this.#clock.isPaused;
    this.#clock.pause(now);
  }

  numbAfterSharp() {
    this.session.add("numb", {}, { step: this.#sharpStep });
    this.#end("numb", this.urls.check, true);
  }

  /** It was a slip of the finger: on at the same step and second, or back to what to do after "sharp". */
  takeBack(kind) {
    const now = Date.now();
    this.session.add("took_back", { kind }, { step: null });
    if (this.#isGone) {
      this.#isGone = false;
      this.#lastTick = now;
      this.wake.keep();
      this.ending.hide();
    }
    if (kind === "sharp") this.#isAsking = false;
    this.screen.askAfterSharp(this.#isAsking);
    if (this.#isAsking) return;
    if (!this.#wasStill) {
      this.#clock.resume(now, INTO_POSE_S);
      this.announcer.tell(say("go_on"));
    }
    this.screen.handOver();
    this.#draw(now);
  }

  rate(rating) {
    this.session.add("before", { rating }, { step: null });
    this.screen.announce(say("saved"));
    this.#draw(Date.now());
  }

  rateNot() {
    this.#wantsNoBefore = true;
    this.#draw(Date.now());
  }

  // The end

  #finish() {
    if (!this.session.isOver) this.session.add("finished", {}, { step: null });
    const { ended_by: why, numb, seconds } = this.session.state;
    const isNothing = why === "finished" && seconds === 0;
    this.#end(isNothing ? "nothing" : why, numb ? this.urls.check : this.urls.after);
  }

  #end(why, url, canTakeBack = false) {
    this.#isGone = true;
    this.wake.release();
    // Where nothing was done there is nothing to compare a rating with.
    this.ending.show(why, url, { asks: url === this.urls.after && why !== "nothing", canTakeBack });
  }

  async leave() {
    if (!this.#sayLeft()) return;
    this.wake.release();
    const soon = new Promise((resolve) => setTimeout(resolve, LEAVE_WITHIN_MS));
    if ((await Promise.race([this.outbox.flush(), soon])) === "waiting") this.#end("left", this.urls.home);
    else location.assign(this.urls.home);
  }

  /** The page goes: keep what was done, and whether we were paused. */
  vanish() {
    const wasPaused = this.#clock.isPaused && !this.#isWaiting;
    if (this.#sayLeft() && wasPaused) this.session.add("paused");
    this.outbox.handOver();
  }

  #sayLeft() {
    if (this.#isGone) return false;
    if (!this.#isAsking) this.#leaveStep("left", Math.min(this.#clock.elapsed(Date.now()), secondsOf(this.#segments)));
    else this.session.add("left");
    this.#isGone = true;
    return true;
  }
}
