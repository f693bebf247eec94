/** The coder's own list at the foot of the panel: how many codes, which, and the list to copy. */
"use strict";
(() => {
  const cs = globalThis.__chartside;
  if (cs.mine) return;
  const { h, icon, iconButton } = cs.dom;
  const t = cs.client.t;

  /**
   * Nothing until the coder has decided something.
   * @param {{open: boolean, toggle: () => void, undo: () => void, copy: () => void, takeBack: (id: string) => void}} acts
   * @returns {Node[]}
   */
  function view({ open, toggle, undo, copy, takeBack }) {
    const all = cs.decisions.all();
    if (!all.length) return [];
    const codes = cs.decisions.mine();
    const rejected = new Set(all.filter(({ kind, thread, code }) => kind === "reject" && cs.decisions.of(thread, code)?.kind === "reject").map(({ code }) => code)).size;
    const bar = h("div", { class: "mine-bar" },
      h("button", { type: "button", class: "mine-toggle", "data-walk": "", "data-key": "mine", "aria-expanded": String(open), "aria-controls": "mine", on: { click: toggle } },
        icon("chevron"), h("b", { text: t("my_codes") }), h("span", { class: `n ${codes.length ? "has" : ""}`, text: String(codes.length) }),
        open || !codes.length ? h("span", { class: "peek quiet", text: rejected ? t("rejected_count", rejected) : "" }) : h("span", { class: "peek code" }, ...codes.flatMap(({ code }) => [h("span", { text: code }), " "]))),
      iconButton("undo", `${t("undo")} (U)`, undo),
      h("button", { type: "button", class: "solid small", "data-do": "copy-list", title: `${t("copy_list")} (L)`, disabled: codes.length ? null : true, on: { click: copy } }, icon("copy"), t("copy_list")));
    const list = h("ol", { class: "mine-list", id: "mine", role: "list", hidden: !open, tabindex: codes.every(({ thread }) => cs.decisions.locked(thread)) ? "0" : null, "aria-label": t("my_codes") }, ...codes.map((each) => item(each, takeBack)));
    const where = { session: "kept_session", reader: "kept_reader", waiting: "kept_waiting", refused: "kept_refused", nowhere: "kept_nowhere" }[cs.decisions.kept()];
    return [bar, list, where ? h("p", { class: "kept quiet", text: t(where) }) : h("span"), ...cs.finish.view()];
  }

  /** @param {Decision} decision @param {(id: string) => void} takeBack */
  function item(decision, takeBack) {
    const { id, thread, kind, code, from_code, description } = decision;
    const origin = kind === "change" ? t("mine_changed", from_code) : kind === "add" ? t("state_added") : "";
    return h("li", { "data-key": `mine:${id}` },
      h("span", { class: "code", text: code }),
      h("span", { class: "what" }, description, origin ? h("small", { text: origin }) : null),
      cs.decisions.locked(thread) ? null : h("button", { type: "button", class: "ghost", "data-walk": "", "data-take-back": id, "aria-label": t("take_back", code), title: t("take_back", code), on: { click: () => takeBack(id) } }, icon("close")));
  }

  /** The list as it is pasted elsewhere: one code a line, with its title behind a tab unless only codes are wanted. @param {boolean} [bare] */
  const text = (bare = false) => cs.decisions.mine().map(({ code, description }) => (bare || !description ? code : `${code}\t${description}`)).join("\n");

  cs.mine = { view, text };
})();
