/** The extension in Firefox: the main job, without a trace, and what is different in this browser. */

import assert from "node:assert/strict";
import { after, afterEach, before, test } from "node:test";
import { Firefox } from "./browser.mjs";
import { changes, codes, highlights, rows, traces, untilReady } from "./panel.mjs";
import { page as address, pair, startService, stopService } from "./service.mjs";
import { until } from "./waiting.mjs";

const LIMIT = 1000; // milliseconds from the switch to panel and highlights

/** @type {Firefox} */
let firefox;

before(async () => {
  await startService();
  firefox = await Firefox.launch();
  await pair(firefox);
});

after(() => firefox?.close());

afterEach(async () => {
  await startService();
  const [first, ...others] = await firefox.browser.pages();
  assert.ok(first);
  for (const page of others) await page.close();
});

/** @param {string} name of a page fixture */
async function open(name) {
  const page = await firefox.page(address(name));
  return { page, shadow: firefox.shadow(page) };
}

/** @param {string} name a page fixture, switched on by the shortcut */
async function turnOn(name) {
  const opened = await open(name);
  await firefox.command("toggle-page", opened.page);
  return opened;
}

/** @param {import("puppeteer-core").Page} page */
const texts = async (page) => new Set((await highlights(page)).map(([, text]) => text.toLowerCase()));

/**
 * Wait until the page is as it was; else say what differs.
 * @param {import("puppeteer-core").Page} page
 * @param {Awaited<ReturnType<typeof traces>>} before
 */
async function untilAs(page, before) {
  const same = async () => JSON.stringify(await traces(page)) === JSON.stringify(before);
  await until(same, "the page to be as it was").catch(async () => assert.deepEqual(await traces(page), before));
}

test("panel and highlights within a second in a frame of a tabbed page", async (context) => {
  /** @type {number[][]} */
  const taken = [];
  for (let turn = 0; turn < 3; turn += 1) {
    const { page, shadow } = await open("shell.html");
    await page.evaluate(() => {
      const note = /** @type {any} */ (frames[0]?.frames[0]);
      const own = /** @type {any} */ (window);
      own.lit = 0;
      const look = () => {
        if (note.CSS.highlights.size) own.lit = Date.now();
        else requestAnimationFrame(look);
      };
      look();
    });
    const start = Date.now();
    await firefox.command("toggle-page", page);
    const panel = (await untilReady(shadow)) - start;
    await page.waitForFunction("window.lit");
    taken.push([panel, Number(await page.evaluate("window.lit")) - start]);
    await page.close();
  }
  context.diagnostic(`Firefox, panel and highlights in milliseconds: ${JSON.stringify(taken)}`);
  const middle = taken.sort((a, b) => Math.max(...a) - Math.max(...b))[1] ?? [];
  assert.ok(Math.max(...middle) <= LIMIT, JSON.stringify(taken));
});

test("the page sees one host element and afterwards nothing", async () => {
  const { page, shadow } = await open("shell.html");
  const before = await traces(page);
  await firefox.command("toggle-page", page);
  await untilReady(shadow);
  assert.ok((await highlights(page)).length > 0);
  const seen = await changes(page);
  assert.equal(seen.length, 1, JSON.stringify(seen));
  assert.deepEqual([seen[0].type, seen[0].target, seen[0].added.length], ["childList", "HTML", 1]);

  await firefox.command("toggle-page", page);
  await shadow.untilGone();
  await untilAs(page, before);
  assert.deepEqual((await changes(page)).slice(1).map((change) => change.removed), [seen[0].added]);
});

test("suggested and negated findings stand where they belong", async () => {
  const { page, shadow } = await turnOn("shell.html");
  await untilReady(shadow);
  assert.ok((await codes(shadow, "suggested")).has("J20.9"));
  assert.ok((await codes(shadow, "not")).has("R07.9"));
  const marked = await texts(page);
  for (const words of ["type 2 diabetes mellitus", "acute bronchitis", "chest pain"]) {
    assert.ok(marked.has(words), words);
  }
  const said = (await rows(shadow)).map(([, code]) => code);
  assert.ok(!said.some((code) => /^(F20|B18|G35)/.test(code)), "a hidden patient was read");
});

test("highlights reach an open shadow root and leave it again", async () => {
  const { page, shadow } = await turnOn("shadow.html");
  const sheets = () =>
    page.evaluate(() => document.querySelector("chart-note")?.shadowRoot?.adoptedStyleSheets.length);
  await untilReady(shadow);
  assert.ok((await texts(page)).has("iron deficiency anemia"));
  assert.equal(await sheets(), 1);
  await firefox.command("toggle-page", page);
  await shadow.untilGone();
  assert.equal(await sheets(), 0);
});

test("textareas are read and stay as they are", async () => {
  const { page, shadow } = await turnOn("soap.html");
  await untilReady(shadow);
  assert.ok((await codes(shadow, "suggested")).has("M10.9"));
  assert.match(await page.$eval("#a", (field) => /** @type {any} */ (field).value), /^1\. Hypertension, above goal\.\n2/);
});

