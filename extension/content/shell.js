/** The panel without what it holds: header, the room for rows, the coder's list, footer, help, and its voice. */
"use strict";
(() => {
  const cs = globalThis.__chartside;
  if (cs.shell) return;
  const { h, iconButton } = cs.dom;
  const t = cs.client.t;

  const SHOWN = 2400; // milliseconds of a short message

  /** The keys that one needs next, by what stands in the panel's body; the first that is there counts. @type {[what: string, keys: [key: string, name: string][]][]} */
  const HINTS = [
    [".state.first", [["N", "add_a_code"]]],
    [".check-ask", [["↵", "check_short"], ["Esc", "back"]]],
    [".finding", [["A", "add_short"], ["Esc", "back"]]],
    [".row:not(.locked)", [["A", "accept"], ["R", "reject"]]],
  ];

  /**
   * @param {{lookup: () => void, collapse: () => void, off: () => void, help: () => void, later: (act: () => void, milliseconds: number) => void}} acts
   * @returns {Shell}
   */
  function build(acts) {
    const [subtitle, foot] = [h("p"), h("span")];
    const body = h("div", { class: "scroll", role: "region", "aria-label": t("panel_rows"), tabindex: "-1" });
    const mine = h("section", { class: "mine", "aria-label": t("my_codes") });
    const live = h("div", { class: "sr", role: "status", "aria-live": "polite" });
    const header = h("header", {}, cs.dom.mark(), h("div", { class: "titles" }, h("h1", { text: "Chartside" }), subtitle),
      h("div", { class: "tools" },
        iconButton("search", t("open_lookup"), acts.lookup),
        iconButton("dock", t("swap_side"), cs.place.swap, "ghost swap"),
        iconButton("collapse", t("collapse"), acts.collapse),
        iconButton("close", t("switch_off"), acts.off)));
    header.addEventListener("pointerdown", cs.place.startMove);
    const hints = h("span", { class: "hints", "aria-hidden": "true" });
    const footer = h("footer", {}, foot, hints,
      h("button", { type: "button", class: "help-button", "aria-label": t("help_title"), title: t("help_title"), on: { click: acts.help } }, h("kbd", { text: "?" })));
    const frame = h("aside", { class: "frame", "aria-label": t("panel_label") }, header, body, mine, footer, live, cs.place.grip("w"), cs.place.grip("e"), cs.place.grip("s"));

    /** The keys at the foot, for what stands in the body now. */
    function hint() {
      const keys = HINTS.find(([what]) => body.querySelector(what))?.[1] ?? [];
      hints.replaceChildren(...keys.map(([key, name]) => h("span", {}, h("kbd", { text: key }), t(name))));
    }

    /** For screen readers; the same words twice are said twice. @param {string} text */
    function say(text) {
      live.textContent = text === live.textContent ? `${text}\u00a0` : text;
    }

    /** Seen for a moment, and said. @param {string} text */
    function toast(text) {
      frame.querySelector(".toast")?.remove();
      const note = h("div", { class: "toast", "aria-hidden": "true", text });
      frame.append(note);
      say(text);
      acts.later(() => note.remove(), SHOWN);
    }

    /** The keys over everything else, or away again. @param {() => void} close @returns {boolean} whether it was opened; the focus is in it then */
    function help(close) {
      const shown = frame.querySelector(".help");
      for (const part of [header, body, mine, footer]) part.toggleAttribute("inert", !shown);
      shown?.remove();
      if (shown) return false;
      const dialog = cs.help.view(close);
      frame.append(dialog);
      /** @type {HTMLElement | null} */ (dialog.querySelector("button"))?.focus();
      return true;
    }

    /** All that is left of a panel that is folded away. @param {number} count @param {boolean} small @param {() => void} expand */
    function tab(count, small, expand) {
      const part = cs.layer.part("panel");
      part.querySelector(".tab")?.remove();
      frame.hidden = small;
      const name = t("expand_panel", count);
      if (small) part.append(h("button", { type: "button", class: `tab ${cs.place.side()}`, "aria-label": name, title: name, on: { click: expand } }, cs.dom.mark(), h("span", { class: "n", text: String(count) })));
    }

    return { frame, subtitle, body, mine, live, foot, hint, say, toast, help, tab };
  }

  cs.shell = { build };
})();
