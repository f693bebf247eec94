/**
 * The service proves that it knows this browser's token before it is sent the token or a note: any program can listen
 * at its address. It keeps a hash of the token, and so both can compute what nobody else can (`POST /v1/proof`).
 */

const KEPT = 10_000; // milliseconds that a proof holds, so that typing does not ask for it at each key
/** Milliseconds after which a proof is renewed, beside the work and not before it. */
export const RENEWED = 5_000;
const NAME = "chartside client 1";
const PROOF = "chartside service 1";

/** @param {string} text */
const bytes = (text) => new TextEncoder().encode(text);
/** @param {ArrayBuffer | Uint8Array} data */
const hex = (data) => Array.from(new Uint8Array(data), (each) => each.toString(16).padStart(2, "0")).join("");

/** The last proof of each service, by its address. @type {Map<string, {token: string, asked: number}>} */
const proved = new Map();

/** @param {string} where @param {string} token @param {number} [within] milliseconds */
export function isProved(where, token, within = KEPT) {
  const last = proved.get(where);
  return last?.token === token && performance.now() < last.asked + within;
}

/** What answers there may be something else by now. @param {string} where */
export const doubt = (where) => void proved.delete(where);

/**
 * A question that the right service alone can answer.
 * @param {string} where its origin
 * @param {string} token
 */
export async function challenge(where, token) {
  const asked = performance.now();
  const hash = await crypto.subtle.digest("SHA-256", bytes(token));
  const key = await crypto.subtle.importKey("raw", hash, { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
  const signed = async (/** @type {string | Uint8Array<ArrayBuffer>} */ what) => hex(await crypto.subtle.sign("HMAC", key, typeof what === "string" ? bytes(what) : what));
  const nonce = crypto.getRandomValues(new Uint8Array(32));
  const wanted = await signed(new Uint8Array([...bytes(PROOF), ...nonce, ...bytes(new URL(where).host)]));
  return {
    body: { client: (await signed(NAME)).slice(0, 32), nonce: hex(nonce) },
    /** Whether that is the answer; it is remembered then. @param {unknown} answer of the service */
    holds(answer) {
      if (/** @type {{proof?: unknown} | null} */ (answer)?.proof !== wanted) return false;
      proved.set(where, { token, asked });
      return true;
    },
  };
}
