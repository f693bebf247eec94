/**
 * What the extension asks of the service, each with this browser's token.
 *
 * Every function resolves to an answer, never throws: `{ok: true, value}` or `{ok: false, error}`.
 */

import { t } from "../shared/browser.js";
import { OWN_SERVICE, policy } from "./policy.js";
import { RENEWED } from "./proof.js";
import { away, barred, failure, foreign, request, unproved } from "./request.js";
import { forgetToken, readToken, writeToken } from "./token.js";

/** Running note requests by source, so that an outdated one can be dropped. @type {Map<string, AbortController>} */
const running = new Map();

/** Where the service is, as origin: on this computer, unless a policy says otherwise. */
const address = async () => (await policy()).serviceAddress;

/** The tokens as they were read last: a lookup asks at each key, and opening the database each time is felt. @type {Map<string, string>} */
const known = new Map();

/** @param {string} where */
async function knownToken(where) {
  const token = known.get(where) ?? (await readToken(where));
  if (token) known.set(where, token);
  return token;
}

/**
 * @param {string} path
 * @param {{body?: object, signal?: AbortSignal, limit?: number}} [options]
 * @returns {Promise<Answer>}
 */
async function authorised(path, options = {}) {
  const where = await address();
  const token = await knownToken(where);
  // Without a token the note stays in the browser: nothing is sent to be refused.
  if (!token) return (await barred(where)) ?? failure("unpaired", t("error_unpaired"));
  const { signal, limit } = options;
  const answer = (await unproved(where, token, { ...(signal && { signal }), ...(limit && { limit }) })) ?? (await request(where, path, { ...options, token }));
  // Perhaps another service, or another version of it, took the place of the one that was asked.
  if (!answer.ok && answer.error.code === "unpaired") able.clear();
  if (answer.ok) prepare();
  return answer;
}

/** @type {Promise<void> | undefined} */
let preparing;

/** Have the service prove itself before a note or a word is there to be sent, which then does not wait for it. */
export function prepare() {
  preparing ??= proveAgain().catch(() => {}).finally(() => (preparing = undefined));
}

async function proveAgain() {
  const where = await address();
  const token = await knownToken(where);
  if (token) await unproved(where, token, { limit: 4000 }, RENEWED);
}

/** A call of a paired browser, for those who know what to say. */
export { authorised as call };

/** What each service can do, by its address: one that is away for a while is still known to keep decisions. @type {Map<string, string[]>} */
const able = new Map();

/** What the service can do beyond what every version of it can; asked once of each. @returns {Promise<string[]>} */
export async function capabilities() {
  const where = await address();
  const before = able.get(where);
  if (before) return before;
  const answer = await authorised("/v1/health", { limit: 4000 });
  if (!answer.ok) return [];
  const { capabilities: said } = /** @type {{capabilities?: unknown}} */ (answer.value);
  const all = Array.isArray(said) ? said.map(String) : [];
  able.set(where, all);
  return all;
}

/**
 * Suggestions for a note; a newer request with the same key drops the older one.
 * @param {string} key
 * @param {{text: string, setting: string, date?: string}} note
 */
export async function suggest(key, note) {
  drop(key);
  const control = new AbortController();
  running.set(key, control);
  const answer = await authorised("/v1/suggest", { body: note, signal: control.signal });
  if (running.get(key) === control) running.delete(key);
  return answer;
}

/** @param {string} key */
export function drop(key) {
  running.get(key)?.abort();
  running.delete(key);
}

/**
 * Codes or entries of the Alphabetic Index for words typed into the lookup; a newer question of the same tab
 * drops the older one.
 * @param {string} key
 * @param {"codes" | "index"} where
 * @param {string} words
 * @param {string} date of service, for the release that is in force then; empty for the newest
 */
export async function lookup(key, where, words, date) {
  drop(key);
  const control = new AbortController();
  running.set(key, control);
  const query = new URLSearchParams({ q: words, limit: "30", ...(date ? { date } : {}) });
  const answer = await authorised(`/v1/${where}?${query}`, { signal: control.signal });
  if (running.get(key) === control) running.delete(key);
  return answer;
}

/**
 * One code or one entry of the Alphabetic Index, whole.
 * @param {"codes" | "index"} where
 * @param {string} id
 * @param {string} date
 */
export const one = (where, id, date) => authorised(`/v1/${where}/${encodeURIComponent(id)}${date ? `?date=${date}` : ""}`);

/**
 * How the service is: `ready`, `unpaired`, `down`, `foreign` (something else answers there), `unproved` (it does not know
 * our token, or is something else), `old_service` (of before there were proofs) or `unpermitted` (it is elsewhere by a
 * policy, and the browser was not told yet that it may be asked).
 * @returns {Promise<ServiceStatus>}
 */
export async function status() {
  const where = await address();
  const token = await readToken(where);
  const set = where === OWN_SERVICE ? {} : { address: where };
  const limit = 4000;
  let answer = (token ? await unproved(where, token, { limit }) : null) ?? (await request(where, "/v1/health", { token, limit }));
  if (!answer.ok && answer.error.code === "unpaired") answer = await request(where, "/v1/health", { limit });
  if (!answer.ok) {
    const { code, message } = answer.error;
    if (code === "unproved" || code === "old_service") return { state: code, message, ...set };
    const told = code === "timeout" ? await away(where) : ["unreachable", "away", "unpermitted"].includes(code) ? answer : foreign(where);
    const state = code === "unpermitted" ? code : told.ok || told.error.code === "foreign" ? "foreign" : "down";
    return { state, message: told.ok ? "" : told.error.message, ...set };
  }
  const health = /** @type {any} */ (answer.value);
  if (health.status !== "ok") return { state: "foreign", message: t(where === OWN_SERVICE ? "error_foreign" : "error_foreign_at", where), ...set };
  const version = String(health.version ?? "");
  const department = health.department === true;
  if (!token || health.paired !== true) return { state: "unpaired", version, department, message: t("error_unpaired"), ...set };
  return {
    state: "ready",
    version,
    codeSet: String(health.code_set ?? ""),
    notice: String(health.code_set_notice ?? ""),
    coder: String(health.coder ?? ""),
    department,
    role: String(health.role ?? ""),
    message: t("status_ready"),
    ...set,
  };
}

/**
 * Pair with the code that the service shows in its terminal, or with an invitation to the service of a department.
 * @param {string} code six digits, or twelve characters
 * @param {string} name of this browser
 * @param {string} coder who codes in it; empty with an invitation, which says it
 * @returns {Promise<Answer>}
 */
export async function pair(code, name, coder) {
  const where = await address();
  const answer = await request(where, "/v1/pair", { body: { code, name, ...(coder ? { coder } : {}) } });
  if (!answer.ok) {
    // A wrong code is answered with 401, which elsewhere means "not paired".
    return answer.error.code === "unpaired" ? failure("wrong_code", t("error_wrong_code")) : answer;
  }
  const { token } = /** @type {{token?: unknown}} */ (answer.value);
  if (typeof token !== "string" || !token) return foreign(where);
  await writeToken(where, token);
  known.set(where, token);
  return { ok: true, value: {} };
}

export async function unpair() {
  known.clear();
  able.clear();
  await forgetToken(await address());
}
