/** What is selected in this frame, as a source of its own: nothing but the selection is ever sent. */
"use strict";
(() => {
  const cs = globalThis.__chartside;
  if (cs.selection) return;

  const MIN = 2; // characters

  /** @param {string} said what the browser says is selected; used where the page hides its selection @returns {Found | null} */
  function read(said) {
    return inField() ?? inText() ?? plain(said);
  }

  /** @returns {Found | null} */
  function inField() {
    const active = cs.fields.focused();
    if (!active || !cs.fields.holdsText(active)) return null;
    const [from, to] = [active.selectionStart ?? 0, active.selectionEnd ?? 0];
    if (to - from < MIN) return null;
    return found(cs.model.slice(cs.text.build([{ field: active }]), from, to), [{ field: active }]);
  }

  /** @returns {Found | null} */
  function inText() {
    const selection = getSelection();
    if (!selection?.rangeCount || selection.isCollapsed) return null;
    const range = selection.getRangeAt(0);
    const common = range.commonAncestorContainer;
    const root = cs.is.element(common) ? common : common.parentElement;
    if (!root || cs.layer.isHost(root)) return null;
    const whole = cs.text.build([{ root }]);
    const from = cs.model.offsetOf(whole, range.startContainer, range.startOffset);
    const to = cs.model.offsetOf(whole, range.endContainer, range.endOffset);
    if (to - from < MIN) return null;
    return found(cs.model.slice(whole, from, to), [{ root }]);
  }

  /** @param {string} said @returns {Found | null} */
  function plain(said) {
    if (said.trim().length < MIN) return null;
    return { parts: [], model: { text: said, runs: [], hash: said }, title: cs.client.t("selection"), kind: "selection" };
  }

  /** @param {Model} model @param {Part[]} parts @returns {Found} */
  const found = (model, parts) => ({ parts, model, title: cs.client.t("selection"), kind: "selection" });

  cs.selection = { read };
})();
