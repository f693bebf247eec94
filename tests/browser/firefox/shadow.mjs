/**
 * Eyes and hands for a closed shadow root: WebDriver BiDi hands closed roots out when it is asked for
 * shadow trees, and functions can then be called with them.
 */

import { until } from "./waiting.mjs";

const VISIBLE_TEXT = `(root) => [...root.children]
  .filter((e) => !["STYLE", "LINK", "SCRIPT"].includes(e.tagName)).map((e) => e.innerText ?? "").join("\\n")`;

/** The innermost visible element that fits the selector and whose name holds the words; its middle. */
const LOCATE = `(root, selector, name) => {
  const fits = (e) => !name || [e.getAttribute("aria-label"), e.title, e.innerText, e.placeholder]
    .some((t) => t && t.toLowerCase().includes(name.toLowerCase()));
  const all = [...root.querySelectorAll(selector)].filter((e) => {
    const box = e.getBoundingClientRect();
    return box.width && box.height && fits(e);
  });
  const found = all.find((e) => !all.some((o) => o !== e && e.contains(o)));
  if (!found) return null;
  found.scrollIntoView({ block: "nearest" });
  const box = found.getBoundingClientRect();
  return JSON.stringify({ x: box.x + box.width / 2, y: box.y + box.height / 2 });
}`;

export class Shadow {
  /**
   * @param {any} bidi
   * @param {import("puppeteer-core").Page} page
   * @param {boolean} [apart] whether functions run in a world of their own, out of reach of the page's script
   */
  constructor(bidi, page, apart = false) {
    this.world = apart ? { sandbox: "tests" } : {};
    this.bidi = bidi;
    this.page = page;
    /** puppeteer's frame id is the BiDi browsing context. @type {string} */
    this.context = /** @type {any} */ (page.mainFrame())._id;
  }

  /** @returns {Promise<string[]>} shared ids of the closed roots that hang on top-level elements */
  async roots() {
    const result = await this.#call("() => document.documentElement", [], {
      maxDomDepth: 2,
      includeShadowTree: "all",
    });
    /** @type {string[]} */
    const found = [];
    const walk = (/** @type {any} */ node) => {
      const { shadowRoot, children } = node.value ?? {};
      if (shadowRoot?.value?.mode === "closed") found.push(shadowRoot.sharedId);
      for (const child of children ?? []) walk(child);
    };
    walk(result);
    return found;
  }

  /**
   * Run a function with each closed root as its first argument.
   * @param {string} declaration
   * @param {...(string | number | boolean)} values
   * @returns {Promise<any[]>} strings, numbers, booleans, or null
   */
  async evaluate(declaration, ...values) {
    const results = [];
    for (const sharedId of await this.roots()) {
      const given = values.map((value) => ({ type: typeof value, value }));
      const answer = await this.#call(declaration, [{ sharedId }, ...given]).catch((error) => {
        if (/no such node|stale/i.test(String(error))) return {}; // removed between two commands
        throw error;
      });
      results.push(answer.value ?? null);
    }
    return results;
  }

  /** @returns {Promise<string>} all visible text in our roots */
  async text() {
    return (await this.evaluate(VISIBLE_TEXT)).filter(Boolean).join("\n");
  }

  /**
   * Wait until every part stands in the visible text, letter case aside.
   * @param {string[]} parts
   * @param {number} [timeout] milliseconds
   */
  async untilText(parts, timeout = 10_000) {
    let seen = "";
    try {
      return await until(
        async () => {
          seen = await this.text();
          return seen && parts.every((part) => seen.toLowerCase().includes(part.toLowerCase())) ? seen : "";
        },
        `${parts.join(", ")} in the panel`,
        timeout,
      );
    } catch (error) {
      throw new Error(`${/** @type {Error} */ (error).message}; the panel says:\n${seen}`, { cause: error });
    }
  }

  untilGone() {
    return until(async () => (await this.roots()).length === 0, "the panel to be gone");
  }

  /**
   * Click an element with the real mouse.
   * @param {string} selector
   * @param {string} [name] part of its name
   */
  async click(selector, name = "") {
    const look = async () => (await this.evaluate(LOCATE, selector, name)).find(Boolean);
    const { x, y } = JSON.parse(await until(look, `${selector} ${name}`));
    await this.page.mouse.click(x, y);
  }

  /**
   * @param {string} functionDeclaration
   * @param {unknown[]} given
   * @param {Record<string, unknown>} [serializationOptions]
   */
  async #call(functionDeclaration, given, serializationOptions) {
    const { result } = await this.bidi.send("script.callFunction", {
      functionDeclaration,
      arguments: given,
      target: { context: this.context, ...this.world },
      awaitPromise: true,
      ...(serializationOptions && { serializationOptions }),
    });
    if (result.type === "exception") throw new Error(result.exceptionDetails.text);
    return result.result;
  }
}
