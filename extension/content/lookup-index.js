/** The Alphabetic Index and its tables in the lookup: entries found by words, and one entry with all below it. */
"use strict";
(() => {
  const cs = globalThis.__chartside;
  if (cs.entries) return;
  const { h, icon } = cs.dom;
  const t = cs.client.t;

  /** @param {IndexEntry} entry */
  const firstCode = ({ codes: [first] }) => first?.written ?? "";
  /** Words that a note may say without changing the code. @param {{nemods: string[]}} entry */
  const modifiers = ({ nemods }) => nemods.map((each) => ` (${each})`).join("");
  /** @param {IndexEntry} entry */
  const seeLine = ({ see }) => (see.length ? t("see_line", see.map(({ text }) => text).join("; ")) : "");

  /** Rows of the list for an answer of the search. @param {{results?: IndexEntry[]}} answer @returns {FoundCode[]} */
  function found({ results = [] }) {
    return results.map((entry) => ({
      code: firstCode(entry),
      what: entry.path.join(", ") + modifiers(entry),
      extra: [seeLine(entry), entry.kind === "main" ? "" : t(`index_${entry.kind}`)].filter(Boolean).join(" · "),
      billable: undefined,
      place: { kind: "entry", id: String(entry.id) },
    }));
  }

  /**
   * @param {string} id
   * @param {EntryActs} open
   * @returns {Promise<HTMLElement>}
   */
  async function card(id, open) {
    const answer = await cs.client.entry(Number(id));
    if (!answer.ok) return h("p", { class: "none", tabindex: "-1", text: answer.error.message });
    return view(/** @type {WholeEntry} */ (answer.value), open);
  }

  /** @param {WholeEntry} entry @param {EntryActs} open */
  function view(entry, open) {
    const { id, kind, path, parents, codes, cells, see, see_also: also, notes, children } = entry;
    return h("article", { class: "details entry", tabindex: "-1", "data-entry": id, "aria-label": path.join(", ") },
      h("header", { class: "head" },
        h("p", { class: "eyebrow", text: t(`index_${kind}`) }),
        parents.length ? h("nav", { class: "trail", "aria-label": t("parents") }, ...parents.map((each, at) => h("button", { type: "button", "data-parent": at === parents.length - 1 ? "" : null, text: each.title, on: { click: () => open.entry(String(each.id)) } }))) : null,
        h("h2", { class: "term" }, path.at(-1) ?? "", h("span", { class: "nemod", text: modifiers(entry) }))),
      h("div", { class: "body" },
        codes.length ? h("div", { class: "entry-codes" }, ...codes.map((each) => codeButton(each, open.code))) : null,
        cells.length ? table(cells, open.code) : null,
        references(t("see"), see, open.see),
        references(t("see_also"), also, open.see),
        notes.length ? cs.told.section(t("notes"), "", [h("ul", { class: "list" }, ...notes.map((each) => h("li", { text: each })))]) : null,
        children.length ? cs.told.section(t("subterms"), "", [h("div", { class: "choices list" }, ...children.map((each) => subterm(each, open.entry)))]) : null));
  }

  /** A code as the index prints it; a dash says that the Tabular List has to be asked for more characters. @param {IndexCode} each @param {(code: string) => void} open */
  function codeButton(each, open) {
    const role = each.role && each.role !== "default" ? t(`role_${each.role}`) : "";
    const more = each.needs_more ? t("needs_more") : "";
    return h("button", { type: "button", class: "entry-code", "data-step": "", title: more || null, "aria-label": [t("open_code", each.code), role, more].filter(Boolean).join(", "), on: { click: () => open(each.code) } },
      h("span", { class: "code", text: each.written }), role ? h("span", { class: "quiet", text: role }) : null, icon("chevron"));
  }

  /** A row of the neoplasm or the drug table: the six columns, each with what it means. @param {IndexCode[]} cells @param {(code: string) => void} open */
  function table(cells, open) {
    return h("table", { class: "cells" }, h("tbody", {}, ...cells.map((each) =>
      h("tr", {}, h("th", { scope: "row", text: each.column ?? "" }), h("td", {}, codeButton(each, open))))));
  }

  /** @param {string} title @param {IndexEntry["see"]} list @param {(id: string) => void} open */
  function references(title, list, open) {
    if (!list.length) return null;
    return h("p", { class: "refer" }, h("span", { class: "quiet", text: `${title} ` }), ...list.map(({ text, id }) =>
      id === null ? h("span", { text }) : h("button", { type: "button", class: "link", "data-step": "", text, on: { click: () => open(String(id)) } })));
  }

  /** @param {IndexEntry} each @param {(id: string) => void} open */
  function subterm(each, open) {
    return h("button", { type: "button", class: "option", "data-step": "", "data-child": each.id, on: { click: () => open(String(each.id)) } },
      h("span", { class: "what" }, each.path.at(-1) ?? "", h("span", { class: "nemod", text: modifiers(each) }), h("span", { class: "quiet", text: ` ${seeLine(each)}` })),
      h("span", { class: "code", text: firstCode(each) }),
      each.children.length ? icon("chevron") : h("span"));
  }

  /** To the entry above, or into the subterm with the focus. @param {Element} side @param {string} key */
  function step(side, key) {
    if (key === "ArrowLeft") /** @type {HTMLElement | null} */ (side.querySelector("[data-parent]"))?.click();
    const active = /** @type {HTMLElement | null} */ (cs.layer.active());
    if (key === "ArrowRight" && active?.matches("[data-step]")) active.click();
  }

  cs.entries = { found, card, step };
})();
