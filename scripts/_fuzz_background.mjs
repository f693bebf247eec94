/**
 * The extension's real background under node, with a browser that is made of stubs.
 *
 * Reads one JSON list of `{message, sender}` from standard input, hands each to the background as the browser does, and
 * writes a list of what came of it: the answer, every request to the service, every message to a tab, every change.
 */

import { createHash, createHmac } from "node:crypto";
import { argv, stdin, stdout } from "node:process";
import { pathToFileURL } from "node:url";

const [, , extension, token] = argv;
const OWN = "https://own.extension.example/";

/** @type {{requests: any[], told: any[], changes: string[]}} */
let seen = { requests: [], told: [], changes: [] };
const listeners = {};
const event = (name) => ({ addListener: (each) => (listeners[name] = each) });
const change = (what, value) => async () => (seen.changes.push(what), value);

/** @param {Record<string, any>} all */
const area = (all, name) => ({
  get: async (keys) => (keys === null || keys === undefined ? { ...all } : keys in all ? { [keys]: all[keys] } : {}),
  set: async (values) => (seen.changes.push(name), void Object.assign(all, structuredClone(values))),
  remove: async (keys) => void (seen.changes.push(name), [keys].flat().forEach((key) => delete all[key])),
});

globalThis.chrome = {
  runtime: {
    id: "own", getURL: (path) => OWN + path, openOptionsPage: change("options"), getPlatformInfo: async () => ({ os: "linux" }),
    onInstalled: event("installed"), onStartup: event("startup"), onMessage: event("message"), onConnect: event("connect"),
  },
  i18n: { getMessage: (name, values = []) => [name, ...values].join(" ") },
  storage: {
    local: area({ sites: { "https://on.example": { origin: "https://on.example", patterns: ["https://on.example/*"] } } }, "local"),
    session: area({}, "session"), managed: area({}, "managed"), onChanged: event("changed"),
  },
  permissions: { contains: async ({ origins }) => origins.every((each) => each === "https://on.example/*"), remove: change("permissions", true), onAdded: event("added"), onRemoved: event("removed") },
  scripting: {
    getRegisteredContentScripts: async () => [], registerContentScripts: change("scripts"), unregisterContentScripts: change("scripts"),
    executeScript: async () => (seen.changes.push("inject"), []),
  },
  tabs: { query: async () => [{ id: 1 }], create: async ({ url }) => void seen.changes.push(`tab ${url}`), sendMessage: async (...said) => void seen.told.push(said) },
  action: { setIcon: async () => {}, setBadgeText: async () => {}, setBadgeBackgroundColor: async () => {}, setBadgeTextColor: async () => {}, setTitle: async () => {} },
  contextMenus: { removeAll: async () => {}, create: () => {}, onClicked: event("menu") },
  commands: { onCommand: event("command") },
};

/** A request of IndexedDB that is answered in the next turn. */
function later(result) {
  const request = { result };
  queueMicrotask(() => request.onsuccess?.());
  return request;
}
const secrets = new Map([["token", token]]);
const store = {
  get: (key) => later(secrets.get(key)),
  put: (value, key) => (seen.changes.push("token"), later(secrets.set(key, value))),
  delete: (key) => (seen.changes.push("token"), later(secrets.delete(key))),
};
globalThis.indexedDB = { open: () => later({ transaction: () => ({ objectStore: () => store }), close: () => {} }) };

const view = { id: "e".repeat(32), decisions: [], mode: "assisted", state: "open", opened_at: "2026-11-29T10:00:00Z" };
const ANSWERS = {
  "/v1/health": { status: "ok", version: "1", paired: true, capabilities: ["decisions", "check", "first_pass"] },
  "/v1/pair": { token, name: "x", coder: "y" },
  "/v1/review-link": { url: "http://127.0.0.1:8765/review?code=once" },
  "/v1/encounters": { encounter: view.id },
  "/v1/encounters/find": { encounter: null },
};
/** What the real service, which knows the token, answers to a question for its proof. @param {string} nonce */
const proof = (nonce) => {
  const key = createHash("sha256").update(token).digest();
  return createHmac("sha256", key).update("chartside service 1").update(Buffer.from(nonce, "hex")).update("127.0.0.1:8765").digest("hex");
};
globalThis.fetch = async (url, { method, headers, body }) => {
  if (url.endsWith("/v1/proof")) return { ok: true, status: 200, json: async () => ({ proof: proof(JSON.parse(body).nonce) }) };
  seen.requests.push({ url, method, headers, body: body?.slice(0, 300), path: new URL(url).pathname });
  return { ok: true, status: 200, json: async () => structuredClone(ANSWERS[new URL(url).pathname] ?? { encounter: view, suggestions: [] }) };
};

const parts = [];
for await (const part of stdin) parts.push(part);
const asked = JSON.parse(Buffer.concat(parts).toString());
let stray = "";
process.on("unhandledRejection", (why) => (stray ||= String(why)));
await import(pathToFileURL(`${extension}/background/main.js`).href);

const outcomes = [];
for (const { message, sender } of asked) {
  seen = { requests: [], told: [], changes: [] };
  let threw = "";
  let kept;
  const answer = await new Promise((done) => {
    const patience = setTimeout(() => done("no answer"), 1000);
    const finish = (value) => (clearTimeout(patience), done(value));
    try {
      kept = listeners.message(message, sender, finish);
    } catch (error) {
      threw = String(error);
      finish(undefined);
    }
  });
  outcomes.push({ answer, threw: threw || stray, kept, ...seen });
}
await new Promise((done) => stdout.write(JSON.stringify(outcomes), done));
process.exit(0);
