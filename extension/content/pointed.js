/**
 * The notes that the coder pointed at on this site, found again by a path of selectors, one for each shadow tree.
 *
 * A path holds ids, roles, names of sections and places among siblings; never a class (they are hashed anew with each
 * release of an application) and never a label that could be a patient's name.
 */
"use strict";
(() => {
  const cs = globalThis.__chartside;
  if (cs.pointed) return;

  const CHANGES = /\d{2,}|[:.]|^radix|^react|^ember/i; // an id with such parts is another one tomorrow
  const KEPT_ATTRIBUTES = ["data-testid", "data-test", "name"];

  /** @type {string[][]} */
  let paths = [];
  /** What the coder pointed at just now: read whatever it holds. @type {Element | null} */
  let fresh = null;

  async function load() {
    const answer = await cs.client.pointed();
    if (answer.ok) paths = /** @type {string[][]} */ (answer.value);
  }

  /** @param {Element} el @returns {string} a selector by what the element is, or an empty string */
  function named(el) {
    const tag = CSS.escape(el.localName);
    if (el.id && !CHANGES.test(el.id)) return `#${CSS.escape(el.id)}`;
    for (const name of KEPT_ATTRIBUTES) {
      const value = el.getAttribute(name);
      if (value && value.length <= 60 && !CHANGES.test(value)) return `${tag}[${name}="${CSS.escape(value)}"]`;
    }
    const [role, label] = [el.getAttribute("role"), el.getAttribute("aria-label")];
    const known = label && cs.clinical.heading(label) ? `[aria-label="${CSS.escape(label)}"]` : "";
    return role && (known || role === "document" || role === "main") ? `${tag}[role="${CSS.escape(role)}"]${known}` : known && tag + known;
  }

  /** @param {Element} el @param {Document | ShadowRoot} root @returns {string} a selector that finds the element in its root */
  function within(el, root) {
    /** @type {string[]} */
    const steps = [];
    for (let at = /** @type {Element | null} */ (el); at && at !== document.documentElement; at = at.parentElement) {
      const own = named(at);
      if (own && root.querySelectorAll(own).length === 1) {
        steps.unshift(own);
        break;
      }
      const siblings = [...(at.parentNode?.children ?? [])].filter((each) => each.localName === at?.localName);
      steps.unshift(CSS.escape(at.localName) + (siblings.length > 1 ? `:nth-of-type(${siblings.indexOf(at) + 1})` : ""));
    }
    return steps.join(" > ");
  }

  /** @param {Element} el @returns {string[]} */
  function pathOf(el) {
    const root = el.getRootNode();
    const own = within(el, /** @type {Document | ShadowRoot} */ (root));
    return cs.is.shadow(root) ? [...pathOf(root.host), own] : [own];
  }

  /** @param {string[]} path @returns {Element | null} */
  function find(path) {
    /** @type {Element | null} */
    let found = null;
    for (const selector of path) {
      /** @type {Document | ShadowRoot | null} */
      const root = found ? found.shadowRoot : document;
      try {
        found = root?.querySelector(selector) ?? null;
      } catch {
        return null;
      }
      if (!found) return null;
    }
    return found;
  }

  /** The notes of this frame that the coder pointed at. @returns {Generator<void, Found[]>} */
  function* sources() {
    /** @type {Found[]} */
    const found = [];
    for (const path of paths) {
      const el = find(path);
      if (!el || !cs.visible.shown(el) || found.some(({ parts: [first] }) => (first?.field ?? first?.root) === el)) continue;
      const part = cs.fields.holdsText(el) ? { field: el } : { root: el };
      const seen = yield* cs.text.steps([part]);
      const model = part.root ? cs.virtual.whole(part.root, seen) : seen;
      if (el !== fresh && !cs.clinical.count(model.text)) continue;
      if (/\S/.test(model.text)) found.push({ parts: [part], model, title: cs.fields.label(el) || document.title.slice(0, 80), kind: "pointed" });
    }
    return found;
  }

  /** The notes of this frame: what the coder pointed at, and only where there is none what looks like a note. */
  function* notes() {
    const own = yield* sources();
    const found = yield* cs.find.sources();
    return own.length ? { ...found, sources: own } : found;
  }

  /** This is the note: remembered for the site, in the place of what was pointed at here before. @param {Element} el */
  function choose(el) {
    fresh = el;
    cs.client.say("point", { frame: self.origin, path: pathOf(el), instead: paths.filter((path) => find(path)) });
  }

  cs.pointed = { load, notes, choose };
})();
