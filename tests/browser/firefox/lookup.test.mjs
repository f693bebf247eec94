/** A whole quick lookup in Firefox by keys alone: search, walk the tree, complete the code, insert or copy it. */

import assert from "node:assert/strict";
import { after, afterEach, before, test } from "node:test";
import { Firefox } from "./browser.mjs";
import { page as address, pair, startService } from "./service.mjs";
import { until } from "./waiting.mjs";

/** @type {Firefox} */
let firefox;

before(async () => {
  await startService();
  firefox = await Firefox.launch();
  await pair(firefox);
});

after(() => firefox?.close());

afterEach(async () => {
  const [first, ...others] = await firefox.browser.pages();
  assert.ok(first);
  for (const page of others) await page.close();
});

/** @param {import("./shadow.mjs").Shadow} shadow @param {string} expression of `active`, the element with the focus */
function untilActive(shadow, expression) {
  const look = `(root) => { const active = root.activeElement; return Boolean(active && (${expression})); }`;
  return until(async () => (await shadow.evaluate(look)).includes(true), expression);
}

/** @param {import("./shadow.mjs").Shadow} shadow @param {string} code */
const untilShown = (shadow, code) => untilActive(shadow, `active.role === "treeitem" && active.dataset.codeOf === "${code}"`);

/** A page with the lookup open over it and words typed; the focus was in the page's field. @param {string} words */
async function lookUp(words) {
  const page = await firefox.page(address("blank.html"));
  const shadow = firefox.shadow(page);
  await page.click("#reason");
  await firefox.command("quick-lookup", page);
  await untilActive(shadow, `active.role === "combobox"`);
  await page.keyboard.type(words);
  const found = `(root) => root.querySelector("#results")?.dataset.words === ${JSON.stringify(words)}`;
  await until(async () => (await shadow.evaluate(found)).includes(true), `results for ${words}`);
  return { page, shadow };
}

/** @param {import("puppeteer-core").Page} page */
const field = (page) => page.$eval("#reason", (each) => /** @type {any} */ (each).value);

test("a lookup by keys alone ends in the field that had the focus", async () => {
  const { page, shadow } = await lookUp("S52.5");
  await page.keyboard.press("Enter");
  await untilShown(shadow, "S52.5");
  /** @type {[import("puppeteer-core").KeyInput, string][]} */
  const steps = [["ArrowUp", "S52.3"], ["ArrowDown", "S52.5"], ["ArrowRight", "S52.50"], ["1", "S52.501"], ["a", "S52.501A"], ["2", "S52.502A"]];
  for (const [key, code] of steps) {
    await page.keyboard.press(key);
    await untilShown(shadow, code);
  }
  await page.keyboard.down("Control");
  await page.keyboard.press("Enter");
  await page.keyboard.up("Control");
  await shadow.untilGone();
  await until(async () => (await field(page)) === "S52.502A", "the code in the page's field");
  assert.equal(await page.evaluate(() => document.activeElement?.id), "reason");
});

test("the lookup keeps its keys from the page and copies by key", async () => {
  const { page, shadow } = await lookUp("gout");
  await page.evaluate(() => {
    const own = /** @type {any} */ (window);
    own.keys = [];
    for (const capture of [true, false]) document.addEventListener("keydown", (event) => own.keys.push(event.key), capture);
  });
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowUp");
  await page.keyboard.down("Control");
  await page.keyboard.press("c");
  await page.keyboard.up("Control");
  await shadow.untilText(["Copied M10.9"]);
  await page.keyboard.press("Escape");
  await shadow.untilGone();
  assert.deepEqual(await page.evaluate(() => /** @type {any} */ (window).keys), []);
});

test("the index view opens by key and says when no index is installed", async () => {
  const { page, shadow } = await lookUp("abscess");
  await page.keyboard.down("Control");
  await page.keyboard.press("i");
  await page.keyboard.up("Control");
  await shadow.untilText(["No Alphabetic Index is installed"]);
});
