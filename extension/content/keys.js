/**
 * The keyboard in the panel: one key for each thing a coder does, and the focus kept over a redraw.
 *
 * Events are taken at the window, before the page's own listeners, so that a page with shortcuts of its own does not
 * act on them; only a script that listened at the window before us can still see keys.
 */
"use strict";
(() => {
  const cs = globalThis.__chartside;
  if (cs.keys) return;

  const GUARDED = ["keydown", "keypress", "keyup", "beforeinput", "input", "focus", "focusin", "focusout", "blur"];
  const STEPS = /** @type {Record<string, number>} */ ({ j: 1, ArrowDown: 1, k: -1, ArrowUp: -1, Home: -1e4, End: 1e4 });

  /** @type {KeyActs | null} */
  let acts = null;
  let last = ""; // the row that had the focus last

  /** @param {Event} event */
  function guard(event) {
    const active = cs.layer.active();
    // Our other parts have keys of their own.
    if (!acts || !cs.layer.isHost(/** @type {Node} */ (event.target)) || (active && !acts.frame.contains(active))) return;
    event.stopImmediatePropagation();
    if (event.type === "focusin") note();
    if (event.type !== "keydown" || !active) return;
    if (key(/** @type {KeyboardEvent} */ (event), active, acts)) event.preventDefault();
  }

  const note = () => void (last = mark()?.key ?? last);

  /** The letter of a key, on keyboards of other scripts too. @param {KeyboardEvent} event */
  const nameOf = ({ key, code }) => (key.length > 1 || /^[ -~]$/.test(key) ? key : code.startsWith("Key") ? code.slice(3).toLowerCase() : key);

  /** Whether the key was for us. @param {KeyboardEvent} event @param {Element} active @param {KeyActs} act */
  function key(event, active, act) {
    if (event.isComposing) return false;
    const name = nameOf(event);
    const letter = name.length === 1 ? name.toLowerCase() : name;
    if (act.helping()) return name === "Escape" || name === "?" ? (act.help(), true) : name === "Tab" && trap(act.frame);
    const own = cs.check.key(event, letter, active);
    if (own !== null) return own;
    if (active instanceof HTMLInputElement) return inField(name, active);
    if (event.ctrlKey || event.metaKey) {
      if (event.altKey || event.repeat || !/^[zy]$/.test(letter)) return false;
      if (letter === "y" || event.shiftKey) cs.review.redo();
      else cs.review.undo();
      return true;
    }
    if (event.altKey) return false;
    if (active.classList.contains("grip") && name.startsWith("Arrow")) return cs.place.nudge(active, name);
    if (event.shiftKey && name.startsWith("Arrow")) return cs.place.shift(name);
    if (active.closest(".reasons") && inReasons(letter, active, act)) return true;
    const step = STEPS[letter];
    if (step) return go(act.frame, active, step);
    if (name === "ArrowRight" || name === "ArrowLeft") return fold(active, (name === "ArrowRight") === (getComputedStyle(act.frame).direction !== "rtl"));
    // A key that is held decides once.
    return event.repeat ? false : decide(letter, event.shiftKey, active, act);
  }

  /** @param {string} letter @param {boolean} shift @param {Element} active @param {KeyActs} act */
  function decide(letter, shift, active, act) {
    const row = active.closest(".row[data-key]")?.getAttribute("data-key") ?? "";
    const review = cs.review;
    const did = /** @type {Record<string, (() => unknown) | false>} */ ({
      a: row !== "" && (() => review.accept(row)),
      r: row !== "" && (() => review.reject(row)),
      e: row !== "" && (() => review.change(row)),
      c: () => act.copy(active.closest("[data-code]")?.getAttribute("data-code") ?? ""),
      n: review.add,
      f: cs.finish.ask,
      v: cs.check.toggle,
      u: shift ? review.redo : review.undo,
      l: () => review.copyList(shift),
      Delete: () => takeBack(active, row),
      Backspace: () => takeBack(active, row),
      d: cs.place.swap,
      "/": act.lookup,
      "?": act.help,
      "+": () => cs.place.size(1),
      "-": () => cs.place.size(-1),
      Escape: () => cs.finish.cancel() || act.leave(),
    })[letter];
    if (!did) return false;
    void did();
    return true;
  }

  /** @param {Element} active @param {string} row */
  function takeBack(active, row) {
    const id = active.getAttribute("data-take-back");
    if (id) cs.review.takeBack(id);
    else if (row) cs.review.takeBackRow(row);
  }

  /** @param {string} name @param {HTMLInputElement} field */
  function inField(name, field) {
    const key = field.closest(".row")?.getAttribute("data-key") ?? "";
    if (name === "Escape") cs.review.stopAsking(true);
    else if (name === "Enter") cs.review.rejected(key, "other", field.value);
    else return false;
    return true;
  }

  /** @param {string} name @param {Element} active @param {KeyActs} act */
  function inReasons(name, active, act) {
    const all = /** @type {HTMLElement[]} */ ([...act.frame.querySelectorAll(".reasons .reason, .reasons input")]);
    const at = all.findIndex((each) => each === active);
    if (name === "Escape") cs.review.stopAsking(true);
    else if (/^[1-9]$/.test(name)) all[Number(name) - 1]?.click();
    else if (name === "ArrowDown" || name === "j") all[Math.min(at + 1, all.length - 1)]?.focus();
    else if (name === "ArrowUp" || name === "k") all[Math.max(at - 1, 0)]?.focus();
    else return false;
    return true;
  }

  /** @param {HTMLElement} frame @param {Element} active @param {number} step */
  function go(frame, active, step) {
    const rows = /** @type {HTMLElement[]} */ ([...frame.querySelectorAll("[data-main], summary[data-key], [data-walk]")]).filter((row) => row.checkVisibility());
    const own = active.closest(".row")?.querySelector("[data-main]") ?? active;
    const at = rows.findIndex((each) => each === own);
    const next = rows[at < 0 ? 0 : Math.max(0, Math.min(rows.length - 1, at + step))];
    next?.focus();
    next?.closest(".row, summary, li")?.scrollIntoView({ block: "nearest" });
    return true;
  }

  /** @param {Element} active @param {boolean} open */
  function fold(active, open) {
    const section = active.matches("summary") && active.parentElement;
    if (section instanceof HTMLDetailsElement) section.open = open;
    const button = /** @type {HTMLElement | null | undefined} */ (active.closest(".row, .mine-bar")?.querySelector("[aria-expanded]"));
    if (button && button.getAttribute("aria-expanded") !== String(open)) button.click();
    return Boolean(section || button);
  }

  /** One thing in the help can have the focus beside its text: Tab goes between the two. @param {HTMLElement} frame */
  function trap(frame) {
    const all = /** @type {HTMLElement[]} */ ([...frame.querySelectorAll(".help button, .help [tabindex]")]);
    (all.find((each) => each !== cs.layer.active()) ?? all[0])?.focus();
    return true;
  }

  /** Which row and which of its controls has the focus. */
  function mark() {
    const active = cs.layer.active();
    const row = active?.closest("[data-key]");
    if (!row || !active) return null;
    return { key: row.getAttribute("data-key") ?? "", code: row.getAttribute("data-code") ?? "", name: active.getAttribute("data-do") ?? "", at: [...row.querySelectorAll("button:not([data-do]), summary")].indexOf(active) };
  }

  /** The same place in what was drawn anew; where it is gone, the nearest that makes sense, never the page. @param {HTMLElement} frame @param {FocusMark | null} before */
  function restore(frame, before) {
    if (!before) return;
    const find = (/** @type {string} */ selector) => frame.querySelector(selector);
    const row = find(`[data-key="${CSS.escape(before.key)}"]`) ?? (before.code ? find(`.row[data-code="${CSS.escape(before.code)}"]`) : null);
    const named = before.name ? row?.querySelector(`[data-do="${before.name}"]:not([disabled])`) : null;
    const buttons = [...(row?.querySelectorAll("button:not([data-do]), summary") ?? [])];
    const own = named ?? (before.at < 0 && row?.matches("button, summary") ? row : (buttons[before.at] ?? buttons[0]));
    const nearest = () => (/^(mine|fin)/.test(before.key) ? find("[data-walk]") : null) ?? find("[data-main]") ?? find("button");
    /** @type {HTMLElement | null} */ (own ?? nearest())?.focus({ preventScroll: true });
  }

  /** @param {KeyActs | null} to who acts on keys; null when the panel is closed */
  function listen(to) {
    acts = to;
    last = "";
    // A focus that moves inside our root is seen only there.
    to?.frame.addEventListener("focusin", note);
    for (const type of GUARDED) window[to ? "addEventListener" : "removeEventListener"](type, guard, true);
  }

  cs.keys = { listen, mark, restore, last: () => last };
})();
