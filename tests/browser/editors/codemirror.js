/** CodeMirror 6 with wrapped lines; it draws only the lines near the ones in sight. */

import { EditorView, basicSetup } from "codemirror";
import { kind, lines, place, present } from "./page.js";

function start() {
  const height = EditorView.theme({ "&": { height: "520px" }, ".cm-scroller": { overflow: "auto" } });
  const extensions = [basicSetup, EditorView.lineWrapping, height];
  const view = new EditorView({ parent: place(), extensions });
  return {
    set: (/** @type {string} */ text) => {
      // A note of many lines keeps its empty ones.
      const doc = kind() === "long" ? text : lines(text).join("\n");
      view.setState(view.state.update({ changes: { from: 0, to: view.state.doc.length, insert: doc } }).state);
    },
    content: () => view.state.doc.toString(),
    body: () => view.contentDOM,
  };
}

present(start());
