/** One note in every rich editor in Firefox: found, highlighted, and left as it was, whatever is typed and undone. */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, afterEach, before, test } from "node:test";
import { bundles } from "../editors/build.mjs";
import { Firefox } from "./browser.mjs";
import { Editor, same } from "./editors.mjs";
import { rows } from "./panel.mjs";
import { page as address, pair, startService, suggest } from "./service.mjs";
import { until } from "./waiting.mjs";

const NOTE = readFileSync(new URL("../pages/editors/note.txt", import.meta.url), "utf8");
const WORD = "Today ";
const SECOND = NOTE.split("\n")[1] ?? "";
const TYPED = NOTE.replace(SECOND, WORD + SECOND);
const LEAST = 0.3; // of a word's width that must be seen underlined: dots and dashes leave gaps

/** @type {Firefox} */
let firefox;
/** @type {any} */
let answer;
/** @type {any} */
let answerToTyped;

before(async () => {
  await bundles();
  await startService();
  firefox = await Firefox.launch();
  await pair(firefox);
  [answer, answerToTyped] = [await suggest(NOTE), await suggest(TYPED)];
});

after(() => firefox?.close());

afterEach(async () => {
  const [first, ...others] = await firefox.browser.pages();
  assert.ok(first);
  for (const page of others) await page.close();
});

/** Section of the panel and code, of all that the service answered. @param {any} result @returns {string[]} */
function offered({ suggestions, not_coded }) {
  const all = [...suggestions.map((/** @type {any} */ { tier, code }) => `${tier} ${code}`), ...not_coded.map((/** @type {any} */ { code }) => `not ${code}`)];
  return [...new Set(all)].sort();
}

/**
 * Wait until the panel shows this result, and the editor its highlights.
 * @param {import("./shadow.mjs").Shadow} shadow @param {Editor} editor @param {any} result @param {string} text
 */
async function untilSame(shadow, editor, result, text) {
  const wanted = [offered(result), await editor.ask("expected", text, result)];
  const now = async () => [[...new Set((await rows(shadow)).map((row) => row.join(" ")))].sort(), await editor.ask("marked")];
  const fits = async () => JSON.stringify(await now()) === JSON.stringify(wanted);
  await until(fits, "the note's suggestions and highlights").catch(async () => assert.deepEqual(await now(), wanted));
}

/** @param {Editor} editor */
async function underlinesSeen(editor) {
  const boxes = await editor.ask("boxes");
  assert.ok(boxes.length > 2);
  const shares = await editor.underlined(boxes);
  assert.ok(Math.min(...shares) > LEAST, JSON.stringify([boxes, shares]));
}

/** The whole of it in one editor. @param {string} name of its page */
async function check(name) {
  const editor = await Editor.open(firefox, address(`editors/${name}.html`));
  const shadow = firefox.shadow(editor.page);
  const saved = await editor.content();
  await editor.typeWord(WORD);
  const typed = await editor.content(); // without Chartside
  assert.notEqual(typed, saved);
  await editor.undoTo(saved);
  await editor.leave();
  await editor.scrollThrough();
  const asItWas = await editor.markup();

  await firefox.command("toggle-page", editor.page);
  await untilSame(shadow, editor, answer, NOTE);
  await underlinesSeen(editor);
  same(asItWas, await editor.markup());
  await editor.ask("scroll", 1);
  await untilSame(shadow, editor, answer, NOTE);
  await underlinesSeen(editor);
  await editor.scrollThrough();
  await firefox.command("toggle-page", editor.page);
  await shadow.untilGone();
  assert.deepEqual([await editor.content(), await editor.ask("marked")], [saved, []]);
  same(asItWas, await editor.markup());

  await firefox.command("toggle-page", editor.page);
  await untilSame(shadow, editor, answer, NOTE);
  await editor.typeWord(WORD);
  await untilSame(shadow, editor, answerToTyped, TYPED);
  assert.equal(await editor.content(), typed);
  await editor.undoTo(saved);
  await untilSame(shadow, editor, answer, NOTE);
}

test("a note so long that CodeMirror draws only a part of it", async () => {
  const editor = await Editor.open(firefox, address("editors/codemirror-long.html"));
  const shadow = firefox.shadow(editor.page);
  const whole = offered(await suggest(await editor.content()));
  const shown = async () => [...new Set((await rows(shadow)).map((row) => row.join(" ")))].sort();
  await firefox.command("toggle-page", editor.page);
  await until(async () => (await shadow.text()).includes("of this note is read so far"), "that a part was read");
  await editor.page.mouse.move(300, 300);
  const place = () => editor.page.evaluate(() => {
    const { scrollHeight, clientHeight, scrollTop } = /** @type {Element} */ (document.querySelector(".cm-scroller"));
    return { top: scrollTop, end: scrollTop + clientHeight >= scrollHeight - 1 };
  });
  for (let before = await place(); !before.end; before = await place()) {
    await editor.page.mouse.wheel({ deltaY: 400 });
    await until(async () => (await place()).top > before.top, "the editor to scroll");
    await editor.markup();
  }
  const fits = async () => JSON.stringify(await shown()) === JSON.stringify(whole);
  await until(fits, "the suggestions of the whole note").catch(async () => assert.deepEqual(await shown(), whole));
  assert.ok(!(await shadow.text()).includes("of this note is read so far"));
});

test("the note in TinyMCE", () => check("tinymce"));
test("the note in TinyMCE, inline", () => check("tinymce-inline"));
test("the note in CKEditor", () => check("ckeditor"));
test("the note in CKEditor, inline", () => check("ckeditor-inline"));
test("the note in Quill", () => check("quill"));
test("the note in ProseMirror", () => check("prosemirror"));
test("the note in TipTap", () => check("tiptap"));
test("the note in Lexical", () => check("lexical"));
test("the note in Slate", () => check("slate"));
test("the note in Draft.js", () => check("draft"));
test("the note in CodeMirror", () => check("codemirror"));
test("the note in an editable element", () => check("contenteditable"));
test("the note in an editable frame", () => check("designmode"));
