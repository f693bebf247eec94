/** The list of what was found: rows are kept from key to key, and only what differs is written anew. */
"use strict";
(() => {
  const cs = globalThis.__chartside;
  if (cs.results) return;
  const { h } = cs.dom;
  const t = cs.client.t;

  const FIRST = 14; // rows; more than the list is high
  const AFTER = 24; // milliseconds, more than a frame
  /** @type {FoundCode} */
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
    /** @type {{item: HTMLElement, code: HTMLElement, what: Text, extra: HTMLElement, ring: HTMLElement, word: HTMLElement, shown: FoundCode}[]} */
    const rows = [];
    let [chosen, later] = [-1, 0];

    /** @param {number} index */
    function fresh(index) {
      const [code, what, extra, word] = [h("span", { class: "code" }), document.createTextNode(""), h("small"), h("span", { class: "sr" })];
      const ring = h("span", { class: "ring", hidden: true }, word);
      const item = h("li", { role: "option", id: `r${index}`, "aria-selected": "false", on: { click: () => clicked(index) } }, code, h("span", { class: "what" }, what, extra), ring);
      return { item, code, what, extra, ring, word, shown: BLANK };
    }

    /** @param {ReturnType<typeof fresh>} row @param {FoundCode} hit */
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

    /** What fits into the list at once, and the rest after it was painted. @param {FoundCode[]} hits @param {string} words that they are for */
    function draw(hits, words) {
      clearTimeout(later);
      if (list.firstElementChild !== rows[0]?.item) list.replaceChildren();
      while (list.children.length > hits.length) list.lastElementChild?.remove();
      list.setAttribute("role", "listbox");
      put(hits, 0, FIRST);
      if (hits.length > FIRST) later = Number(setTimeout(() => put(hits, FIRST, hits.length), AFTER));
      list.scrollTop = 0;
      list.dataset["words"] = words;
      mark(hits.length ? 0 : -1);
    }

    /** @param {FoundCode[]} hits @param {number} from @param {number} to */
    function put(hits, from, to) {
      hits.slice(from, to).forEach((hit, at) => {
        const row = (rows[from + at] ??= fresh(from + at));
        write(row, hit);
        if (row.item.parentNode !== list) list.append(row.item);
      });
    }

    /** @param {number} index */
    function mark(index) {
      rows[chosen]?.item.setAttribute("aria-selected", "false");
      chosen = index;
      rows[chosen]?.item.setAttribute("aria-selected", "true");
    }

    /** Something else than a list: nothing found, or trouble. @param {HTMLElement} content @param {string} words */
    function say(content, words) {
      clearTimeout(later);
      mark(-1);
      list.setAttribute("role", "group"); // a listbox has options
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
        clearTimeout(later);
        mark(-1);
        list.replaceChildren();
        delete list.dataset["words"];
      },
    };
  }

  cs.results = { make, dot };
})();
