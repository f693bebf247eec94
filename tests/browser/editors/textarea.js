/** A textarea that React controls, with hard line ends as old EHRs have it. */

import { createElement, useState } from "react";
import { flushSync } from "react-dom";
import { createRoot } from "react-dom/client";
import { lines, place, present } from "./page.js";

let saved = "";

/** @param {{text: string}} properties */
function Note({ text }) {
  const [value, change] = useState(text);
  saved = value;
  const onChange = (/** @type {any} */ event) => change(event.target.value);
  return createElement("textarea", { "aria-label": "Visit text", wrap: "hard", cols: 72, rows: 24, value, onChange, spellCheck: false });
}

function start() {
  const root = createRoot(place());
  return {
    set: (/** @type {string} */ text) => flushSync(() => root.render(createElement(Note, { text: lines(text).join("\n") }))),
    content: () => saved,
    body: () => /** @type {HTMLElement} */ (place().querySelector("textarea")),
  };
}

present(start());
