/**
 * Colours, type and space as CSS variables: the one source for panel, lookup, popup and options.
 *
 * Text colours keep 4.5:1 on every ground they are used on, in light and dark.
 */
"use strict";
(() => {
  const cs = (globalThis.__chartside ??= /** @type {Chartside} */ ({}));
  if (cs.theme) return;

  const tokens = `
    :host, :root {
      --bg: #ffffff; --bg-2: #f5f8f8; --bg-3: #ebf0f0; --line: #dfe6e6; --line-2: #c3cfce;
      --ink: #12211f; --ink-2: #44534f; --ink-3: #5a6a67;
      --accent: #0b6b63; --accent-2: #095850; --on-accent: #ffffff; --accent-soft: #dcf1ee; --accent-line: #9fd5ce;
      --amber: #8a4b00; --amber-soft: #fdf0dc; --amber-line: #eec98b; --slate: #51606b; --slate-soft: #ebeff2;
      --red: #a3282b; --red-soft: #fdeceb; --red-line: #f0b9b6; --violet: #56399c; --violet-soft: #efebfb; --blue: #1a568f; --blue-soft: #e4effa;
      --track: #d9e2e1;
      --shadow: 0 0 0 1px rgb(16 40 38 / .08), 0 2px 6px rgb(16 40 38 / .06), 0 16px 48px rgb(16 40 38 / .18);
      --sans: system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Helvetica Neue", Arial, sans-serif;
      --mono: ui-monospace, "SF Mono", "Cascadia Mono", "Segoe UI Mono", "Roboto Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace;
    }
    @media (prefers-color-scheme: dark) {
      :host, :root {
        --bg: #121919; --bg-2: #192222; --bg-3: #222d2d; --line: #2a3636; --line-2: #425150;
        --ink: #e9f0ef; --ink-2: #b6c5c2; --ink-3: #98a8a5;
        --accent: #5fd0c1; --accent-2: #83ded2; --on-accent: #04211d; --accent-soft: #12322e; --accent-line: #23665d;
        --amber: #f2bd70; --amber-soft: #33270f; --amber-line: #6b5120; --slate: #a9b8c2; --slate-soft: #242e34;
        --red: #ffa19b; --red-soft: #391c1c; --red-line: #6e3434; --violet: #c6b6ff; --violet-soft: #2a2344; --blue: #9fcbf7; --blue-soft: #17293b;
        --track: #2e3a3a;
        --shadow: 0 0 0 1px rgb(255 255 255 / .09), 0 2px 8px rgb(0 0 0 / .4), 0 20px 56px rgb(0 0 0 / .55);
      }
    }
    /* High contrast: the system's colours; shadows and grounds are not drawn, so edges and choices get lines and the system's own mark. */
    @media (forced-colors: active) {
      :host, :root {
        --bg: Canvas; --bg-2: Canvas; --bg-3: Canvas; --line: CanvasText; --line-2: CanvasText;
        --ink: CanvasText; --ink-2: CanvasText; --ink-3: CanvasText;
        --accent: CanvasText; --accent-2: CanvasText; --on-accent: Canvas; --accent-soft: Canvas; --accent-line: CanvasText;
        --amber: CanvasText; --amber-soft: Canvas; --amber-line: CanvasText; --slate: CanvasText; --slate-soft: Canvas;
        --red: CanvasText; --red-soft: Canvas; --red-line: CanvasText; --violet: CanvasText; --violet-soft: Canvas; --blue: CanvasText; --blue-soft: Canvas;
        --track: Canvas;
      }
      .frame, .tab, .box-lookup, .bubble, .card, .toast, .solid, .plain, .field, .segments, .tabs, .rule, .tree, .builder, .choice, .entry-code, .cells, .conflict, .grouping, .note-error, .none, .bar, .draft { border: 1px solid CanvasText; }
      .chip, .flag, .need, kbd, .n { outline: 1px solid CanvasText; outline-offset: -1px; }
      [role=option][aria-selected=true], .node[aria-selected=true], .choice[aria-pressed=true], .tabs [aria-selected=true], .segments input:checked + span {
        forced-color-adjust: none; background: SelectedItem !important; color: SelectedItemText !important;
      }
      [role=option][aria-selected=true] *, .node[aria-selected=true] * { color: SelectedItemText !important; }
      /* Behind text the system lays a plate in the page's colour, on which text of that colour is not seen. */
      .solid, .toast { forced-color-adjust: none; }
      .ring { border: 1.5px solid currentColor; }
      .ring.full, .bar i, .lamp.good { forced-color-adjust: none; background: currentColor !important; }
      .row.lit { outline: 2px solid Highlight; }
    }`;

  cs.theme = { tokens };
})();
