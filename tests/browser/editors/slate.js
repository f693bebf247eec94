/** Slate, drawn by React. */

import { createElement, useState } from "react";
import { flushSync } from "react-dom";
import { createRoot } from "react-dom/client";
import { createEditor } from "slate";
import { withHistory } from "slate-history";
import { Editable, Slate, withReact } from "slate-react";
import { lines, place, present } from "./page.js";

/** @type {any} */
let editor = null;

/** @param {{text: string}} properties */
function Note({ text }) {
  const [own] = useState(() => withHistory(withReact(createEditor())));
  editor = own;
  const value = lines(text).map((line) => ({ type: "paragraph", children: [{ text: line }] }));
  return createElement(Slate, { editor: own, initialValue: value }, createElement(Editable, { spellCheck: false }));
}

function start() {
  const root = createRoot(place());
  return {
    set: (/** @type {string} */ text) => flushSync(() => root.render(createElement(Note, { text }))),
    content: () => JSON.stringify(editor.children),
    body: () => /** @type {HTMLElement} */ (place().querySelector("[contenteditable]")),
  };
}

present(start());
