/*
 * Events on their way to the server. Each stands under a key of its own in the browser's storage until the
 * server has answered for it, so that a reload, a flat battery or two tabs lose nothing; sending one twice
 * changes nothing there. Loaded on any page, this module sends what an earlier visit could not; a player does so itself.
 */

const PREFIX = "hip.event.";
const BATCH = 100;
const FIRST_RETRY_MS = 2000;
const LAST_RETRY_MS = 60_000;
const TIMEOUT_MS = 15_000;

export class Outbox {
  #memory = new Map(); // where the browser refuses storage
  #refused = new Set(); // addresses that do not know us; tried again with the next page
  #sending = null;
  #isLeaving = false;
  #retry = null;
  #wait = FIRST_RETRY_MS;
  onSent = () => {};

  constructor() {
    addEventListener("online", () => this.flush());
    // The next page may be made before the server has what is under way, and this one is still here when it answers.
    addEventListener("beforeunload", () => {
      this.#isLeaving = true;
    });
  }

  /** Keep `event` until it has reached `to`. */
  put(to, event) {
    const key = `${PREFIX}${event.session}.${event.id}`;
    const value = JSON.stringify({ to, event });
    try {
      localStorage.setItem(key, value);
    } catch {
      this.#memory.set(key, value);
    }
  }

  /** What has not been answered for, of one session or of all, in the order in which it happened. */
  waiting(session = "") {
    const found = [...this.#stored(), ...this.#memory].filter(([key]) => key.startsWith(PREFIX + session));
    return found.flatMap(([key, value]) => entry(key, value)).sort((a, b) => a.event.seq - b.event.seq);
  }

  #stored() {
    try {
      return Object.entries(localStorage);
    } catch {
      return [];
    }
  }

  #drop(key) {
    this.#memory.delete(key);
    try {
      localStorage.removeItem(key);
    } catch {
      // It was never stored.
    }
  }

  /** Send everything. Resolves to `sent`, `waiting` (no connection) or `signed-out`. */
  flush() {
    this.#sending ??= this.#sendSoon();
    return this.#sending;
  }

  /** What is put in the same breath goes along, and what is put after the last batch is never taken for sent. */
  async #sendSoon() {
    await null;
    try {
      return await this.#sendAll();
    } finally {
      this.#sending = null;
    }
  }

  async #sendAll() {
    clearTimeout(this.#retry);
    this.#isLeaving = false;
    let worst = "sent";
    for (let batch = this.#nextBatch(); batch.length; batch = this.#nextBatch()) {
      const result = await this.#send(batch);
      if (result === "waiting") {
        this.#later();
        return result;
      }
      if (result !== "sent") {
        if (worst !== "signed-out") worst = result;
        this.#refused.add(batch[0].to);
      }
    }
    this.#wait = FIRST_RETRY_MS;
    if (worst === "sent") this.onSent();
    if (worst === "refused") {
      this.#refused.clear();
      this.#later();
      return "waiting";
    }
    return worst;
  }

  #nextBatch() {
    const open = this.waiting().filter(({ to }) => !this.#refused.has(to));
    return open.filter(({ to }) => to === open[0].to).slice(0, BATCH);
  }

  #later() {
    this.#retry = setTimeout(() => this.flush(), this.#wait);
    this.#wait = Math.min(2 * this.#wait, LAST_RETRY_MS);
  }

  async #send(batch) {
    try {
      const response = await post(batch, { signal: AbortSignal.timeout(TIMEOUT_MS) });
      if (isSignedOut(response)) return "signed-out";
      // An address that answers with an error must not keep the taps of every other session waiting.
      if (![200, 409, 422].includes(response.status)) return response.status === 404 ? "unknown" : "refused";
      return this.#settle(batch, await response.json());
    } catch {
      return "waiting";
    }
  }

  /** What was accepted is there; what was refused would be refused again. Neither is kept, unless the page is going. */
  #settle(batch, { accepted = [], conflicts = [], rejected = [] }) {
    if (this.#isLeaving) return "waiting";
    const answered = new Set([...accepted, ...conflicts, ...rejected.map(({ id }) => id)]);
    const settled = batch.filter(({ event }) => answered.has(event.id));
    for (const { key } of settled) this.#drop(key);
    return settled.length ? "sent" : "waiting";
  }

  /** The page is going: hand over what waits, without an answer. It stays stored, and is sent again. */
  handOver() {
    const batch = this.#nextBatch();
    if (batch.length) post(batch, { keepalive: true }).catch(() => {});
  }
}

function entry(key, value) {
  try {
    return [{ key, ...JSON.parse(value) }];
  } catch {
    return [];
  }
}

function post(batch, options) {
  return fetch(batch[0].to, {
    method: "POST",
    credentials: "same-origin",
    redirect: "manual",
    headers: { "Content-Type": "application/json", "X-CSRFToken": csrfToken() },
    body: JSON.stringify({ sent_at: new Date().toISOString(), events: batch.map(({ event }) => event) }),
    ...options,
  });
}

/** Signing in again changes the token, so it is read for each request. */
function csrfToken() {
  return /(?:^|; )csrftoken=([^;]*)/.exec(document.cookie)?.[1] ?? "";
}

function isSignedOut(response) {
  return response.type === "opaqueredirect" || response.status === 401 || response.status === 403;
}

export const outbox = new Outbox();
// A player first reads what waits: its page may have been made before that was saved.
if (!document.getElementById("player-config")) outbox.flush();
