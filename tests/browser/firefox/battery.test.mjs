/** The battery of pages in Firefox: one note in every kind of page, found in its right place, without a trace. */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, afterEach, before, test } from "node:test";
import { Firefox } from "./browser.mjs";
import { rows } from "./panel.mjs";
import { page as address, pair, plain as plainNote, startService } from "./service.mjs";
import { Shadow } from "./shadow.mjs";
import { until } from "./waiting.mjs";
import { World, notesSent, watchRequests } from "./world.mjs";

/** @typedef {{page: string, is: string, when?: string, more?: boolean, reach?: string, never?: string[], codes?: string[][]}} Row */
/** @type {Row[]} */
const TABLE = JSON.parse(readFileSync(new URL("../pages/battery/battery.json", import.meta.url), "utf8"));
const SECTIONS = new Set(["suggested", "possible", "not"]);
const WAIT = 15_000; // milliseconds

/** @type {Firefox} */
let firefox;
/** @type {import("puppeteer-core").Page} */
let helper;
/** @type {Awaited<ReturnType<typeof plainNote>>} */
let plain;

before(async () => {
  await startService();
  firefox = await Firefox.launch();
  await pair(firefox);
  plain = await plainNote();
  helper = await firefox.extensionPage("options/options.html");
});

after(() => firefox?.close());

afterEach(async () => {
  const [first, ...others] = await firefox.browser.pages();
  assert.ok(first);
  for (const page of others) if (page !== helper) await page.close();
});

/** Permission for the page, as a click on the button gives it. @param {import("puppeteer-core").Page} page */
async function grant(page) {
  await firefox.openPopup(page);
  await firefox.closePopup();
}

/** @typedef {Awaited<ReturnType<typeof turnOn>>} Opened */

/** @param {string} name a page of the battery, switched on; what of ours is alive and what is sent is noted */
async function turnOn(name) {
  const page = await firefox.page(address(`battery/${name}`));
  const [shadow, world] = [new Shadow(firefox.bidi, page, true), new World(helper, page)];
  await grant(page);
  await world.count();
  const { markup } = await world.look();
  await watchRequests(firefox);
  await firefox.command("toggle-page", page);
  return { page, shadow, world, markup };
}

/** @param {Opened["shadow"]} shadow @returns {Promise<string[]>} "section code" of every row */
const shown = async (shadow) => (await rows(shadow)).filter(([section]) => SECTIONS.has(section)).map((row) => row.join(" "));

/** @param {unknown[]} list */
const sorted = (list) => [...new Set(list.map(String))].sort();

/** @param {string[]} wanted @param {string[]} there @param {boolean} more */
const fits = (wanted, there, more) => (more ? wanted.every((each) => there.includes(each)) : String(wanted) === String(there));

/**
 * Wait for the suggestions of the plain note, and for its highlights on its words.
 * @param {Pick<Opened, "shadow" | "world">} on @param {Partial<Row>} [row]
 */
async function untilFound({ shadow, world }, { codes = [], more = false } = {}) {
  const wanted = sorted([...plain.codes, ...codes].map((each) => each.join(" ")));
  await until(async () => fits(wanted, sorted(await shown(shadow)), more), "the suggestions of the plain note", WAIT)
    .catch(async () => assert.deepEqual(sorted(await shown(shadow)), wanted));
  const quotes = sorted(plain.quotes);
  const marked = async () => sorted((await world.look()).highlights);
  await until(async () => fits(quotes, await marked(), more), "the highlights of the plain note", WAIT)
    .catch(async () => assert.deepEqual(await marked(), quotes));
}

/** Off: nothing of ours is alive. @param {Opened} on @returns {Promise<string[]>} the page's markup */
async function turnOff({ page, shadow, world }) {
  assert.notEqual((await world.look()).alive.length, 0);
  await firefox.command("toggle-page", page);
  await shadow.untilGone();
  await until(async () => !(await world.look()).alive.length, "nothing of ours to be alive")
    .catch(async () => assert.deepEqual((await world.look()).alive, []));
  const { markup, highlights } = await world.look();
  assert.deepEqual(highlights, []);
  return markup;
}

/** @param {Row} row */
async function tryPage(row) {
  const on = await turnOn(row.page);
  await untilFound(on, row);
  const said = `${await notesSent(firefox)} ${await on.shadow.text()}`.toLowerCase();
  for (const words of row.never ?? []) assert.ok(!said.includes(words.toLowerCase()), words);
  const markup = await turnOff(on);
  let before = on.markup;
  if (row.when) {
    await on.page.reload();
    await on.page.waitForFunction(row.when);
    await grant(on.page);
    before = (await on.world.look()).markup;
  }
  assert.deepEqual(markup, before);
  await on.page.close();
}

test("every page of the battery gives what the plain note gives and is left as it was", async (context) => {
  for (const row of TABLE.filter(({ reach }) => reach !== "site")) {
    const begun = Date.now();
    await tryPage(row).catch((error) => {
      throw new Error(`${row.is} (${row.page}): ${error.message}`, { cause: error });
    });
    context.diagnostic(`${row.page}: ${Date.now() - begun} ms`);
  }
});

