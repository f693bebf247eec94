/** Controls of the page that hold text: their labels, and the one that had the focus. */
"use strict";
(() => {
  const cs = globalThis.__chartside;
  if (cs.fields) return;

  const TYPES = new Set(["text", "search", ""]);
  /** @type {{element: HTMLElement, range: Range | null} | null} */
  let remembered = null;

  /** What the page calls a control; never more than 80 characters. @param {Element} el @returns {string} */
  function label(el) {
    const root = /** @type {Document | ShadowRoot} */ (el.getRootNode());
    const named = (el.getAttribute("aria-labelledby") ?? "").split(/\s+/).map((id) => (id && root.getElementById(id)?.textContent) || "");
    const labels = [.../** @type {any} */ (el).labels ?? []].map((/** @type {Element} */ each) => each.textContent ?? "");
    const found = [el.getAttribute("aria-label"), named.join(" "), labels.join(" "), near(el), el.getAttribute("placeholder"), el.getAttribute("title"), el.getAttribute("name"), el.id];
    const text = found.map(tidy).find((each) => each) ?? "";
    return text.slice(0, 80);
  }

  /** @param {string | null | undefined} text */
  function tidy(text) {
    return (text ?? "").replace(/[_\s]+/g, " ").replace(/[:*\s]+$/, "").trim();
  }

  /** Short text that stands just before a control, such as the cell to its left. @param {Element} el */
  function near(el) {
    /** @type {Element | null} */
    let at = el;
    for (let up = 0; at && up < 3; up++) {
      const before = at.previousElementSibling ?? (at.tagName === "TD" ? at.parentElement?.previousElementSibling : null);
      const text = before && !before.querySelector("input,textarea,select") ? (before.textContent ?? "").trim() : "";
      if (text && text.length <= 60) return text;
      if (before && text) return "";
      at = at.parentElement;
    }
    return "";
  }

  /** Whether a control may hold (part of) a note. @param {Element} el @returns {el is HTMLTextAreaElement | HTMLInputElement} */
  function holdsText(el) {
    return cs.is.textarea(el) || (cs.is.input(el) && TYPES.has(el.getAttribute("type") ?? ""));
  }

  /** The element with the focus, through open shadow roots. */
  function focused() {
    let active = document.activeElement;
    while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
    return active;
  }

  /**
   * Remember the editable element with the focus, before ours takes it.
   * @returns {string} what it is called, empty when nothing here could take text
   */
  function rememberFocus() {
    const active = focused();
    const editable = cs.is.html(active) && (active.isContentEditable || (holdsText(active) && !active.readOnly && !active.disabled));
    if (!document.hasFocus() || !active || active === document.body || active.tagName === "IFRAME" || cs.layer?.isHost(active)) {
      return "";
    }
    const selection = getSelection();
    const range = editable && !holdsText(active) && selection?.rangeCount ? selection.getRangeAt(0).cloneRange() : null;
    remembered = cs.is.html(active) ? { element: active, range } : null;
    return editable ? label(active) || active.tagName.toLowerCase() : "";
  }

  /** Give the focus back to where it was. */
  function giveBack() {
    if (!remembered?.element.isConnected) return false;
    remembered.element.focus({ preventScroll: true });
    if (remembered.range) {
      const selection = getSelection();
      selection?.removeAllRanges();
      selection?.addRange(remembered.range);
    }
    return true;
  }

  /**
   * Type text into the remembered field, as the person's own typing would: the page's editor sees its events.
   * @param {string} text
   */
  function insert(text) {
    if (!giveBack() || !remembered) return false;
    const el = remembered.element;
    if (document.execCommand("insertText", false, text)) return true;
    if (!holdsText(el)) return false;
    el.setRangeText(text, el.selectionStart ?? el.value.length, el.selectionEnd ?? el.value.length, "end");
    el.dispatchEvent(new InputEvent("input", { bubbles: true, inputType: "insertText", data: text }));
    return true;
  }

  cs.fields = { label, holdsText, focused, rememberFocus, giveBack, insert, remembered: () => remembered };
})();
