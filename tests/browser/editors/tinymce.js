/** TinyMCE 6, in its frame or inline. */

import tinymce from "tinymce/tinymce";
import "tinymce/icons/default";
import "tinymce/models/dom";
import "tinymce/plugins/lists";
import "tinymce/themes/silver";
import contentStyle from "tinymce/skins/ui/oxide/content.css";
import skin from "tinymce/skins/ui/oxide/skin.css";
import { dress, kind, markup, place, present } from "./page.js";

async function start() {
  dress(skin);
  const inline = kind() === "inline";
  const [editor] = await tinymce.init({
    target: place(),
    inline,
    skin: false,
    content_css: false,
    content_style: contentStyle,
    plugins: "lists",
    toolbar: "undo redo bold bullist",
    menubar: false,
    promotion: false,
    branding: false,
    height: 520,
    license_key: "gpl",
  });
  if (!editor) throw new Error("TinyMCE did not start");
  return {
    set: (/** @type {string} */ text) => {
      editor.setContent(markup(text));
      editor.undoManager.clear();
      editor.undoManager.add();
    },
    content: () => editor.getContent(),
    body: () => editor.getBody(),
  };
}

present(start());
