/** What browsers bring themselves: an editable element, or a frame whose whole document is editable. */

import { kind, markup, place, present } from "./page.js";

/** @param {HTMLElement} body */
function editor(body) {
  return {
    set: (/** @type {string} */ text) => {
      const parsed = new DOMParser().parseFromString(markup(text), "text/html");
      body.replaceChildren(...parsed.body.childNodes);
    },
    content: () => [...body.childNodes].map((node) => new XMLSerializer().serializeToString(node)).join(""),
    body: () => body,
  };
}

function framed() {
  const frame = document.createElement("iframe");
  frame.title = "Note";
  frame.width = "780";
  frame.height = "600";
  place().append(frame);
  const inside = /** @type {Document} */ (frame.contentDocument);
  inside.designMode = "on";
  return editor(inside.body);
}

function inPage() {
  place().contentEditable = "true";
  return editor(place());
}

present(kind() === "frame" ? framed() : inPage());
