/** CKEditor 5, classic or inline. */

import { Bold, ClassicEditor, Essentials, Heading, InlineEditor, List, Paragraph } from "ckeditor5";
import style from "ckeditor5/ckeditor5.css";
import { dress, kind, markup, place, present } from "./page.js";

async function start() {
  dress(style);
  const Kind = kind() === "inline" ? InlineEditor : ClassicEditor;
  const editor = await Kind.create(place(), {
    licenseKey: "GPL",
    plugins: [Essentials, Paragraph, Heading, Bold, List],
    toolbar: ["undo", "redo", "heading", "bold", "bulletedList"],
  });
  return {
    set: (/** @type {string} */ text) => editor.setData(markup(text)),
    content: () => editor.getData(),
    body: () => /** @type {HTMLElement} */ (editor.ui.getEditableElement()),
  };
}

present(start());
