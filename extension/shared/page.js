/** What popup and options share: words from `_locales`, questions to the background, the common theme. */

import { api, t } from "./browser.js";

/** @typedef {Record<string, any>} Any */

/** Fill every `data-t` element with its string, and `data-t-label` with its accessible name. */
export function translate() {
  document.documentElement.lang = api.i18n.getUILanguage();
  for (const element of document.querySelectorAll("[data-t]")) element.textContent = t(element.getAttribute("data-t") ?? "");
  for (const element of document.querySelectorAll("[data-t-label]")) {
    element.setAttribute("aria-label", t(element.getAttribute("data-t-label") ?? ""));
  }
}

/**
 * Ask the background.
 * @param {string} type
 * @param {object} [more]
 * @returns {Promise<Answer>}
 */
export async function ask(type, more = {}) {
  try {
    return await api.runtime.sendMessage({ type, ...more });
  } catch {
    return { ok: false, error: { code: "internal", message: t("error_internal") } };
  }
}

/**
 * The value of an answer that cannot fail for a reason the coder could mend.
 * @param {Promise<Answer>} answer
 * @returns {Promise<Any>}
 */
export async function value(answer) {
  const got = await answer;
  return /** @type {Any} */ (got.ok ? (got.value ?? {}) : {});
}

/**
 * An element of the page by its id.
 * @template {HTMLElement} [T=HTMLElement]
 * @param {string} id
 * @returns {T}
 */
export function $(id) {
  return /** @type {T} */ (document.getElementById(id));
}

/** Show a sentence of the service; what it marks as a command is one to the eye too. @param {HTMLElement} place @param {string} text */
export function tell(place, text) {
  const part = (/** @type {string} */ words, /** @type {number} */ at) => {
    if (at % 2 === 0) return words;
    const code = document.createElement("code");
    code.textContent = words;
    return code;
  };
  place.replaceChildren(...text.split("`").map(part));
}

/**
 * The service in words: one line, and what to do about it.
 * @param {Any} status
 * @returns {{title: string, hint: string, notice: string, good: boolean}}
 */
export function serviceWords(status) {
  const state = status["state"] ?? "down";
  const about = [status["codeSet"], status["coder"], status["address"]].filter(Boolean).join(" · ");
  const elsewhere = status["address"] && state !== "unpaired";
  const said = elsewhere || state === "unproved" || state === "old_service";
  return {
    title: t(elsewhere && state === "foreign" ? "state_foreign_at" : `state_${state}`),
    hint: state === "ready" ? about : said ? status["message"] : t(`fix_${state}`),
    notice: state === "ready" ? (status["notice"] ?? "") : "",
    good: state === "ready",
  };
}
