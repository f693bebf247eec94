/** The keyboard in the panel: next and previous row, copy, back to the page; and the focus kept over a redraw. */
"use strict";
(() => {
  const cs = globalThis.__chartside;
  if (cs.keys) return;

  const STEPS = /** @type {Record<string, number>} */ ({ j: 1, ArrowDown: 1, k: -1, ArrowUp: -1 });

  /**
   * @param {KeyboardEvent} event @param {HTMLElement} body the rows
   * @param {(code: string) => unknown} copy
   */
  function handle(event, body, copy) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const active = cs.layer.active();
    const step = STEPS[event.key];
    if (step && !active?.classList.contains("grip")) {
      event.preventDefault();
      go(body, active, step);
    } else if (event.key === "c") {
      const code = active?.closest("[data-code]")?.getAttribute("data-code");
      if (code) void copy(code);
    } else if (event.key === "Escape") {
      event.preventDefault();
      if (!cs.fields.giveBack()) /** @type {HTMLElement | null} */ (active)?.blur();
    }
  }

  /** @param {HTMLElement} body @param {Element | null} active @param {number} step */
  function go(body, active, step) {
    const rows = /** @type {HTMLElement[]} */ ([...body.querySelectorAll("[data-main], summary[data-key]")]).filter((row) => row.checkVisibility());
    const row = active?.closest(".row")?.querySelector("[data-main]") ?? active;
    const at = rows.findIndex((each) => each === row);
    const next = rows[at < 0 ? 0 : Math.max(0, Math.min(rows.length - 1, at + step))];
    next?.focus();
    next?.scrollIntoView({ block: "nearest" });
  }

  /** Which row and which of its buttons has the focus. */
  function mark() {
    const active = cs.layer.active();
    const row = active?.closest("[data-key]");
    return row && active ? { key: row.getAttribute("data-key") ?? "", at: [...row.querySelectorAll("button, summary")].indexOf(active) } : null;
  }

  /** @param {HTMLElement} body @param {{key: string, at: number} | null} before */
  function restore(body, before) {
    const row = before && body.querySelector(`[data-key="${CSS.escape(before.key)}"]`);
    if (!row) return;
    const buttons = [...row.querySelectorAll("button, summary")];
    const element = before.at < 0 ? row : (buttons[before.at] ?? buttons[0]);
    /** @type {HTMLElement | undefined} */ (element)?.focus({ preventScroll: true });
  }

  cs.keys = { handle, mark, restore };
})();
