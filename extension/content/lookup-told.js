/** What the Tabular List tells a coder at a code and above it: each instruction under where it comes from. */
"use strict";
(() => {
  const cs = globalThis.__chartside;
  if (cs.told) return;
  const { h } = cs.dom;
  const t = cs.client.t;

  const CODE = "[A-Z]\\d[0-9A-Z](?:\\.[0-9A-Z]{1,4})?";
  const NAMED = new RegExp(`^(${CODE})(?:(\\s?-\\s?)(${CODE}))?(\\.?-)?$`);

  /** @param {string} title @param {string} hint @param {(HTMLElement | null)[]} content */
  function section(title, hint, content) {
    return h("section", { class: "told" }, h("h3", {}, title, hint ? h("span", { class: "hint", text: hint }) : null), ...content);
  }

  /**
   * The text of an instruction with the codes that it names as links; of a range, both of its ends.
   * @param {Told} told @param {(code: string) => void} open
   */
  function linked({ text, codes = [] }, open) {
    /** @type {(Node | string)[]} */
    const nodes = [];
    const link = (/** @type {string} */ code, /** @type {string} */ shown) => h("button", { type: "button", class: "ref-code", text: shown, "aria-label": t("open_code", code), on: { click: () => open(code) } });
    let done = 0;
    for (const code of codes) {
      const at = text.indexOf(code, done);
      const [, first = "", dash = "", last = "", more = ""] = NAMED.exec(code) ?? [];
      if (at < 0 || !first) continue;
      nodes.push(text.slice(done, at), link(first, last ? first : first + more));
      if (last) nodes.push(dash, link(last, last + more));
      done = at + code.length;
    }
    return h("li", {}, ...nodes, text.slice(done));
  }

  /**
   * @param {string} title @param {(string | Told)[] | undefined} list @param {CodeDetails} code
   * @param {(code: string) => void} open @param {{hint?: string, folded?: boolean}} [how] `folded`: what is not the code's own
   */
  function view(title, list, code, open, { hint = "", folded = false } = {}) {
    if (!list?.length) return null;
    /** @type {Map<string, Told[]>} */
    const groups = new Map();
    for (const each of list) {
      const told = typeof each === "string" ? { text: each } : each;
      const origin = told.origin && told.origin !== code.code ? told.origin : "";
      groups.set(origin, [...(groups.get(origin) ?? []), told]);
    }
    return section(title, hint, [...groups].map(([origin, items]) => {
      const ul = h("ul", { class: "list" }, ...items.map((each) => linked(each, open)));
      if (!origin) return ul;
      if (folded) return h("details", { class: "far" }, h("summary", { text: from(origin) }), ul);
      return h("div", { class: "inherited" }, source(origin, code, open), ul);
    }));
  }

  /** Where a group of instructions stands; a code can be opened. @param {string} origin @param {CodeDetails} code @param {(code: string) => void} open */
  function source(origin, code, open) {
    const parent = code.parents.find((each) => each.code === origin);
    const name = from(origin);
    return h("p", { class: "origin" }, parent ? h("button", { type: "button", class: "from-code", text: name, on: { click: () => open(origin) } }) : name,
      parent ? h("span", { class: "of", text: parent.description }) : null);
  }

  /** Where an instruction stands: at a code, a block or a chapter. @param {string} origin */
  const from = (origin) => (/^\d+$/.test(origin) ? t("origin_chapter", origin) : t("from_origin", origin));

  cs.told = { view, section, linked, from };
})();
