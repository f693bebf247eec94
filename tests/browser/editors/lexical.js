/** Lexical with rich text and history. */

import { createEmptyHistoryState, registerHistory } from "@lexical/history";
import { registerRichText } from "@lexical/rich-text";
import { $createParagraphNode, $createTextNode, $getRoot, createEditor } from "lexical";
import { lines, place, present } from "./page.js";

function start() {
  const body = place();
  body.contentEditable = "true";
  const editor = createEditor({
    namespace: "note",
    onError: (/** @type {Error} */ problem) => {
      throw problem;
    },
  });
  editor.setRootElement(body);
  registerRichText(editor);
  registerHistory(editor, createEmptyHistoryState(), 300);
  return {
    set: (/** @type {string} */ text) => {
      const fill = () => {
        const paragraphs = lines(text).map((line) => $createParagraphNode().append($createTextNode(line)));
        $getRoot().clear().append(...paragraphs);
      };
      editor.update(fill, { discrete: true, tag: "history-merge" });
    },
    content: () => JSON.stringify(editor.getEditorState().toJSON()),
    body: () => body,
  };
}

present(start());
