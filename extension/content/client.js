/**
 * The only file of the content that touches the browser's extension API.
 *
 * A test page may hang its own `client` on the namespace instead and load the other files as they are.
 */
"use strict";
(() => {
  // Only our own: an element of the page whose id is this name would stand here too.
  const before = Object.hasOwn(globalThis, "__chartside") ? globalThis.__chartside : undefined;
  if (before?.client?.alive()) return;
  // The extension was reloaded under this page: the old script cannot talk any more and makes room.
  before?.boot?.stop();
  const cs = (globalThis.__chartside = /** @type {Chartside} */ ({}));

  const api = /** @type {typeof chrome} */ (/** @type {any} */ (globalThis).browser ?? globalThis.chrome);
  const isTop = window === window.top;
  /** @type {Set<(message: any, from: Sender) => unknown>} */
  const listeners = new Set();
  const here = { frameId: 0, documentId: "" };

  /** Whether the extension that injected this script is still the one that runs. */
  function alive() {
    try {
      return Boolean(api.runtime?.id);
    } catch {
      return false;
    }
  }

  /** @param {object} message @returns {Promise<Answer>} */
  async function ask(message) {
    const gone = { ok: /** @type {const} */ (false), error: { code: "gone", message: "" } };
    if (!alive()) return gone;
    try {
      return (await api.runtime.sendMessage(message)) ?? gone;
    } catch {
      if (!alive()) return gone;
      return { ok: false, error: { code: "internal", message: t("error_internal") } };
    }
  }

  const AWAKE = 20_000; // milliseconds; a service worker without a message sleeps after 30 s
  /** @type {chrome.runtime.Port | null} */
  let line = null;
  /** @type {Map<number, {message: object, take: (answer: Answer | Promise<Answer>) => void}>} */
  const waiting = new Map();
  let [calls, beat] = [0, 0];

  /** Ask over a line that stays open, for questions that come one after the other. @param {object} message @returns {Promise<Answer>} */
  function call(message) {
    if (!alive()) return ask(message);
    try {
      line ??= connect();
      const id = ++calls;
      line.postMessage({ id, message });
      return new Promise((take) => waiting.set(id, { message, take }));
    } catch {
      hangUp();
      return ask(message);
    }
  }

  function connect() {
    const port = api.runtime.connect({ name: "lookup" });
    port.onMessage.addListener(({ id, answer }) => {
      waiting.get(id)?.take(answer);
      waiting.delete(id);
    });
    port.onDisconnect.addListener(() => void (line === port && hangUp()));
    beat = Number(setInterval(() => port.postMessage({ id: 0, message: { type: "stay" } }), AWAKE));
    return port;
  }

  /** The line is over; what it did not answer is asked the ordinary way. */
  function hangUp() {
    clearInterval(beat);
    line?.disconnect();
    line = null;
    const left = [...waiting.values()];
    waiting.clear();
    for (const { message, take } of left) take(ask(message));
  }

  /** Strings without values, for asking the browser each time is felt where many rows are drawn. @type {Map<string, string>} */
  const strings = new Map();

  /** @param {string} name @param {...(string | number)} values */
  function t(name, ...values) {
    const known = values.length ? undefined : strings.get(name);
    if (known) return known;
    try {
      const text = api.i18n.getMessage(name, values.map(String)) || name;
      if (!values.length) strings.set(name, text);
      return text;
    } catch {
      return "";
    }
  }

  /** @param {any} message @param {Sender} from */
  function hear(message, from) {
    let said;
    for (const listener of listeners) said = listener(message, from) ?? said;
    return said;
  }

  api.runtime.onMessage.addListener((message, sender, respond) => {
    if (sender.id !== api.runtime.id || sender.tab) return false;
    const relayed = message?.type === "relay";
    respond(hear(relayed ? message.message : message, relayed ? message.from : here) ?? null);
    return false;
  });

  cs.client = {
    isTop,
    alive,
    t,
    /** Unique for this document; tells a reloaded frame from the one that was there before. */
    instance: crypto.randomUUID?.() ?? String(Math.random()),
    listen: (listener) => void listeners.add(listener),
    suggest: (key, text) => ask({ type: "suggest", key, text }),
    encounter: (noted) => ask({ type: "encounter", ...noted }),
    decide: (encounter, decision) => ask({ type: "decide", encounter, decision }),
    undo: (encounter, decision) => ask({ type: "undo", encounter, decision }),
    finish: (act, encounter) => ask({ type: act, encounter }),
    check: (text, codes) => ask({ type: "check", ...(codes ? { text, codes } : {}) }),
    drop: (key) => void ask({ type: "drop", key }),
    lookup: (words) => call({ type: "lookup", words }),
    code: (code) => call({ type: "code", code }),
    index: (words) => call({ type: "index", words }),
    entry: (id) => call({ type: "entry", id }),
    hangUp,
    status: () => ask({ type: "status" }),
    prefs: (set) => ask({ type: "prefs", ...(set ? { set } : {}) }),
    alivesOf: (frames) => ask({ type: "alive", frames }),
    pointed: () => ask({ type: "pointed", frame: self.origin }),
    arrive: () => ask({ type: "arrive" }),
    say: (type, more) => void ask({ type, ...more }),
    toTop: (message) => (isTop ? void hear(message, here) : void ask({ type: "relay", to: "top", message })),
    toFrame: (frameId, message) =>
      isTop && frameId === 0 ? void hear(message, here) : void ask({ type: "relay", to: frameId, message }),
    toAll: (message) => void ask({ type: "relay", to: "all", message }),
  };
})();
