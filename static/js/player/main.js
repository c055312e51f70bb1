/* The session player: makes its rooms and connects them with the page. */
import { Announcer } from "hip/player/announcer";
import { WakeLock, listenToKeys } from "hip/player/device";
import { outbox } from "hip/player/outbox";
import { Player } from "hip/player/player";
import { Screen } from "hip/player/screen";
import { Session } from "hip/player/session";
import { Chimes, Voice } from "hip/player/sound";

const config = JSON.parse(document.getElementById("player-config").textContent);
const screen = new Screen();
const chimes = new Chimes();
const voice = new Voice();
const player = new Player({
  session: new Session(config, outbox),
  screen,
  announcer: new Announcer({ chimes, voice, screen }),
  chimes,
  wake: new WakeLock(),
  outbox,
  urls: config.urls,
});

/** Buttons by their id. */
const actions = {
  pause: () => player.turn(),
  back: () => player.back(),
  skip: () => player.skip(),
  more: () => player.more(),
  "too-much": () => player.tooMuch(),
  sharp: () => player.sharp(),
  numb: () => player.numb(),
  "before-not": () => player.rateNot(),
  "sharp-go-on": () => player.goOnAfterSharp(),
  "sharp-numb": () => player.numbAfterSharp(),
  "sharp-stop": () => player.stopAfterSharp(),
};
for (const [id, action] of Object.entries(actions)) document.getElementById(id).addEventListener("click", action);

for (const button of document.querySelectorAll("[data-before]")) {
  button.addEventListener("click", () => player.rate(Number(button.dataset.before)));
}

document.getElementById("leave").addEventListener("click", (event) => {
  event.preventDefault();
  player.leave();
});

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
