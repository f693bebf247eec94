/** A review in Firefox by keys alone: accept, reject with a reason, change, undo, finalize, copy the list, back to the page. */

import assert from "node:assert/strict";
import { after, afterEach, before, test } from "node:test";
import { Firefox } from "./browser.mjs";
import { untilReady } from "./panel.mjs";
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

/** @param {import("./shadow.mjs").Shadow} shadow @param {string} expression of `root` */
const untilTrue = (shadow, expression) =>
  until(async () => (await shadow.evaluate(`(root) => Boolean(${expression})`)).includes(true), expression);

/** @param {import("./shadow.mjs").Shadow} shadow @param {string} text */
const untilSaid = (shadow, text) => untilTrue(shadow, `[...root.querySelectorAll("[role=status]")].some((each) => each.textContent.includes(${JSON.stringify(text)}))`);

/** @param {import("./shadow.mjs").Shadow} shadow @param {string} code */
const focused = async (shadow, code) =>
  (await shadow.evaluate(`(root) => root.activeElement?.closest(".row")?.dataset.code ?? ""`)).includes(code);

/** @param {import("puppeteer-core").Page} page @param {import("./shadow.mjs").Shadow} shadow @param {string} code */
async function walkTo(page, shadow, code) {
  await page.keyboard.press("Home");
  for (let step = 0; step < 40; step += 1) {
    if (await focused(shadow, code)) return;
    await page.keyboard.press("j");
  }
  assert.fail(`no row ${code}`);
}

test("a whole review by keyboard alone", async () => {
  const page = await firefox.page(address("plain.html"));
  const shadow = firefox.shadow(page);
  await page.evaluate(() => {
    const field = document.createElement("textarea");
    field.id = "claim";
    document.body.append(field);
    Object.assign(window, { keys: [] });
    document.addEventListener("keydown", (event) => /** @type {any} */ (window).keys.push(event.key));
  });
  await page.focus("#claim");
  await firefox.command("toggle-page", page);
  await untilReady(shadow);
  assert.equal(await page.evaluate(() => document.activeElement?.id), "claim");
  await firefox.command("focus-panel", page);
  await untilTrue(shadow, "root.activeElement?.closest('.row')");

  await walkTo(page, shadow, "E11.22");
  await page.keyboard.press("a");
  await untilSaid(shadow, "Accepted E11.22");
  await walkTo(page, shadow, "I12.9");
  await page.keyboard.press("r");
  await untilTrue(shadow, "root.activeElement?.matches('.reason')");
  await page.keyboard.press("2");
  await untilSaid(shadow, "Rejected I12.9: Not treated or assessed this time");
  await page.keyboard.press("u");
  await untilSaid(shadow, "Undone: Rejected I12.9");
  await page.keyboard.press("a");
  await untilSaid(shadow, "Accepted I12.9");

  await walkTo(page, shadow, "N18.31");
  await page.keyboard.press("e");
  await untilTrue(shadow, `root.activeElement?.dataset.codeOf === "N18.31"`);
  await page.keyboard.press("ArrowDown");
  await untilTrue(shadow, `root.activeElement?.dataset.codeOf === "N18.32"`);
  await page.keyboard.press("Enter");
  await untilSaid(shadow, "Changed N18.31 to N18.32");
  assert.ok(await focused(shadow, "N18.31"));

  await page.keyboard.press("f");
  await untilTrue(shadow, "root.activeElement?.dataset.do === 'confirm'");
  await page.keyboard.press("Enter");
  await untilSaid(shadow, "Finalized");
  await untilTrue(shadow, "root.activeElement?.dataset.do === 'reopen'");
  await page.keyboard.press("u");
  await untilSaid(shadow, "Nothing to undo");

  await page.keyboard.down("Shift");
  await page.keyboard.press("l");
  await page.keyboard.up("Shift");
  await untilSaid(shadow, "List copied, codes: 3");
  await page.keyboard.press("Escape");
  await until(() => page.evaluate(() => document.activeElement?.id === "claim"), "the focus to be back in the field");
  await page.keyboard.down("Control");
  await page.keyboard.press("v");
  await page.keyboard.up("Control");
  const field = () => page.$eval("#claim", (each) => /** @type {any} */ (each).value);
  await until(async () => (await field()) === "E11.22\nI12.9\nN18.32", "the list in the field");
  const keys = /** @type {string[]} */ (await page.evaluate(() => /** @type {any} */ (window).keys));
  assert.deepEqual(keys.filter((key) => /^[a-z]$/.test(key)), ["v"], "keys of the panel reached the page");
});

test("a claim is held against the note by keyboard alone", async () => {
  const page = await firefox.page(address("claim.html"));
  const shadow = firefox.shadow(page);
  await page.$eval("#frame", (each) => each.scrollIntoView()); // a frame out of sight is not read
  await firefox.command("toggle-page", page);
  await untilReady(shadow);
  await untilTrue(shadow, "root.querySelector('.check-entry')");
  await firefox.command("focus-panel", page);
  await untilTrue(shadow, "root.activeElement?.closest('.row')");
  await page.keyboard.press("v");
  await untilTrue(shadow, "root.querySelectorAll('.check-code').length === 9");
  await untilTrue(shadow, "root.activeElement?.matches('.check-all input')");
  await page.keyboard.press(" ");
  await untilTrue(shadow, "root.querySelectorAll('.check-code :checked').length === 9");
  await page.keyboard.press("Enter");
  await untilSaid(shadow, "11 to look at, 1 supported");
  assert.ok(await focused(shadow, "M17.11"));
  await page.keyboard.press("a");
  await untilSaid(shadow, "Accepted M17.12");
  await page.keyboard.press("Escape");
  await page.keyboard.press("Escape");
  await untilTrue(shadow, "root.activeElement?.matches('.check-entry')");
});

test("a click on a panel that the page covers decides nothing", async () => {
  const page = await firefox.page(address("plain.html"));
  const shadow = firefox.shadow(page);
  await firefox.command("toggle-page", page);
  await untilReady(shadow);
  const accept = ".row [data-do=accept]";
  const decided = ".row[data-decided]";
  await page.evaluate(() => {
    const over = document.createElement("div");
    over.popover = "manual";
    over.style.cssText = "width:100vw;height:100vh;max-width:none;max-height:none;background:#fff;pointer-events:none";
    document.body.append(over);
    over.showPopover();
    Object.assign(window, { over });
  });
  await shadow.click(accept);
  await untilSaid(shadow, "Not taken");
  await page.evaluate("over.remove()");
  // Soon after the cover is gone a click is taken, not before.
  await until(async () => {
    await shadow.click(accept);
    await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => setTimeout(done))));
    return (await shadow.evaluate(`(root) => Boolean(root.querySelector("${decided}"))`)).includes(true);
  }, "a click that is taken");
});
