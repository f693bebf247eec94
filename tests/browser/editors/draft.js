/** Draft.js, drawn by React. */

import { ContentState, Editor, EditorState, convertToRaw } from "draft-js";
import style from "draft-js/dist/Draft.css";
import { createElement, useState } from "react";
import { flushSync } from "react-dom";
import { createRoot } from "react-dom/client";
import { dress, lines, place, present } from "./page.js";

/** @type {any} */
let current = null;

/** @param {{text: string}} properties */
function Note({ text }) {
  const [state, change] = useState(() => EditorState.createWithContent(ContentState.createFromText(lines(text).join("\n"))));
  current = state;
  /** @param {string} command */
  const handleKeyCommand = (command) => {
    if (command !== "undo") return "not-handled";
    change(EditorState.undo(state));
    return "handled";
  };
  return createElement(/** @type {any} */ (Editor), { editorState: state, onChange: change, handleKeyCommand });
}

function start() {
  dress(style);
  const root = createRoot(place());
  return {
    set: (/** @type {string} */ text) => flushSync(() => root.render(createElement(Note, { text }))),
    content: () => JSON.stringify(convertToRaw(current.getCurrentContent())),
    body: () => /** @type {HTMLElement} */ (place().querySelector("[contenteditable]")),
  };
}

present(start());