test("an editable note is read and not touched", async () => {
  const { page, shadow } = await open("editable.html");
  const markup = await page.$eval("#editor", (editor) => editor.innerHTML);
  await firefox.command("toggle-page", page);
  await untilReady(shadow);
  assert.ok((await texts(page)).has("hypothyroidism"));
  assert.equal(await page.$eval("#editor", (editor) => editor.innerHTML), markup);
});

test("a strict policy of the page changes nothing", async () => {
  const { page, shadow } = await turnOn("strict-csp.html");
  await untilReady(shadow);
  assert.ok((await texts(page)).has("gout"));
});

test("text that looks like HTML stays text", async () => {
  const { page, shadow } = await turnOn("markup-in-note.html");
  await untilReady(shadow);
  assert.deepEqual(await shadow.evaluate("(root) => root.querySelectorAll('img, script, iframe').length"), [0]);
  assert.equal(await page.evaluate(() => document.documentElement.dataset["hit"]), undefined);
});

test("service down is said and it works once it is there", async () => {
  const { shadow } = await open("plain.html");
  await stopService();
  await firefox.command("toggle-page", shadow.page);
  await shadow.untilText(["chartside serve"]);
  await startService();
  await untilReady(shadow);
});

test("quick lookup finds by words and gives the focus back", async () => {
  const { page, shadow } = await open("blank.html");
  await page.click("#reason");
  await firefox.command("quick-lookup", page);
  const focused = async () => (await shadow.evaluate("(root) => root.activeElement?.tagName ?? ''"))[0] === "INPUT";
  await until(focused, "the lookup's field with the focus");
  await page.keyboard.type("diabetes with kidney disease");
  await shadow.untilText(["E11.22"]);
  await page.keyboard.press("Escape");
  await shadow.untilGone();
  assert.equal(await page.evaluate(() => document.activeElement?.id), "reason");
});

test("suggestions for the selection from the context menu", async () => {
  const { page, shadow } = await open("no-note.html");
  await page.$eval("p", (line) => {
    line.textContent = "Assessment: hypertension. No gout.";
    getSelection()?.selectAllChildren(line);
  });
  const box = await (await page.$("p"))?.boundingBox();
  assert.ok(box);
  await firefox.contextMenu(page, { x: box.x + 30, y: box.y + box.height / 2 }, "Suggest codes");
  await untilReady(shadow);
  assert.ok((await codes(shadow, "suggested")).has("I10"));
  assert.ok((await codes(shadow, "not")).has("M10.9"));
});

test("the popup switches the page on and off", async () => {
  const { page, shadow } = await open("plain.html");
  await firefox.openPopup(page);
  const ready = "const box = document.querySelector('#page'); return !box.disabled && document.querySelector('#lamp').classList.contains('good');";
  await firefox.untilInPopup(ready, "the popup to be ready");
  await firefox.inPopup("document.querySelector('#page').click();");
  await untilReady(shadow);
  await firefox.inPopup("document.querySelector('#page').click();");
  await shadow.untilGone();
  await firefox.closePopup();
});

test("a site is asked for in the click and then on for its cross-site frames", async () => {
  const { page, shadow } = await open("cross-site.html");
  const before = await firefox.granted();
  await firefox.openPopup(page);
  await firefox.untilInPopup("return !document.querySelector('#site').disabled;", "the site's switch");
  await firefox.inPopup("document.querySelector('#site').click();");
  await firefox.allow();
  await untilReady(shadow);
  assert.ok((await texts(page)).has("type 2 diabetes mellitus"));
  assert.equal((await firefox.granted()).length, before.length + 2);
  await firefox.closePopup();

  await page.goto(address("plain.html"));
  await untilReady(shadow);

  await firefox.openPopup(page);
  await firefox.untilInPopup("return document.querySelector('#site').checked;", "the site's switch to be on");
  await firefox.inPopup("document.querySelector('#site').click();");
  await until(async () => (await firefox.granted()).length === before.length, "the permissions to be given back");
  await firefox.closePopup();
});

test("extension reloaded under a page", async () => {
  // Firefox ends our scripts in the page with the old extension, so that they cannot say anything; what
  // they left is taken over when Chartside is switched on again.
  const { page, shadow } = await open("plain.html");
  const untouched = await traces(page);
  await firefox.command("toggle-page", page);
  await untilReady(shadow);
  await page.evaluate(() => document.documentElement.lastElementChild?.setAttribute("data-old", ""));
  await firefox.reloadExtension();
  await firefox.command("toggle-page", page);
  await until(() => page.evaluate(() => !document.querySelector("[data-old]")), "the old panel to be taken away");
  await untilReady(shadow);
  assert.equal((await shadow.roots()).length, 1);
  await until(async () => (await texts(page)).has("hypertension"), "new highlights");
  await firefox.command("toggle-page", page);
  await shadow.untilGone();
  await untilAs(page, untouched);
});
