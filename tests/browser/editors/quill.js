/** Quill 2 with its usual toolbar. */

import Quill from "quill";
import style from "quill/dist/quill.snow.css";
import { dress, lines, place, present } from "./page.js";

function start() {
  dress(style);
  const quill = new Quill(place(), { theme: "snow" });
  return {
    set: (/** @type {string} */ text) => {
      quill.setText(`${lines(text).join("\n")}\n`, "api");
      quill.history.clear();
    },
    content: () => JSON.stringify(quill.getContents()),
    body: () => quill.root,
  };
}

present(start());
