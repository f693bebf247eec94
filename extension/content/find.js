/**
 * Finds the notes of this frame: what is visible, reads like a clinical note, and is not a menu.
 *
 * A source is one note: fields that a form labels as its sections belong together (SOAP in four
 * textareas), so do sibling blocks of one container; separate notes with the same headings stay apart.
 */
"use strict";
(() => {
  const cs = globalThis.__chartside;
  if (cs.find) return;

  const UNITS = new Set("P PRE TABLE UL OL DL BLOCKQUOTE H1 H2 H3 H4 H5 H6 TD TH LI DD DT FIGURE DETAILS".split(" "));
  const ISLANDS = new Set("ASIDE MAIN ARTICLE HEADER FOOTER DIALOG".split(" "));
  const MAX_ELEMENTS = 30_000;
  const MAX_SOURCES = 12;
  const PAGE = 8000; // characters that are looked at in one go

  /** @typedef {{el: Element, words: number, hits: number, links: number, heads: string[], kids: Measure[], island: boolean, own: number, inline: boolean}} Measure */

  /** @typedef {{fields: Element[], editors: Element[], roots: (Document | ShadowRoot)[], elements: number, frames: HTMLIFrameElement[]}} Seen */

  /**
   * Everything that is found in one walk over the visible page.
   * @param {Element} el
   * @param {Seen} seen
   * @returns {Generator<void, Measure | null>}
   */
  function* measure(el, seen) {
    if (cs.slices.due()) yield;
    if (++seen.elements > MAX_ELEMENTS) return null;
    if (cs.fields.holdsText(el)) {
      seen.fields.push(el);
      return null;
    }
    if (cs.is.frame(el)) seen.frames.push(el);
    if (cs.text.ignored(el)) return null;
    const style = getComputedStyle(el);
    const state = cs.visible.element(el, style);
    if (state === "none") return null;
    if (cs.text.isEditingHost(el)) {
      seen.editors.push(el);
      return null;
    }
    if (el.shadowRoot) seen.roots.push(el.shadowRoot);
    /** @type {Measure} */
    const info = { el, words: 0, hits: 0, links: 0, heads: [], kids: [], island: ISLANDS.has(el.tagName), own: 0, inline: style.display.startsWith("inline") };
    for (const child of cs.text.flat(el)) {
      if (child.nodeType === Node.TEXT_NODE) {
        const text = /** @type {Text} */ (child).data;
        if (state !== "shown" || text.length < 2 || !/\S/.test(text)) continue;
        yield* weigh(text, info);
        if (text.length < 80 && cs.clinical.heading(text)) info.heads.push(cs.clinical.heading(text));
        else if (text.length > 200) info.heads.push(...cs.clinical.headings(text));
      } else if (cs.is.element(child)) {
        const kid = yield* measure(child, seen);
        if (!kid?.words) continue;
        info.kids.push(kid);
        info.hits += kid.hits;
        info.links += kid.links;
        info.heads.push(...kid.heads);
        info.words += kid.words;
      }
    }
    info.words += info.own;
    if (el.tagName === "A" || el.getAttribute("role") === "link") info.links = info.words;
    info.island ||= info.kids.some((kid) => kid.island);
    return info;
  }

  /** Count words, a page of them at a time. @param {string} text @param {Measure} info */
  function* weigh(text, info) {
    for (let at = 0; at < text.length; ) {
      const space = at + PAGE < text.length ? text.slice(at + PAGE, at + PAGE + 100).search(/\s/) : -1;
      const end = at + PAGE < text.length ? at + PAGE + Math.max(space, 0) : text.length;
      const piece = text.slice(at, end);
      info.own += cs.clinical.words(piece);
      info.hits += cs.clinical.count(piece);
      at = end;
      if (cs.slices.due()) yield;
    }
  }

  /** Menus and long text about something else. @param {Measure} info */
  function foreign({ words, hits, links }) {
    return (words >= 3 && links > 0.5 * words) || (!hits && words >= 60) || (words >= 150 && hits / words < 0.012);
  }

  /** @param {Measure} info */
  const inline = (info) => info.inline;
  /** A paragraph, a list, a line: something that flows with its neighbours. @param {Measure} info */
  const flows = (info) => UNITS.has(info.el.tagName) || info.own >= 0.5 * info.words || inline(info);

  /**
   * The blocks that make up notes below `info`, each group one note.
   * @param {Measure} info
   * @returns {Measure[][]}
   */
  function choose(info) {
    if (info.hits < 2) return [];
    if (UNITS.has(info.el.tagName) || info.own > 0.2 * info.words) return [[info]];
    const kids = info.kids.filter((kid) => !foreign(kid));
    if (!kids.length) return [];
    const inWords = kids.filter(inline).reduce((sum, kid) => sum + kid.words, 0);
    if (inWords > 0.5 * info.words || (info.own && info.el !== document.body)) return [[info]];
    if (kids.length === 1 && kids[0]) return choose(kids[0]);
    if (severalNotes(kids)) return kids.flatMap(choose);
    // One container that holds nearly everything is the note; only lines that flow with it stay with it.
    const main = kids.find((kid) => !flows(kid) && kid.hits >= 0.75 * info.hits && kid.heads.length >= 0.6 * info.heads.length);
    if (main && kids.every((kid) => kid === main || !flows(kid) || kid.hits === 0)) return kids.flatMap(choose);
    /** @type {Measure[][]} */
    const groups = [];
    /** @type {Measure[]} */
    let run = [];
    for (const kid of kids) {
      if (!kid.island) run.push(kid);
      else {
        groups.push(run, ...choose(kid));
        run = [];
      }
    }
    groups.push(run);
    const whole = groups.length === 1 && info.kids.length === kids.length;
    if (whole) return [[info]];
    return groups.filter((group) => group.length).flatMap((group) => (group.length === 1 && group[0] ? choose(group[0]) : [group]));
  }

  /** Whether children are notes of their own: two of them have the same two headings. @param {Measure[]} kids */
  function severalNotes(kids) {
    const lists = kids.filter((kid) => !flows(kid)).map((kid) => new Set(kid.heads)).filter((heads) => heads.size >= 2);
    return lists.some((a, i) => lists.slice(i + 1).some((b) => [...b].filter((head) => a.has(head)).length >= 2));
  }

  /** Menus inside a note, left out of its text. @param {Measure} info @param {Set<Element>} skip */
  function strangers(info, skip) {
    for (const kid of info.kids) {
      if (foreign(kid) && !inline(kid)) skip.add(kid.el);
      else strangers(kid, skip);
    }
  }

  /** @param {Measure[]} group @returns {Generator<void, Found | null>} */
  function* block(group) {
    /** @type {Set<Element>} */
    const skip = new Set();
    for (const each of group) strangers(each, skip);
    const parts = group.map(({ el }) => ({ root: el }));
    const model = yield* cs.text.steps(parts, skip);
    if (!cs.clinical.isNote(model.text) || !parts[0]) return null;
    return { parts, model, title: title(parts[0].root), kind: "block" };
  }

  /** What the page calls a block. @param {Element} el @returns {string} */
  function title(el) {
    const named = el.closest("[aria-label],[aria-labelledby],section,article,fieldset,dialog");
    const own = named && (named.getAttribute("aria-label") || named.querySelector("h1,h2,h3,h4,legend")?.textContent);
    const first = own || el.querySelector("h1,h2,h3,h4")?.textContent || el.previousElementSibling?.closest("h1,h2,h3,h4")?.textContent;
    return (first || document.title || "").replace(/\s+/g, " ").trim().slice(0, 80);
  }

  /** @param {Element} el @returns {Part} */
  const partOf = (el) => (cs.fields.holdsText(el) ? { field: el } : { root: el });

  /** With what an editor drew before, where it draws only a part. @param {Part} part @param {Model} model */
  const drawn = (part, model) => (part.root ? cs.virtual.whole(part.root, model, part.heading) : model);
  /** What scrolled away may have been what it was known by. @param {Model} model */
  const isNote = (model) => model.drawn?.note || cs.clinical.isNote(model.text);

  /** Fields of one form that are sections of one note, and fields that are notes themselves. @param {Element[]} controls */
  function* controlsToSources(controls) {
    /** @type {Found[]} */
    const found = [];
    /** @type {Map<Element, Part[]>} */
    const forms = new Map();
    for (const el of controls) {
      if (!cs.visible.shown(el)) continue;
      const label = cs.fields.label(el);
      const part = partOf(el);
      if (cs.clinical.heading(label)) {
        const form = el.closest("form,fieldset,article,section,main,table") ?? document.documentElement;
        const parts = forms.get(form) ?? [];
        const value = part.field?.value ?? el.textContent ?? "";
        const said = cs.clinical.headings(value.slice(0, 200)).size > 0;
        if (value.trim()) parts.push(said ? part : { ...part, heading: label });
        forms.set(form, parts);
      } else if (el.tagName !== "INPUT") {
        const model = drawn(part, yield* cs.text.steps([part]));
        if (isNote(model)) found.push({ parts: [part], model, title: label, kind: "field" });
      }
    }
    for (const parts of forms.values()) {
      const first = parts[0];
      const seen = yield* cs.text.steps(parts);
      const model = parts.length === 1 && first ? drawn(first, seen) : seen;
      if (!first || model.text.length < 40 || !cs.clinical.count(model.text)) continue;
      const name = parts.length === 1 ? (first.heading ?? cs.fields.label(/** @type {Element} */ (first.field ?? first.root))) : "";
      found.push({ parts, model, title: name || document.title.slice(0, 80), kind: "field" });
    }
    return found;
  }

  /**
   * The notes in this frame, and the roots in which they stand.
   * @returns {Generator<void, {sources: Found[], roots: (Document | ShadowRoot)[], frames: HTMLIFrameElement[]}>}
   */
  function* sources() {
    /** @type {Seen} */
    const seen = { fields: [], editors: [], roots: [document], elements: 0, frames: [] };
    const body = document.body ?? document.documentElement;
    /** @type {Found[]} */
    let found = [];
    if (body && document.designMode === "on") {
      const model = yield* cs.text.steps([{ root: body }]);
      if (cs.clinical.isNote(model.text)) found.push({ parts: [{ root: body }], model, title: document.title, kind: "field" });
    } else if (body) {
      const info = yield* measure(body, seen);
      found = yield* controlsToSources([...seen.fields, ...seen.editors]);
      for (const group of info ? choose(info) : []) {
        const source = yield* block(group);
        if (source) found.push(source);
      }
    }
    cs.virtual.settle();
    if (cs.slices.due()) yield;
    return { sources: withoutCopies(found).slice(0, MAX_SOURCES), roots: seen.roots, frames: seen.frames };
  }

  /** The same note is often on the page twice, as a form and as a summary. @param {Found[]} found */
  function withoutCopies(found) {
    if (found.length < 2) return found;
    const plain = found.map((source) => source.model.text.replace(/\W+/g, " ").toLowerCase().trim());
    return found.filter((_, i) => !plain.some((other, j) => i !== j && other.includes(plain[i] ?? "") && (other !== plain[i] || j < i)));
  }

  cs.find = { sources };
})();
