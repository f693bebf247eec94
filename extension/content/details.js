/** One code, whole: where it stands in the classification, and what the Tabular List says about it. */
"use strict";
(() => {
  const cs = globalThis.__chartside;
  if (cs.details) return;
  const { h, icon } = cs.dom;
  const t = cs.client.t;

  const MANY = 40;

  /**
   * @param {CodeDetails} code
   * @param {{open: (code: string) => void, copy: (code: string) => void, insert: ((code: string) => void) | null, target: string}} acts
   * @returns {HTMLElement}
   */
  function view(code, acts) {
    const goTo = (/** @type {{code: string, description: string, billable?: boolean}} */ each) =>
      h("li", {}, h("button", { type: "button", class: "go", on: { click: () => acts.open(each.code) } },
        h("span", { class: "code", text: each.code }), h("span", { text: each.description }), each.billable === undefined ? null : dot(each.billable)));
    const parents = [...code.parents].reverse();
    return h("article", { class: "details", tabindex: "-1", "aria-label": `${code.code} ${code.description}` },
      parents.length ? h("nav", { class: "trail", "aria-label": t("parents") }, ...parents.map((each) => h("button", { type: "button", title: each.description, text: each.code, on: { click: () => acts.open(each.code) } }))) : null,
      h("header", {}, h("h2", {}, h("span", { class: "code big", text: code.code }), h("span", { class: `chip ${code.billable ? "good" : "warn"}`, text: t(code.billable ? "billable" : "not_billable") })),
        h("p", { class: "title", text: code.description })),
      h("div", { class: "acts" },
        code.billable && acts.insert ? h("button", { type: "button", class: "solid small", title: t("insert_into", acts.target), on: { click: () => acts.insert?.(code.code) } }, icon("insert"), t("insert")) : null,
        h("button", { type: "button", class: "plain small", on: { click: () => acts.copy(code.code) } }, icon("copy"), t("copy_code"))),
      section(t("children"), code.children.length, h("ul", { class: "tree" }, ...code.children.slice(0, MANY).map(goTo), code.children.length > MANY ? h("li", { class: "quiet", text: t("and_more", code.children.length - MANY) }) : null)),
      lines(t("inclusion_terms"), code.inclusion_terms.map((term) => (typeof term === "string" ? { text: term } : term)), code.code, acts),
      lines(t("includes"), code.includes, code.code, acts),
      lines(t("excludes1"), code.excludes1, code.code, acts, t("excludes1_hint")),
      lines(t("excludes2"), code.excludes2, code.code, acts, t("excludes2_hint")),
      lines(t("code_first"), code.code_first, code.code, acts),
      lines(t("use_additional"), code.use_additional, code.code, acts),
      lines(t("code_also"), code.code_also, code.code, acts),
      lines(t("notes"), code.notes, code.code, acts),
      section(t("seventh"), code.seventh_characters.length, h("dl", { class: "seventh" }, ...code.seventh_characters.flatMap(({ character, meaning }) => [h("dt", { class: "code", text: character }), h("dd", { text: meaning })]))),
      h("p", { class: "source-line quiet", text: code.code_set }));
  }

  /** @param {string} title @param {number} count @param {HTMLElement} content @param {string} [hint] */
  function section(title, count, content, hint = "") {
    return count ? h("section", {}, h("h3", { text: title }), hint ? h("p", { class: "hint quiet", text: hint }) : null, content) : null;
  }

  /** @param {string} title @param {Told[]} list @param {string} here @param {any} acts @param {string} [hint] */
  function lines(title, list, here, acts, hint = "") {
    const items = list.map((each) => {
      // A single code that an instruction names can be followed.
      const codes = (each.codes ?? []).filter((code) => /^[A-Z]\d\w(?:\.\w{1,4})?$/.test(code)).slice(0, 3);
      return h("li", {}, h("span", { text: each.text }),
        ...codes.map((code) => h("button", { type: "button", class: "ref-code", text: code, on: { click: () => acts.open(code) } })),
        each.origin && each.origin !== here ? h("span", { class: "from", text: from(each.origin) }) : null);
    });
    return section(title, items.length, h("ul", { class: "list" }, ...items), hint);
  }

  /** Where an instruction stands: at a code, a block or a chapter. @param {string} origin */
  const from = (origin) => (/^\d+$/.test(origin) ? t("origin_chapter", origin) : t("from_origin", origin));

  /** Billable or not: a full or an empty ring, and a word. @param {boolean} billable */
  function dot(billable) {
    const word = t(billable ? "billable" : "not_billable");
    return h("span", { class: `ring${billable ? " full" : ""}`, title: word }, h("span", { class: "sr", text: word }));
  }

  cs.details = { view, dot, from };
})();
