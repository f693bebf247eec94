/** Boxes over the words of a textarea in Firefox, compared with pictures: however it is scrolled, sized and styled. */

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { bundles } from "../editors/build.mjs";
import { Firefox } from "./browser.mjs";
import { Editor } from "./editors.mjs";
import { untilReady } from "./panel.mjs";
import { page as address, pair, startService } from "./service.mjs";
import { until } from "./waiting.mjs";

/** @typedef {{left: number, top: number, right: number, bottom: number}} Place */

const [ABOVE, BELOW] = ["fever", "Hyperlipidemia"];
const NEAR = 2; // pixels between a word and its box, at most
const CARET = 3; // pixels that a caret is wide, at most; it blinks
const BOXES = `(root) => JSON.stringify([...root.querySelectorAll(".box")].map((each) => {
  const { left, top, right, bottom } = each.getBoundingClientRect();
  return { left, top, right, bottom };
}))`;

/** What is done to the textarea, one after the other. */
const STYLES = {
  "as it is": "",
  "narrower": "width: 391.3px",
  "higher, to be resized": "height: 351px; resize: both",
  "another padding and border": "padding: 3px 17.5px 11px 21px; border-width: 5px 1px 2px 7px",
  "a content box": "box-sizing: content-box; width: 350.4px",
  "letters and words apart": "letter-spacing: 0.7px; word-spacing: 3px; text-indent: 20px",
  "another font": "font: italic 15.3px/1.7 'DejaVu Serif', serif; text-transform: uppercase",
  "lines that do not break": "white-space: pre; width: 410px",
  "from right to left": "direction: rtl",
  "zoomed": "zoom: 0.9",
  "scaled": "transform: scale(0.9, 1.1); transform-origin: 0 0",
};

/** @type {Firefox} */
let firefox;

before(async () => {
  await bundles();
  await startService();
  firefox = await Firefox.launch();
  await pair(firefox);
});

after(() => firefox?.close());

/** A picture with a share of these words selected. @param {Editor} editor @param {string} words @param {number} share */
async function picture(editor, words, share) {
  await editor.page.evaluate((text, part) => {
    const area = /** @type {HTMLTextAreaElement} */ (document.querySelector("textarea"));
    const [start, top, left] = [area.value.indexOf(text), area.scrollTop, area.scrollLeft];
    area.focus({ preventScroll: true });
    area.setSelectionRange(start, start + part * text.length);
    area.scrollTo(left, top);
  }, words, share);
  return editor.picture();
}

/** Where words truly stand: what differs when they are selected. @param {Editor} editor @param {string} words @returns {Promise<Place>} */
async function placeOf(editor, words) {
  return until(async () => {
    const [first, selected, again] = [await picture(editor, words, 0), await picture(editor, words, 1), await picture(editor, words, 0)];
    const moved = await editor.ask("difference", first, again);
    return moved.right - moved.left <= CARET ? editor.ask("difference", first, selected) : null;
  }, "a picture that stays as it is");
}

/** @param {Place} box @param {Place} place */
const off = (box, place) => Math.max(Math.abs(box.left - place.left), Math.abs(box.right - place.right), Math.abs(box.top + box.bottom - place.top - place.bottom) / 2);

/** @param {import("./shadow.mjs").Shadow} shadow @param {Place} place */
async function untilBox(shadow, place) {
  const nearest = async () => {
    /** @type {Place[]} */
    const all = (await shadow.evaluate(BOXES)).flatMap((found) => JSON.parse(found ?? "[]"));
    return all.sort((a, b) => off(a, place) - off(b, place))[0];
  };
  const fits = async () => {
    const box = await nearest();
    return box !== undefined && off(box, place) <= NEAR;
  };
  await until(fits, "a box on the word").catch(async () => assert.deepEqual(await nearest(), place));
}

test("boxes stand on the words of a textarea, whatever its style is", async (context) => {
  const editor = await Editor.open(firefox, address("editors/standing.html"));
  const shadow = firefox.shadow(editor.page);
  await firefox.command("toggle-page", editor.page);
  await untilReady(shadow);
  for (const [what, style] of Object.entries(STYLES)) {
    const begun = Date.now();
    await editor.page.$eval("textarea", (field, text) => void (field.style.cssText = text), style);
    // Above at first; at the end, all that stands before has its part in where a word stands.
    for (const [share, words] of /** @type {[number, string][]} */ (style ? [[1, BELOW]] : [[0, ABOVE], [1, BELOW]])) {
      await editor.ask("scroll", share);
      await editor.page.evaluate(() => scrollTo(0, 0));
      await untilBox(shadow, await placeOf(editor, words)).catch((error) => {
        throw new Error(`${what}, ${words}: ${error.message}`, { cause: error });
      });
    }
    context.diagnostic(`${what}: ${Date.now() - begun} ms`);
  }
});
