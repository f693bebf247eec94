/** CodeMirror 6; it draws only the lines near the ones in sight. */

import { EditorView, basicSetup } from "codemirror";
import { kind, lines, place, present } from "./page.js";

const HOURS = 336; // rounds of an hour each: far more lines than are drawn at once

/** The note as the first of a long record, with a last part that only who scrolls sees. @param {string} text */
function long(text) {
  const rounds = Array.from({ length: HOURS }, (_, hour) => {
    const at = `Day ${1 + Math.floor(hour / 24)}, ${String(hour % 24).padStart(2, "0")}:00`;
    return `${at}  Rounds: resting, pulse ${70 + ((hour * 7) % 23)}, temperature ${36 + ((hour * 3) % 9) / 10}.`;
  });
  const middle = ["", "Consultation:", "Seen by dermatology for psoriasis of both elbows, treated with calcipotriene.", ""];
  const end = ["", "Addendum:", "Acute gout of the right great toe: colchicine was started.", "Iron deficiency anemia: ferrous sulfate."];
  return [text.trim(), "", "Nursing record:", ...rounds.slice(0, HOURS / 2), ...middle, ...rounds.slice(HOURS / 2), ...end].join("\n");
}

function start() {
  const height = EditorView.theme({ "&": { height: "520px" }, ".cm-scroller": { overflow: "auto" } });
  // Lines that are not wrapped have heights that are known before they are drawn.
  const wrapped = location.search === "?unwrapped" ? [] : EditorView.lineWrapping;
  const extensions = [basicSetup, wrapped, height];
  const view = new EditorView({ parent: place(), extensions });
  return {
    set: (/** @type {string} */ text) => {
      const doc = kind() === "long" ? long(text) : lines(text).join("\n");
      view.setState(view.state.update({ changes: { from: 0, to: view.state.doc.length, insert: doc } }).state);
    },
    /** Another text, as an application shows its next note. */
    swap: (/** @type {string} */ text, /** @type {"state" | "change"} */ how) => {
      const change = view.state.update({ changes: { from: 0, to: view.state.doc.length, insert: text } });
      if (how === "state") view.setState(change.state);
      else view.dispatch(change);
    },
    content: () => view.state.doc.toString(),
    body: () => view.contentDOM,
  };
}

present(start());
