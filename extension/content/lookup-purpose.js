/** What a code is looked up for, beside reading and copying it: to stand in the place of another, or to be added. */
"use strict";
(() => {
  const cs = globalThis.__chartside;
  if (cs.purpose) return;
  const { h } = cs.dom;
  const t = cs.client.t;

  /** @type {Purpose} */
  let purpose = {};

  const chip = h("span", { class: "chip purpose", id: "purpose", hidden: true });

  /** @param {Purpose} why */
  function set(why) {
    purpose = why;
    chip.textContent = why.label ?? "";
    chip.hidden = !why.label;
  }

  /** What else may be done with a code than to copy it. @param {(code: Chosen) => void} act */
  function taking(act) {
    if (purpose.take) return { label: t("use_code"), act, first: true };
    return cs.review.canAdd() ? { label: t("add_code"), act, first: false } : null;
  }

  /** @param {Chosen} chosen @param {{tell: (text: string) => void, close: () => void}} lookup */
  function take(chosen, { tell, close }) {
    const { take: wanted } = purpose;
    if (!wanted && !cs.review.canAdd()) return tell(t("no_field"));
    if (!chosen.billable) return tell(t("insert_header", chosen.code));
    // One that is added by the way leaves the lookup open for the next.
    if (!wanted) return tell(cs.review.added(chosen));
    close();
    wanted(chosen);
  }

  /** The keys for it. @param {string} control as it is printed @param {boolean} inserts whether there is a field to insert into */
  function hints(control, inserts) {
    if (purpose.take) return [["↵", "hint_take"]];
    const add = cs.review.canAdd() ? [[inserts ? `${control} ⇧ ↵` : `${control} ↵`, "hint_add"]] : [];
    return inserts ? [[`${control} ↵`, "hint_insert"], ...add] : add;
  }

  /** Whether the first result is gone into at once; asked once. */
  function goesIn() {
    const { into = false } = purpose;
    purpose.into = false;
    return into;
  }

  /** The lookup closed. @returns {boolean} whether somebody took the focus back */
  function closed() {
    const { closed: told } = purpose;
    set({});
    told?.();
    return Boolean(told);
  }

  cs.purpose = { chip: () => chip, set, isSet: () => Boolean(purpose.take), taking, take, hints, goesIn, closed };
})();
