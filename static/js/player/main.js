/* The session player: makes its rooms and connects them with the page. */
import { Announcer } from "hip/player/announcer";
import { WakeLock, listenToKeys } from "hip/player/device";
import { Ending } from "hip/player/ending";
import { Figure } from "hip/player/figure";
import { outbox } from "hip/player/outbox";
import { Player } from "hip/player/player";
import { Screen } from "hip/player/screen";
import { Session } from "hip/player/session";
import { Chimes, Voice } from "hip/player/sound";

const config = JSON.parse(document.getElementById("player-config").textContent);
const screen = new Screen(new Figure(config.pictures));
const chimes = new Chimes();
const voice = new Voice();
const session = new Session(config, outbox);
outbox.flush();
const announcer = new Announcer({ chimes, voice, screen });
const ending = new Ending({ session, screen, announcer, outbox });
const player = new Player({
  session,
  screen,
  announcer,
  ending,
  chimes,
  wake: new WakeLock(),
  outbox,
  urls: config.urls,
});

/** A finger that taps twice means it once: for so long a second tap does nothing, wherever it lands. */
const ONE_TAP_MS = 600;
let tappedAt = -Infinity;

/** Call `action` for a tap on `element`. Keys always count, and so do `reports`: what hurts is never unheard. */
function onTap(element, action, { reports = false } = {}) {
  element.addEventListener("click", (event) => {
    const isKey = event.detail === 0;
    const isEcho = !isKey && performance.now() - tappedAt < ONE_TAP_MS;
    if (element.tagName === "A" || isEcho) event.preventDefault();
    if (isEcho && !reports) return;
    if (!isKey) tappedAt = performance.now();
    action();
  });
}

/** Buttons by their id. */
const actions = {
  pause: () => player.turn(),
  back: () => player.back(),
  skip: () => player.skip(),
  more: () => player.more(),
  "too-much": () => player.tooMuch(),
  "before-not": () => player.rateNot(),
  "sharp-go-on": () => player.goOnAfterSharp(),
  "sharp-numb": () => player.numbAfterSharp(),
  "sharp-stop": () => player.stopAfterSharp(),
  "sharp-slip": () => player.takeBack("sharp"),
  "numb-slip": () => player.takeBack("numb"),
  leave: () => player.leave(),
  onwards: () => ending.goOn(),
};
const reports = { sharp: () => player.sharp(), numb: () => player.numb() };
for (const [id, action] of Object.entries(actions)) onTap(document.getElementById(id), action);
for (const [id, action] of Object.entries(reports)) onTap(document.getElementById(id), action, { reports: true });
for (const button of document.querySelectorAll("[data-before]")) {
  onTap(button, () => player.rate(Number(button.dataset.before)));
}
for (const button of document.querySelectorAll("[data-after]")) {
  onTap(button, () => ending.rate(Number(button.dataset.after)));
}
for (const link of document.querySelectorAll("#urgent a")) onTap(link, () => ending.goOn(link.href));

screen.voice(Voice.exists ? voice.mode : null);
document.getElementById("voice").addEventListener("click", () => {
  voice.turn();
  screen.voice(voice.mode);
});

listenToKeys({
  turn: () => player.turn(),
  pause: () => player.pause(),
  goOn: () => player.goOn(),
  skip: () => player.skip(),
  back: () => player.back(),
});

for (const kind of ["pointerup", "keydown"]) addEventListener(kind, () => chimes.unlock());
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "hidden") player.keep();
  else player.tick();
});
addEventListener("pagehide", () => player.vanish());
// A page kept aside by the browser comes back as it was; what happened since is not in it.
addEventListener("pageshow", (event) => {
  if (event.persisted) location.reload();
});

player.begin();
