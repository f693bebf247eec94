/**
 * What the lookup asks the service: one question of a kind under way, the newest next, and codes that were seen kept
 * until it closes.
 */
"use strict";
(() => {
  const cs = globalThis.__chartside;
  if (cs.ask) return;

  const PATIENCE = 60; // milliseconds that a newer question waits for the one under way; then that one is dropped
  const KEPT = 300; // codes
  /** @type {Map<string, Promise<Answer>>} */
  const codes = new Map();

  /**
   * A question that is asked at once and again with newer words; answers to outdated words are not drawn.
   * @param {(words: string) => Promise<Answer>} ask
   * @param {(answer: Answer, words: string) => void} take
   */
  function latest(ask, take) {
    /** @type {string | null} */
    let next = null;
    let [turn, busy, timer] = [0, false, 0];

    /** @param {string} words */
    async function go(words) {
      const mine = ++turn;
      next = null;
      busy = true;
      clearTimeout(timer);
      const answer = await ask(words);
      if (mine !== turn) return;
      busy = false;
      if (next === null) take(answer, words);
      else void go(next);
    }

    return {
      /** @param {string} words */
      ask(words) {
        if (!busy) return void go(words);
        if (next === null) timer = Number(setTimeout(() => next !== null && void go(next), PATIENCE));
        next = words;
      },
      /** What is under way is not wanted any more. */
      drop() {
        clearTimeout(timer);
        turn++;
        next = null;
        busy = false;
      },
    };
  }

  /** @param {string} code @returns {Promise<Answer>} */
  function code(code) {
    const known = codes.get(code);
    if (known) return known;
    const asked = cs.client.code(code);
    if (codes.size >= KEPT) codes.delete([...codes.keys()][0] ?? "");
    codes.set(code, asked);
    void asked.then((answer) => answer.ok || codes.delete(code));
    return asked;
  }

  /** @param {string} name @returns {Promise<CodeDetails | null>} null when the service has no such code, or no answer */
  async function details(name) {
    const answer = await code(name);
    return answer.ok ? /** @type {CodeDetails} */ (answer.value) : null;
  }

  /**
   * A code with those above it, nearest first: their children are its siblings.
   * @param {string} name
   * @returns {Promise<{ok: true, code: CodeDetails, above: CodeDetails[]} | {ok: false, error: {code: string, message: string}}>}
   */
  async function around(name) {
    const answer = await code(name);
    if (!answer.ok) return answer;
    const found = /** @type {CodeDetails} */ (answer.value);
    const above = await Promise.all(found.parents.map((each) => details(each.code)));
    return { ok: true, code: found, above: above.filter((each) => each !== null) };
  }

  cs.ask = { latest, details, around, forget: () => codes.clear() };
})();
