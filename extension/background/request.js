/**
 * One question to the service: the only `fetch` of the extension, and what must have been proved before the token is sent.
 *
 * Every function resolves to an answer, never throws: `{ok: true, value}` or `{ok: false, error}`.
 */

import { pattern } from "../shared/address.js";
import { api, t } from "../shared/browser.js";
import { OWN_SERVICE } from "./policy.js";
import { challenge, doubt, isProved } from "./proof.js";

const GATEWAY = [502, 503, 504]; // what a proxy says, in no form of ours, while the service behind it starts anew
const TIME_LIMIT = 30_000; // milliseconds; the service gives up on a note after 20 s

/** `later`: the same may work in a while. @param {string} code @param {string} message @param {boolean} [later] @returns {Failure} */
export const failure = (code, message, later = false) => ({ ok: false, error: { code, message, ...(later && { later: /** @type {const} */ (true) }) } });

/** Nobody answers there, or the browser does not let us ask. @param {string} where */
export async function away(where) {
  if (where === OWN_SERVICE) return failure("unreachable", t("error_unreachable"));
  return (await barred(where)) ?? failure("away", t("error_away", where));
}

/** What the browser must be told before a service elsewhere may be asked. @param {string} where */
export async function barred(where) {
  const allowed = where === OWN_SERVICE || (await api.permissions.contains({ origins: [pattern(where)] }));
  return allowed ? null : failure("unpermitted", t("error_unpermitted", where));
}

/** @param {string} where */
export const foreign = (where) => failure("foreign", where === OWN_SERVICE ? t("error_foreign") : t("error_foreign_at", where));

/**
 * @param {string} where the service, as origin
 * @param {string} path
 * @param {{body?: object, token?: string | undefined, signal?: AbortSignal, limit?: number, strange?: boolean}} options
 *   `strange`: who answers may be anybody, so of an error only the status counts
 * @returns {Promise<Answer>}
 */
export async function request(where, path, { body, token, signal, limit = TIME_LIMIT, strange = false }) {
  /** @type {Record<string, string>} */
  const headers = {};
  if (token) headers["Authorization"] = `Bearer ${token}`;
  if (body) headers["Content-Type"] = "application/json";
  const timeout = AbortSignal.timeout(limit);
  /** @type {RequestInit} */
  const init = {
    method: body ? "POST" : "GET",
    headers,
    credentials: "omit",
    cache: "no-store",
    redirect: "error",
    referrerPolicy: "no-referrer",
    signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
  };
  if (body) init.body = JSON.stringify(body);
  try {
    const response = await fetch(where + path, init);
    const answer = await response.json().catch(() => null);
    if (response.ok && answer !== null && typeof answer === "object") return { ok: true, value: answer };
    if (response.status === 401) {
      doubt(where);
      return failure("unpaired", t("error_unpaired"));
    }
    const said = answer?.error;
    const later = response.status >= 500 || response.status === 429;
    if (said?.code && said?.message) return strange ? failure(`status_${response.status}`, "") : failure(String(said.code), String(said.message), later);
    if (response.status === 413) return failure("too_large", t("error_too_large"));
    doubt(where);
    return GATEWAY.includes(response.status) ? away(where) : foreign(where);
  } catch (error) {
    const name = error instanceof Error ? error.name : "";
    if (signal?.aborted) return failure("outdated", t("error_outdated"));
    doubt(where);
    if (name === "TimeoutError") return failure("timeout", t("error_timeout"));
    return away(where);
  }
}

/**
 * Why the service may not be sent the token; null when it has proved that it knows it.
 * @param {string} where
 * @param {string} token
 * @param {{signal?: AbortSignal, limit?: number}} options
 * @param {number} [within] milliseconds that the last proof may be old
 */
export async function unproved(where, token, options, within) {
  if (isProved(where, token, within)) return null;
  const { body, holds } = await challenge(where, token);
  const answer = await request(where, "/v1/proof", { ...options, body, strange: true });
  if (answer.ok && holds(answer.value)) return null;
  doubt(where);
  const code = answer.ok ? "" : answer.error.code;
  // A service of before there were proofs asks for a token there.
  if (code === "unpaired" || code === "status_404") return failure("old_service", t("error_old"));
  if (code === "status_429") return failure("away", t("error_busy"));
  if (!answer.ok && !code.startsWith("status_") && code !== "too_large") return answer;
  return failure("unproved", where === OWN_SERVICE ? t("error_unproved") : t("error_unproved_at", where));
}
