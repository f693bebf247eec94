/** TipTap with its starter kit. */

import { Editor } from "@tiptap/core";
import StarterKit from "@tiptap/starter-kit";
import { lines, place, present } from "./page.js";

/** @param {string} text */
const paragraph = (text) => ({ type: "paragraph", content: [{ type: "text", text }] });

function start() {
  const editor = new Editor({ element: place(), extensions: [StarterKit] });
  return {
    set: (/** @type {string} */ text) => {
      const content = { type: "doc", content: lines(text).map(paragraph) };
      editor.chain().setMeta("addToHistory", false).setContent(content).run();
    },
    content: () => JSON.stringify(editor.getJSON()),
    body: () => editor.view.dom,
  };
}

present(start());
