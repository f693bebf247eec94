/** The keys of the panel, over the panel. */
"use strict";
(() => {
  const cs = globalThis.__chartside;
  if (cs.help) return;
  const { h, iconButton } = cs.dom;
  const t = cs.client.t;

  /** Keys as they are printed, and what they do. @type {[title: string, keys: [keys: string[], name: string][]][]} */
  const KEYS = [
    ["help_walk", [
      [["J", "K", "↓", "↑"], "key_move"],
      [["↵"], "key_open"],
      [["→", "←"], "key_fold"],
      [["/"], "key_lookup"],
      [["Esc"], "key_leave"],
    ]],
    ["help_decide", [
      [["A"], "key_accept"],
      [["R"], "key_reject"],
      [["E"], "key_change"],
      [["N"], "key_add"],
      [["F"], "key_finalize"],
      [["V"], "key_check"],
      [["Del"], "key_take_back"],
      [["U"], "key_undo"],
      [["Shift", "U"], "key_redo"],
    ]],
    ["help_copy", [
      [["C"], "key_copy"],
      [["L"], "key_list"],
      [["Shift", "L"], "key_bare"],
    ]],
    ["help_place", [
      [["D"], "key_dock"],
      [["Shift", "←↑↓→"], "key_place"],
      [["+", "−"], "key_size"],
      [["?"], "key_help"],
    ]],
  ];

  /** @param {() => void} close */
  function view(close) {
    return h("div", { class: "help", role: "dialog", "aria-modal": "true", "aria-label": t("help_title") },
      h("header", {}, h("h2", { text: t("help_title") }), iconButton("close", t("close"), close)),
      h("div", { class: "keys-list", tabindex: "0", role: "region", "aria-label": t("help_title") },
        ...KEYS.map(([title, keys]) => h("section", {}, h("h3", { text: t(title) }),
          h("dl", {}, ...keys.flatMap(([names, what]) => [
            h("dt", {}, ...names.map((name) => h("kbd", { text: name }))),
            h("dd", { text: t(what) })])))),
        h("p", { class: "quiet", text: t("help_note") })));
  }

  cs.help = { view };
})();
