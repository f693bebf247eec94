/** ProseMirror as it is: state, view, history, base keys. */

import { baseKeymap } from "prosemirror-commands";
import { history, redo, undo } from "prosemirror-history";
import { keymap } from "prosemirror-keymap";
import { schema } from "prosemirror-schema-basic";
import { EditorState } from "prosemirror-state";
import { EditorView } from "prosemirror-view";
import style from "prosemirror-view/style/prosemirror.css";
import { dress, lines, place, present } from "./page.js";

function start() {
  dress(style);
  const plugins = [history(), keymap({ "Mod-z": undo, "Mod-y": redo }), keymap(baseKeymap)];
  const view = new EditorView(place(), { state: EditorState.create({ schema, plugins }) });
  return {
    set: (/** @type {string} */ text) => {
      const doc = schema.node("doc", null, lines(text).map((line) => schema.node("paragraph", null, [schema.text(line)])));
      view.updateState(EditorState.create({ doc, plugins }));
    },
    content: () => JSON.stringify(view.state.doc.toJSON()),
    body: () => view.dom,
  };
}

present(start());
