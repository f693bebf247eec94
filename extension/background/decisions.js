/**
 * Decisions of the coder on their way to the service, in the order in which they were made.
 *
 * A service that keeps them says so in its health answer (`capabilities` holds `decisions`). Until then, and until each
 * has reached it, they are kept in the browser's memory for the session, never on disk.
 */

import { originOf } from "../shared/address.js";
import { api } from "../shared/browser.js";
import { call, capabilities } from "./service.js";

const PREFIX = "encounter:";
const MOST = 200; // encounters of a session
const DEEPEST = 20; // decisions on one row, one in the place of the other
const LONGEST = 500; // decisions in one of them
const KINDS = ["accept", "reject", "change", "add"];
const CODE = /^[A-Z0-9][A-Z0-9.]{1,9}$/;

/** @typedef {{kind: "decide", decision: Decision} | {kind: "undo"}} Step */
/**
 * `notes`: its text as it was at first and after edits, by hash. `steps` are not at the service yet.
 * @typedef {{id: string, remote: string, page: string, notes: string[], opened: string, about: object, decisions: Decision[], steps: Step[]}} Encounter
 */

/** @type {Map<string, Encounter>} */
const encounters = new Map();
/** One after the other, so that what was decided first arrives first. @type {Promise<unknown>} */
let turn = load();

async function load() {
  const kept = await api.storage.session.get(null).catch(() => ({}));
  for (const [key, value] of Object.entries(kept)) if (key.startsWith(PREFIX)) encounters.set(key.slice(PREFIX.length), /** @type {Encounter} */ (value));
}

/** @template T @param {() => Promise<T>} work @returns {Promise<T>} */
function inTurn(work) {
  const mine = turn.then(work);
  turn = mine.catch(() => {});
  return mine;
}

/** @param {Encounter} encounter */
async function keep(encounter) {
  encounters.delete(encounter.id);
  encounters.set(encounter.id, encounter);
  const gone = [...encounters.keys()].slice(0, Math.max(0, encounters.size - MOST));
  for (const id of gone) encounters.delete(id);
  await api.storage.session.remove(gone.map((id) => PREFIX + id)).catch(() => {});
  await api.storage.session.set({ [PREFIX + encounter.id]: encounter }).catch(() => {});
}

/** SHA-256 in hexadecimal, the same that the service knows a note by. @param {string} text */
export async function hash(text) {
  const bytes = new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text)));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/**
 * The encounter that a note belongs to: the one named, or the one of this session with the same text on the same page.
 * @param {{note: string, page: string, id?: string, shown: object[]}} noted
 * @param {{setting: string, date: string}} about
 */
export const encounter = (noted, about) => inTurn(async () => {
  // The address may name the patient: kept as a hash.
  const page = await hash(noted.page);
  const all = [...encounters.values()];
  const found = all.find((each) => each.id === noted.id) ?? all.find((each) => each.page === page && each.notes.includes(noted.note));
  const known = found ?? {
    id: crypto.randomUUID(), remote: "", page, notes: [], opened: new Date().toISOString(), decisions: [], steps: [],
    about: { ...about, page_host: originOf(noted.page).replace(/^\w+:\/\//, ""), suggestions: noted.shown },
  };
  if (!known.notes.includes(noted.note)) known.notes.push(noted.note);
  encounters.set(known.id, known);
  return { id: known.id, decisions: known.decisions, kept: await where(known) };
});

/** @param {string} id @param {Decision} decision */
export const decide = (id, decision) => inTurn(async () => {
  const known = encounters.get(id);
  if (!known || known.decisions.length >= LONGEST) return null;
  known.decisions.push(decision);
  known.steps.push({ kind: "decide", decision });
  return { kept: await send(known) };
});

/**
 * The record takes back the last decision that stands, so what came after one that is taken back is decided again.
 * @param {string} id @param {string} decision its id
 */
export const undo = (id, decision) => inTurn(async () => {
  const known = encounters.get(id);
  const at = known?.decisions.findIndex((each) => each.id === decision) ?? -1;
  if (!known || at < 0) return null;
  const [, ...later] = known.decisions.splice(at);
  known.decisions.push(...later);
  known.steps.push({ kind: "undo" }, ...later.map(() => ({ kind: /** @type {const} */ ("undo") })), ...later.map((each) => ({ kind: /** @type {const} */ ("decide"), decision: each })));
  return { kept: await send(known) };
});

/** Where decisions are: at the `service`, `waiting` for it, or here for the `session` because it does not keep any yet. @param {Encounter} known */
async function where(known) {
  if (!(await capabilities()).includes("decisions")) return "session";
  return known.steps.length ? "waiting" : "service";
}

/** Everything that the service has not heard of this encounter, in order; what fails is sent with the next. @param {Encounter} known */
async function send(known) {
  const state = await where(known);
  if (state !== "session") {
    if (!known.remote) {
      const { notes, opened, about } = known;
      const made = await call("/v1/encounters", { body: { note_hash: notes.at(-1), opened, ...about } });
      if (made.ok) known.remote = String(/** @type {{id?: unknown}} */ (made.value).id ?? "");
    }
    for (let step = known.steps[0]; known.remote && step; step = known.steps[0]) {
      const where = `/v1/encounters/${encodeURIComponent(known.remote)}`;
      const answer = await (step.kind === "decide" ? call(`${where}/decisions`, { body: bare(step.decision) }) : call(`${where}/undo`, { body: {} }));
      if (!answer.ok) break;
      known.steps.shift();
    }
  }
  await keep(known);
  return state === "session" ? state : known.steps.length ? "waiting" : "service";
}

/** What the service is told of a decision. @param {Decision} decision */
const bare = ({ kind, code, from_code, reason, reason_text, quotes }) => ({ kind, code, from_code: from_code || null, reason: reason || null, reason_text, quotes });

/** @param {unknown} value @param {number} limit @returns {value is string} */
const isText = (value, limit) => typeof value === "string" && value.length <= limit;

/** @param {any} said @returns {said is Quote} */
const isQuote = (said) => Number.isSafeInteger(said?.start) && Number.isSafeInteger(said.end) && isText(said.text, 300) && isText(said.section, 60) && isText(said.assertion, 20);

/** A decision as a page's script may send it, or null; with it may come the one that it took the place of. @param {any} said @param {number} [depth] @returns {Decision | null} */
export function checked(said, depth = 0) {
  const { id, thread, kind, code, from_code, description, reason, reason_text, quotes, time } = said ?? {};
  const texts = isText(id, 120) && isText(thread, 120) && isText(description, 500) && isText(reason, 20) && isText(reason_text, 200) && isText(time, 40);
  if (!texts || !KINDS.includes(kind) || !isText(code, 10) || !CODE.test(code) || !(from_code === "" || (isText(from_code, 10) && CODE.test(from_code)))) return null;
  if (!Array.isArray(quotes) || quotes.length > 20 || !quotes.every(isQuote)) return null;
  const spans = quotes.map(({ start, end, text, section, assertion }) => ({ start, end, text, section, assertion }));
  const before = said.before && depth < DEEPEST ? checked(said.before, depth + 1) : null;
  return { id, thread, kind, code, from_code, description, reason, reason_text, quotes: spans, time, before };
}
