/** What the panel and the highlights show, and what a page can see of itself. */

import { until } from "./waiting.mjs";

/** @typedef {import("./shadow.mjs").Shadow} Shadow */
/** @typedef {import("puppeteer-core").Page} Page */

const ROWS = `(root) => JSON.stringify([...root.querySelectorAll("details.section [data-code]")]
  .map((row) => [row.closest("details").dataset.fold, row.dataset.code]))`;

const READY = `(root) =>
  root.querySelector("[aria-busy=false] details.section [data-code]") ? Date.now() : 0`;

/** @param {Shadow} shadow @returns {Promise<[section: string, code: string][]>} all rows of the panel */
export async function rows(shadow) {
  return (await shadow.evaluate(ROWS)).flatMap((found) => JSON.parse(found ?? "[]"));
}

/** @param {Shadow} shadow @returns {Promise<number>} the page's clock in milliseconds when rows were seen */
export function untilReady(shadow) {
  return until(async () => (await shadow.evaluate(READY)).find(Boolean), "rows in the panel", 15_000);
}

/** @param {Shadow} shadow @param {string} section @returns {Promise<Set<string>>} */
export async function codes(shadow, section) {
  return new Set((await rows(shadow)).filter(([where]) => where === section).map(([, code]) => code));
}

/** @param {Page} page @returns {Promise<[name: string, text: string][]>} the highlights of every frame */
export async function highlights(page) {
  const found = await Promise.all(
    page.frames().map((frame) =>
      frame.evaluate(() =>
        [...CSS.highlights].flatMap(([name, ranges]) =>
          [...ranges].map((range) => {
            const copy = document.createRange();
            copy.setStart(range.startContainer, range.startOffset);
            copy.setEnd(range.endContainer, range.endOffset);
            return /** @type {[string, string]} */ ([name, copy.toString().replace(/\s+/g, " ")]);
          }),
        ),
      ),
    ),
  );
  return found.flat();
}

/** @param {Page} page what the page can see of itself, frame by frame */
export function traces(page) {
  return Promise.all(
    page.frames().map((frame) =>
      frame.evaluate(() => ({
        markup: document.documentElement.outerHTML,
        highlights: CSS.highlights.size,
        sheets: document.adoptedStyleSheets.length,
        globals: Object.keys(window).filter((name) => !["changes", "lit"].includes(name)).length,
      })),
    ),
  );
}

/** @param {Page} page everything that the page's own observers saw */
export async function changes(page) {
  const seen = page.frames().map((frame) => frame.evaluate(() => /** @type {any} */ (window).changes ?? []));
  return (await Promise.all(seen)).flat();
}
