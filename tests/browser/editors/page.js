/**
 * What every editor's page has in common: the note is put into the editor, and tests reach it by `window.editor`.
 *
 * @typedef {{
 *   set(text: string): void | Promise<void>,
 *   content(): string,
 *   body(): HTMLElement,
 * }} Editor `content` is what the editor itself would save; `body` is the element that takes the text.
 */

import { difference, underlined } from "./pixels.js";
import * as probe from "./probe.js";

/** @returns {HTMLElement} where the page wants its editor */
export function place() {
  const found = document.getElementById("editor");
  if (!found) throw new Error("the page has no place for an editor");
  return found;
}

/** Which of several ways of the editor the page asks for. @returns {string} */
export const kind = () => place().dataset.kind ?? "";

/** The editor's own style sheets. @param {string[]} sheets */
export function dress(...sheets) {
  for (const text of sheets) {
    const style = document.createElement("style");
    style.textContent = text;
    document.head.append(style);
  }
}

/** The note's lines, empty ones aside: each becomes a paragraph. @param {string} text */
export const lines = (text) => text.split("\n").filter((line) => line.trim());

/** The note as the markup that an editor would have saved. @param {string} text */
export function markup(text) {
  const paragraph = document.createElement("p");
  return lines(text)
    .map((line) => {
      paragraph.textContent = line;
      return `<p>${new XMLSerializer().serializeToString(paragraph).replace(/^<p[^>]*>|<\/p>$/g, "")}</p>`;
    })
    .join("");
}

/** @param {Editor | Promise<Editor>} given puts the page's note into the editor and says when it is there */
export function present(given) {
  const ready = (async () => {
    const editor = await given;
    const note = await fetch(place().dataset.note ?? "/editors/note.txt");
    await editor.set(await note.text());
    const { boxes, expected, firstLine, marked, markup: whole, scroll, widthOf } = probe;
    Object.assign(/** @type {any} */ (window).editor, {
      ...editor,
      expected,
      difference: (/** @type {string} */ before, /** @type {string} */ after) => difference(editor.body(), before, after),
      underlined,
      marked: () => marked(editor.body()),
      boxes: () => boxes(editor.body()),
      firstLine: () => firstLine(editor.body()),
      scroll: (/** @type {number} */ share) => scroll(editor.body(), share),
      widthOf: (/** @type {string} */ word) => widthOf(editor.body(), word),
      markup: () => whole(editor.body()),
    });
    return true;
  })();
  /** @type {any} */ (window).editor = { ready };
}
