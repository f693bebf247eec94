/**
 * Codes of ICD-10-CM that stand on the page beside the note, such as on its claim: read by pattern, for the coder to confirm.
 *
 * Looked for only when the coder asks. A code must be alone in its cell, field or line, or have a description beside it;
 * without its dot it also needs a heading or label that says diagnosis, since rooms, vitamins and specimens look alike.
 */
"use strict";
(() => {
  const cs = globalThis.__chartside;
  if (cs.claimed) return;

  const FORM = "(?:[A-TV-Z]\\d[0-9AB]|U\\d\\d)(?:\\.[0-9A-Z]{1,4}|[0-9A-Z]{0,4})";
  const ANY = new RegExp(`(?<![\\w.-])${FORM}(?![\\w-]|\\.\\w)`);
  const ALONE = new RegExp(`^${FORM}$`);
  const FIRST = new RegExp(`^(${FORM})[\\s:|–—-]+([^\\s\\d][^]{3,})$`);
  const LAST = new RegExp(`^([^\\d\\s][^]{3,}?)[\\s:|–—-]*[([]?\\s*(?:ICD[-\\s]?10(?:[-\\s]?CM)?:?\\s*)?(?<![\\w.-])(${FORM})\\s*[)\\]]?$`);
  const DIAGNOSIS = /\b(?:dx\s?\d*|icd(?:[-\s]?(?:9|10))?(?:[-\s]?cm)?|diag(?:s|nos[ei]s|nostic codes?)?|problems?|conditions?|claim(?:ed)? codes?|codes on (?:the )?claim|diagn[oó]sticos?)\b/i;
  const OTHER = /\b(?:cpt|hcpcs|procedures?|services?|modifiers?|units?|ndc|loinc|snomed|specimens?|accession|labs?|laborator(?:y|ies)|results?|orders?|pages?|rooms?|beds?|lots?|mrn|account|revenue|drg|rx|medications?|drugs?|vitamins?|supplements?|versions?|invoice|ticket|phone)\b/i;
  const LABELLED = /^([^:]{2,40}):\s*([^]+)$/;
  const MARK = /^(?:(?:\d{1,2}|[A-L])[.)]|[-•*✓])\s+/;
  const UNITS = "td,th,li,dd,dt,p,option,button,label,a,h1,h2,h3,h4,div,section,article,[role=cell],[role=gridcell],[role=listitem]";
  const LONGEST = 300; // characters; what is longer is prose
  const MOST = 60; // codes
  /** Looks like a category and is none: the vitamin. */
  const NONE = new Set(["B12"]);

  /** Rows on the page that named a code in the text of a note. @type {Map<string, Element[]>} */
  let rows = new Map();

  /**
   * What this frame shows.
   * @param {Held[]} notes what is read as notes here
   * @param {Held | undefined} main the one that the claim is held against: its own text is no claim
   * @returns {Generator<void, Claimed[]>}
   */
  function* read(notes, main) {
    const [own, others] = [nodesOf(main ? [main] : []), nodesOf(notes.filter((each) => each !== main))];
    /** @type {Map<string, Claimed>} */
    const found = new Map();
    rows = new Map();
    const seen = new Set();
    for (const { unit, lines, node } of places(document.body ?? document.documentElement)) {
      if (cs.slices.due()) yield;
      if (seen.has(unit) || found.size >= MOST) continue;
      seen.add(unit);
      const said = headings(unit);
      const column = said.column;
      for (const line of lines) {
        for (const one of parse(line, said.all, others.has(node))) {
          const inNote = own.has(node);
          // A table that says what its column holds is no prose, even where it is read as part of the note.
          if (inNote && !(column && DIAGNOSIS.test(column))) continue;
          if (!cs.visible.shown(unit.tagName === "OPTION" ? (unit.closest("select") ?? unit) : unit)) continue;
          const row = unit.closest("tr,li,[role=row]") ?? unit;
          if (inNote) rows.set(one.code, [...(rows.get(one.code) ?? []), row]);
          if (!found.get(one.code)?.description) found.set(one.code, { code: one.code, description: one.description || beside(unit) });
        }
      }
    }
    return [...found.values()];
  }

  /** @param {Held[]} notes @returns {Set<Node | undefined>} */
  const nodesOf = (notes) => new Set(notes.flatMap(({ model }) => model.runs).map(({ node, field }) => node ?? field));

  /** Everything that holds something like a code. @param {Element} el @returns {Generator<{unit: Element, lines: string[], node: Node}>} */
  function* places(el) {
    if (cs.is.textarea(el) || (cs.is.input(el) && /^(?:text|search|)$/.test(el.getAttribute("type") ?? ""))) {
      if (ANY.test(el.value) && el.value.length <= 4000) yield { unit: el, lines: el.value.split("\n"), node: el };
      return;
    }
    if (cs.is.named(el, "select")) {
      for (const option of /** @type {HTMLSelectElement} */ (el).selectedOptions) if (ANY.test(option.text)) yield { unit: option, lines: [option.text], node: option };
      return;
    }
    if (el.tagName !== "BUTTON" && cs.text.ignored(el)) return;
    for (const child of cs.text.flat(el)) {
      if (cs.is.element(child)) yield* places(child);
      else if (child.nodeType === Node.TEXT_NODE && ANY.test(/** @type {Text} */ (child).data)) {
        const unit = child.parentElement?.closest(UNITS) ?? child.parentElement;
        const text = unit ? words(unit) : "";
        if (unit && text.length <= LONGEST) yield { unit, lines: [text], node: child };
      }
    }
  }

  /** Its text, with a blank between what stands in different elements. @param {Element} el @returns {string} */
  function words(el) {
    const texts = [];
    for (const child of cs.text.flat(el)) {
      if (child.nodeType === Node.TEXT_NODE) texts.push(/** @type {Text} */ (child).data);
      else if (cs.is.element(child) && (child.tagName === "BUTTON" || !cs.text.ignored(child))) texts.push(words(child));
    }
    return texts.join(" ").replace(/\s+/g, " ").trim();
  }

  /**
   * Codes of one line.
   * @param {string} line
   * @param {string[]} said what stands over it, nearest first
   * @param {boolean} [strict] only where that says diagnosis
   * @returns {Claimed[]}
   */
  function parse(line, said, strict = false) {
    let text = line.replace(/\s+/g, " ").trim().replace(MARK, "");
    const [, label, rest] = LABELLED.exec(text) ?? [];
    const labelled = label !== undefined && rest !== undefined && !ANY.test(label) && (DIAGNOSIS.test(label) || OTHER.test(label));
    if (labelled) text = /** @type {string} */ (rest);
    const telling = [...(labelled ? [/** @type {string} */ (label)] : []), ...said].find((each) => DIAGNOSIS.test(each) || OTHER.test(each)) ?? "";
    if (telling && !DIAGNOSIS.test(telling)) return [];
    const sure = telling !== "";
    /** @param {string} code */
    const fits = (code) => !NONE.has(code) && (sure || (!strict && code.includes(".")));
    const list = text.replace(/\s*[×✕✖]$/, "").split(/[\s,;|/]+/).filter(Boolean);
    if (list.length && list.every((each) => ALONE.test(each))) return list.filter(fits).map((each) => made(each, ""));
    const [, first = "", after = ""] = FIRST.exec(text) ?? [];
    if (first) return fits(first) && !ANY.test(after) ? [made(first, after)] : [];
    const [, before = "", last = ""] = LAST.exec(text) ?? [];
    return last && fits(last) && !ANY.test(before) ? [made(last, before)] : [];
  }

  /** As the classification writes it. @param {string} code @param {string} description */
  function made(code, description) {
    const bare = code.replace(".", "");
    return { code: bare.length > 3 ? `${bare.slice(0, 3)}.${bare.slice(3)}` : bare, description: description.replace(/[\s:|×✕–—([-]+$/, "").slice(0, 160) };
  }

  /** What says what something is, nearest first: its label, its column, its row, the caption, the heading above. @param {Element} unit */
  function headings(unit) {
    const cell = unit.closest("td,th,[role=cell],[role=gridcell]");
    const line = cell?.closest("tr,[role=row]");
    const table = cell?.closest("table,[role=table],[role=grid]");
    const at = cell && line ? [...line.children].indexOf(cell) : -1;
    const head = table?.querySelector("thead tr, tr, [role=row]");
    const column = head && head !== line ? (head.children[at]?.textContent ?? "") : "";
    const control = unit.tagName === "OPTION" ? unit.closest("select") : unit;
    const label = control && (cs.is.input(control) || cs.is.textarea(control) || cs.is.named(control, "select")) ? cs.fields.label(control) : "";
    const all = [column, label, line?.querySelector("th") === cell ? "" : (line?.querySelector("th")?.textContent ?? ""), table?.querySelector("caption")?.textContent ?? ""];
    if (unit.tagName === "DD") all.push(unit.previousElementSibling?.textContent ?? "");
    for (let el = /** @type {Element | null} */ (unit), up = 0; el && el !== document.body && up < 8; el = parent(el), up++) {
      all.push(el.getAttribute("aria-label") ?? "");
      for (let before = el.previousElementSibling, back = 0; before && back < 6; before = before.previousElementSibling, back++) {
        if (/^(?:H[1-6]|LEGEND|HEADER|STRONG|B|DT|CAPTION|SUMMARY)$/.test(before.tagName) || before.getAttribute("role") === "heading") all.push(before.textContent ?? "");
      }
    }
    return { column: column || label, all: all.map((each) => each.replace(/[_\s]+/g, " ").trim()).filter((each) => each && each.length <= 80) };
  }

  /** @param {Element} el @returns {Element | null} */
  const parent = (el) => el.parentElement ?? /** @type {ShadowRoot} */ (el.getRootNode()).host ?? null;

  /** The words beside a code that is alone in its cell or field. @param {Element} unit */
  function beside(unit) {
    const cell = unit.closest("td,th,dd,[role=cell],[role=gridcell]");
    const next = cell?.nextElementSibling ?? (cs.is.input(unit) ? unit.nextElementSibling : null);
    const text = next ? words(next) || String(/** @type {any} */ (next).value ?? "") : "";
    return /[a-z]{3}/i.test(text) && !ANY.test(text) ? text.slice(0, 160) : "";
  }

  /**
   * A note's text without the rows that claim something, where they were read as part of it: a claim does not support
   * itself. As long as before.
   * @param {Model} model
   */
  function without({ text, runs }) {
    const gone = [...rows.values()].flat();
    let now = text;
    for (const { node, start, end } of runs) {
      if (node && gone.some((each) => each.contains(node))) now = now.slice(0, start) + " ".repeat(end - start) + now.slice(end);
    }
    return now;
  }

  cs.claimed = { read, without, clear: () => rows.clear() };
})();
