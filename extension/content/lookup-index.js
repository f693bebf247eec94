/** The Alphabetic Index and its tables in the lookup: entries found by words, and one entry with all below it. */
"use strict";
(() => {
  const cs = globalThis.__chartside;
  if (cs.entries) return;
  const { h, icon } = cs.dom;
  const t = cs.client.t;

  /** @param {IndexEntry} entry */
  const codesOf = ({ codes = [] }) => codes.map((each) => each.written ?? each.code).join(" ");

  /** Rows of the list for an answer of the search. @param {{results?: IndexEntry[]}} answer @returns {Found1[]} */
  function found({ results = [] }) {
    return results.map((entry) => ({
      code: codesOf(entry).split(" ")[0] ?? "",
      what: entry.path.join(", "),
      extra: [...(entry.nemods ?? []).map((each) => `(${each.replace(/^\(|\)$/g, "")})`), ...(entry.see ?? []).map(({ text }) => t("see_line", text))].join(" "),
      billable: undefined,
      place: { kind: "entry", id: String(entry.id) },
    }));
  }

  /**
   * @param {string} id
   * @param {{code: (code: string) => void, entry: (id: string) => void}} open
   * @returns {Promise<HTMLElement>}
   */
  async function card(id, open) {
    const answer = await cs.client.entry(Number(id));
    if (!answer.ok) return h("p", { class: "none", tabindex: "-1", text: answer.error.message });
    return view(/** @type {IndexEntry} */ (answer.value), open);
  }

  /** @param {IndexEntry} entry @param {{code: (code: string) => void, entry: (id: string) => void}} open */
  function view(entry, open) {
    const { path, parents = [], nemods = [], codes = [], cells = [], see = [], see_also: also = [], notes = [], children = [] } = entry;
    return h("article", { class: "details entry", tabindex: "-1", "data-entry": entry.id, "aria-label": path.join(", ") },
      h("header", { class: "head" },
        h("p", { class: "eyebrow", text: t(`index_${entry.kind}`) }),
        parents.length ? h("nav", { class: "trail", "aria-label": t("parents") }, ...parents.map((each, at) => h("button", { type: "button", "data-parent": at === parents.length - 1 ? "" : null, text: each.title, on: { click: () => open.entry(String(each.id)) } }))) : null,
        h("h2", { class: "term" }, path.at(-1) ?? "", nemods.length ? h("span", { class: "nemod", text: nemods.map((each) => ` (${each.replace(/^\(|\)$/g, "")})`).join("") }) : null)),
      h("div", { class: "body" },
        codes.length ? h("div", { class: "entry-codes" }, ...codes.map((each) => codeButton(each, open.code))) : null,
        cells.length ? table(cells, open.code) : null,
        references(t("see"), see, open.entry),
        references(t("see_also"), also, open.entry),
        notes.length ? cs.told.section(t("notes"), "", [h("ul", { class: "list" }, ...notes.map((each) => h("li", { text: each })))]) : null,
        children.length ? cs.told.section(t("subterms"), "", [h("div", { class: "choices list" }, ...children.map((each) => subterm(each, open.entry)))]) : null));
  }

  /** @param {IndexCode} each @param {(code: string) => void} open */
  function codeButton(each, open) {
    const role = each.role && each.role !== "default" ? t(`role_${each.role}`) : each.needs_more ? t("needs_more") : "";
    return h("button", { type: "button", class: "entry-code", "data-step": "", "aria-label": t("open_code", each.code), on: { click: () => open(each.code) } },
      h("span", { class: "code", text: each.written ?? each.code }), role ? h("span", { class: "quiet", text: role }) : null, icon("chevron"));
  }

  /** A row of the neoplasm or the drug table: the six columns, each with what it means. @param {IndexCode[]} cells @param {(code: string) => void} open */
  function table(cells, open) {
    return h("table", { class: "cells" }, h("tbody", {}, ...cells.map((each) =>
      h("tr", {}, h("th", { scope: "row", text: each.column ?? "" }), h("td", {}, each.code ? codeButton(each, open) : "–")))));
  }

  /** @param {string} title @param {{text: string, id?: number | null}[]} list @param {(id: string) => void} open */
  function references(title, list, open) {
    if (!list.length) return null;
    return h("p", { class: "refer" }, h("span", { class: "quiet", text: `${title} ` }), ...list.map(({ text, id }) =>
      id == null ? h("span", { text }) : h("button", { type: "button", class: "link", "data-step": "", text, on: { click: () => open(String(id)) } })));
  }

  /** @param {IndexEntry} each @param {(id: string) => void} open */
  function subterm(each, open) {
    const more = (each.children?.length ?? 0) > 0;
    return h("button", { type: "button", class: "option", "data-step": "", "data-child": "", on: { click: () => open(String(each.id)) } },
      h("span", { class: "code", text: codesOf(each).split(" ")[0] ?? "" }),
      h("span", { class: "what" }, each.title ?? each.path.at(-1) ?? "", each.nemods?.length ? h("span", { class: "nemod", text: ` (${each.nemods.join(") (")})` }) : null, each.see?.length ? h("span", { class: "quiet", text: ` ${t("see_line", each.see.map(({ text }) => text).join("; "))}` }) : null),
      more ? icon("chevron") : h("span"));
  }

  /** To the entry above, or into the subterm with the focus. @param {Element} side @param {string} key */
  function step(side, key) {
    if (key === "ArrowLeft") /** @type {HTMLElement | null} */ (side.querySelector("[data-parent]"))?.click();
    const active = /** @type {HTMLElement | null} */ (cs.layer.active());
    if (key === "ArrowRight" && active?.matches("[data-step]")) active.click();
  }

  cs.entries = { found, card, step };
})();