/** The markup of every frame as the page sees it; names of blobs are new each time. @param {import("puppeteer-core").Page} page */
async function markupOf(page) {
  const all = await Promise.all(page.frames().map((frame) => frame.evaluate("document.documentElement.outerHTML")));
  return all.map((each) => String(each).replace(/blob:[^"]*/g, "blob:"));
}

/** The site's switch in the popup. @param {import("puppeteer-core").Page} page @param {boolean} on @returns {Promise<string[]>} patterns that were granted before */
async function switchSite(page, on) {
  await firefox.openPopup(page);
  const ready = `const site = document.querySelector("#site"); return !site.disabled && site.checked === ${!on};`;
  await firefox.untilInPopup(ready, "the site's switch");
  const before = await firefox.granted();
  await firefox.inPopup("document.querySelector('#site').click();");
  if (on) await firefox.allow();
  return before;
}

test("frames that only the switch of a site reaches give what the plain note gives", async () => {
  const first = await firefox.page(address("battery/cross-origin.html"));
  const rows = TABLE.filter(({ reach }) => reach === "site");
  /** @type {string[][]} */
  const before = [];
  for (const row of rows) {
    const page = await firefox.page(address(`battery/${row.page}`));
    before.push(await markupOf(page));
    await page.close();
  }
  const granted = await switchSite(first, true);
  await untilFound({ shadow: new Shadow(firefox.bidi, first, true), world: new World(helper, first) });
  await firefox.closePopup();
  for (const [at, row] of rows.entries()) {
    const page = await firefox.page(address(`battery/${row.page}`));
    const on = { shadow: new Shadow(firefox.bidi, page, true), world: new World(helper, page) };
    await untilFound(on);
    await firefox.command("toggle-page", page);
    await on.shadow.untilGone();
    await until(async () => String(await markupOf(page)) === String(before[at]), `${row.page} to be as it was`);
    await page.close();
  }
  await switchSite(first, false);
  // The next page would else find its site switched on.
  await until(async () => String(await firefox.granted()) === String(granted), "the permissions to be given back");
  await firefox.closePopup();
});

test("another patient of an application is not mixed with the one before", async () => {
  const on = await turnOn("spa.html");
  await until(async () => (await shown(on.shadow)).includes("suggested M10.9"), "the first patient");
  await watchRequests(firefox);
  await on.page.click("#next");
  await until(async () => !(await shown(on.shadow)).length, "the first patient to be cleared");
  assert.deepEqual((await on.world.look()).highlights, []);
  /** @type {string[]} */
  const seen = [];
  await until(async () => {
    seen.push(...(await shown(on.shadow)));
    return seen.some((each) => each.endsWith("F20.9"));
  }, "the second patient");
  assert.ok(!seen.some((each) => each.endsWith("M10.9")));
  const sent = await notesSent(firefox);
  assert.equal(sent.length, 1);
  assert.doesNotMatch(String(sent), /metformin|gout/i);
});

test("only the note that changed is sent again", async () => {
  const on = await turnOn("two-notes.html");
  await untilFound(on, { more: true });
  await watchRequests(firefox);
  await on.page.evaluate(() => document.querySelector("#second p")?.append(" Migraine, stable."));
  await until(async () => (await shown(on.shadow)).some((each) => each.includes("G43")), "the new condition");
  const sent = await notesSent(firefox);
  assert.equal(sent.length, 1);
  assert.match(String(sent), /albuterol/);
});

test("the coder points at the note and it is remembered until it is forgotten", async () => {
  const migraine = (/** @type {Opened} */ { shadow }) => async () => {
    const codes = (await shown(shadow)).map((each) => each.split(" ")[1]);
    return codes.length > 0 && codes.every((code) => code?.startsWith("G43"));
  };
  const on = await turnOn("point.html");
  await untilFound(on);
  await on.page.evaluate(() => document.querySelector(".q0")?.scrollIntoView());
  const box = await (await on.page.$(".q0"))?.boundingBox();
  assert.ok(box);
  await firefox.contextMenu(on.page, { x: box.x + 200, y: box.y + 5 }, "This is the note");
  await on.shadow.untilText(["Arrow keys walk"]);
  await on.page.evaluate(() => void (/** @type {any} */ (window).heard.length = 0));
  await on.page.mouse.move(box.x + 30, box.y + 5);
  await on.shadow.untilText(["Migraine, no aura."]);
  await on.page.mouse.click(box.x + 30, box.y + 5);
  await until(migraine(on), "the remark alone");
  assert.deepEqual(await on.page.evaluate(() => /** @type {any} */ (window).heard), []);
  assert.deepEqual(await turnOff(on), on.markup);
  await on.page.close();

  const again = await turnOn("point.html");
  await until(migraine(again), "the remark, remembered");
  await helper.evaluate(() => document.querySelector(/** @type {"button"} */ ("#pointed button"))?.click());
  await untilFound(again);
});
