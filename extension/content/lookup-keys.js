/**
 * The keyboard in the quick lookup, and the page kept out of it.
 *
 * Events are taken at the window, before the page's own listeners on anything in it; only a script that listened at
 * the window before us can still see keys.
 */
"use strict";
(() => {
  const cs = globalThis.__chartside;
  if (cs.lookupKeys) return;

  // Focus too: a dialog of the page that holds the focus in itself would take it away again.
  const GUARDED = ["keydown", "keypress", "keyup", "beforeinput", "input", "focus", "focusin", "focusout", "blur"];
  const PAGE = 8; // results
  const STEPS = /** @type {Record<string, number>} */ ({ ArrowDown: 1, ArrowUp: -1, PageDown: PAGE, PageUp: -PAGE });

  /** @type {LookupActs | null} */
  let acts = null;

  /** @param {Event} event */
  function guard(event) {
    if (!acts || !cs.layer.isHost(/** @type {Node} */ (event.target))) return;
    event.stopImmediatePropagation();
    if (event.type === "keydown") key(/** @type {KeyboardEvent} */ (event), acts);
    else if (event.type === "input") acts.typed();
    else if (event.type === "focusin") acts.focused();
  }

  /** @param {KeyboardEvent} event @param {LookupActs} act */
  function key(event, act) {
    if (event.isComposing) return;
    const active = cs.layer.active();
    const done = event.ctrlKey || event.metaKey ? withControl(event, act) : event.altKey ? false
      : event.key === "Tab" ? trap(event, act)
      : event.key === "Escape" ? act.escape()
      : active === act.input ? inField(event, act)
      : active ? inside(event, act, active) : false;
    if (done) event.preventDefault();
  }

  /** @param {KeyboardEvent} event @param {LookupActs} act */
  function withControl(event, act) {
    const { key: name } = event;
    const { input } = act;
    if (name.toLowerCase() === "i") return act.otherView();
    if (name === "Enter") return event.shiftKey ? act.take() : act.insert();
    const selected = cs.layer.active() === input && input.selectionStart !== input.selectionEnd;
    return name.toLowerCase() === "c" && !selected ? act.copy() : false;
  }

  /** @param {KeyboardEvent} event @param {LookupActs} act */
  function inField({ key: name }, act) {
    const step = STEPS[name];
    if (step) return act.choose(step);
    return name === "Enter" ? act.enter() : false;
  }

  /** @param {KeyboardEvent} event @param {LookupActs} act @param {Element} active */
  function inside({ key: name, shiftKey }, act, active) {
    if (active.matches("[role=tab]") && /^Arrow(Left|Right)$/.test(name)) return act.otherView();
    if (active === act.side || active.matches("[role=treeitem]")) {
      if (name === "Enter" || name === " ") return (name === "Enter" && act.chosen()) || true;
      if (/^(Arrow|Home$|End$)/.test(name)) return act.walk(name);
    }
    if (active.matches("[data-step]") && cs.builder.move(act.side, active, name)) return true;
    if (!act.side.contains(active)) return false;
    if (active.closest("[data-entry]") && /^Arrow(Left|Right)$/.test(name)) return act.walk(name);
    if (name === "Backspace") return act.back();
    return !shiftKey && /^[0-9a-z]$/i.test(name) ? act.option(name) : false;
  }

  /** The focus stays in the dialog while it is open. @param {KeyboardEvent} event @param {LookupActs} act */
  function trap({ shiftKey }, { box }) {
    const all = /** @type {HTMLElement[]} */ ([...box.querySelectorAll("input, button, summary, [tabindex='0']")])
      .filter((each) => each.tabIndex >= 0 && each.checkVisibility());
    const edge = shiftKey ? all[0] : all.at(-1);
    if (cs.layer.active() !== edge) return false;
    (shiftKey ? all.at(-1) : all[0])?.focus();
    return true;
  }

  /** @param {LookupActs | null} to who acts on keys; null when the lookup is closed */
  function listen(to) {
    acts = to;
    for (const type of GUARDED) window[to ? "addEventListener" : "removeEventListener"](type, guard, true);
  }

  cs.lookupKeys = { listen };
})();
