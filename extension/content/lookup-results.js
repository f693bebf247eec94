/** The list of what was found: rows are kept from key to key, and only what differs is written anew. */
"use strict";
(() => {
  const cs = globalThis.__chartside;
  if (cs.results) return;
  const { h } = cs.dom;
  const t = cs.client.t;

  /** @type {Found1} */
  const BLANK = { code: "", what: "", extra: "", billable: undefined, place: { kind: "code", id: "" } };

  /** Billable or not: a full or an empty ring, and a word. @param {boolean} billable */
  function dot(billable) {
    const word = t(billable ? "billable" : "not_billable");
    return h("span", { class: `ring${billable ? " full" : ""}`, title: word }, h("span", { class: "sr", text: word }));
  }

  /**
   * A listbox that is steered from the field above it.
   * @param {(index: number) => void} clicked
   */
  function make(clicked) {
    const list = h("ul", { id: "results", role: "listbox", "aria-label": t("lookup_results") });
    /** @type {{item: HTMLElement, code: HTMLElement, what: Text, extra: HTMLElement, ring: HTMLElement, word: HTMLElement, shown: Found1}[]} */
    const rows = [];
    let chosen = -1;

    /** @param {number} index */
    function fresh(index) {
      const [code, what, extra, word] = [h("span", { class: "code" }), document.createTextNode(""), h("small"), h("span", { class: "sr" })];
      const ring = h("span", { class: "ring", hidden: true }, word);
      const item = h("li", { role: "option", id: `r${index}`, "aria-selected": "false", on: { click: () => clicked(index) } }, code, h("span", { class: "what" }, what, extra), ring);
      return { item, code, what, extra, ring, word, shown: BLANK };
    }

    /** @param {ReturnType<typeof fresh>} row @param {Found1} hit */
    function write(row, hit) {
      const { shown } = row;
      if (shown.code !== hit.code) row.code.textContent = hit.code;
      if (shown.what !== hit.what) row.what.data = hit.what;
      if (shown.extra !== hit.extra) row.extra.textContent = hit.extra;
      if (shown.billable !== hit.billable) {
        row.ring.hidden = hit.billable === undefined;
        row.ring.className = `ring${hit.billable ? " full" : ""}`;
        row.word.textContent = row.ring.title = hit.billable === undefined ? "" : t(hit.billable ? "billable" : "not_billable");
      }
      row.shown = hit;
    }

    /** @param {Found1[]} hits @param {string} words that they are for */
    function draw(hits, words) {
      if (list.firstElementChild !== rows[0]?.item) list.replaceChildren();
      hits.forEach((hit, index) => {
        const row = (rows[index] ??= fresh(index));
        write(row, hit);
        if (row.item.parentNode !== list) list.append(row.item);
      });
      while (list.children.length > hits.length) list.lastElementChild?.remove();
      list.scrollTop = 0;
      list.dataset["words"] = words;
      mark(hits.length ? 0 : -1);
    }

    /** @param {number} index */
    function mark(index) {
      rows[chosen]?.item.setAttribute("aria-selected", "false");
      chosen = index;
      rows[chosen]?.item.setAttribute("aria-selected", "true");
    }

    /** Something else than a list: nothing found, or trouble. @param {HTMLElement} content @param {string} words */
    function say(content, words) {
      mark(-1);
      list.replaceChildren(h("li", { class: "wide", role: "none" }, content));
      list.dataset["words"] = words;
    }

    return {
      list, draw, say, chosen: () => chosen,
      /** @param {number} index */
      choose(index) {
        mark(index);
        rows[index]?.item.scrollIntoView({ block: "nearest" });
      },
      clear() {
        mark(-1);
        list.replaceChildren();
        delete list.dataset["words"];
      },
    };
  }

  cs.results = { make, dot };
})();
