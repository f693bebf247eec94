/**
 * Run in the extension's own world of a page by `scripting.executeScript`, where the page's script can neither see nor
 * change anything: `count` notes what of ours is alive from then on, `look` tells what there is to see in a frame,
 * `hide` and `show` make our scripts believe that the tab is behind another one (headless tabs are all in front).
 *
 * This file is one function, so that both browsers' tests can hand it over as it is.
 */

(/** @type {"count" | "look" | "hide" | "show"} */ wish) => {
  const own = /** @type {any} */ (globalThis);
  const squeezed = (/** @type {string} */ text) => text.replace(/\s+/g, "");

  function count() {
    if (own.aliveByTest) return;
    /** @type {{listeners: any[][], watched: Map<string, Set<any>>, timers: Set<string>}} */
    const alive = (own.aliveByTest = { listeners: [], watched: new Map(), timers: new Set() });
    const capture = (/** @type {any} */ options) => Boolean(typeof options === "object" ? options?.capture : options);
    const { addEventListener: add, removeEventListener: remove } = EventTarget.prototype;
    const drop = (/** @type {any[]} */ gone) => {
      alive.listeners = alive.listeners.filter((each) => !each.every((part, at) => part === gone[at]));
    };
    EventTarget.prototype.addEventListener = function (/** @type {string} */ type, /** @type {any} */ listener, /** @type {any} */ options) {
      const entry = [this, type, listener, capture(options)];
      drop(entry);
      alive.listeners.push(entry);
      if (typeof options === "object" && options?.once) add.call(this, type, () => drop(entry), options);
      add.call(this, type, listener, options);
    };
    EventTarget.prototype.removeEventListener = function (/** @type {string} */ type, /** @type {any} */ listener, /** @type {any} */ options) {
      drop([this, type, listener, capture(options)]);
      remove.call(this, type, listener, options);
    };
    for (const name of ["MutationObserver", "IntersectionObserver", "ResizeObserver"]) {
      const real = own[name];
      // Firefox hands out wrapped constructors, which cannot be extended: what they make is changed.
      own[name] = function (/** @type {any} */ work, /** @type {any} */ options) {
        const made = new real(work, options);
        const [observe, unobserve, disconnect] = ["observe", "unobserve", "disconnect"].map((each) => made[each]?.bind(made));
        const targets = new Set();
        alive.watched.set(`${name} ${alive.watched.size}`, targets);
        made.observe = (/** @type {any} */ target, /** @type {any} */ how) => {
          targets.add(target);
          observe(target, how);
        };
        if (unobserve) {
          made.unobserve = (/** @type {any} */ target) => {
            targets.delete(target);
            unobserve(target);
          };
        }
        made.disconnect = () => {
          targets.clear();
          disconnect();
        };
        return made;
      };
    }
    for (const [start, end] of [["setTimeout", "clearTimeout"], ["setInterval", "clearInterval"], ["requestAnimationFrame", "cancelAnimationFrame"]]) {
      const [begin, stop] = [own[start ?? ""].bind(window), own[end ?? ""].bind(window)];
      own[start ?? ""] = (/** @type {(...given: any[]) => void} */ work, /** @type {any[]} */ ...more) => {
        const id = begin((/** @type {any[]} */ ...given) => {
          if (start !== "setInterval") alive.timers.delete(`${start} ${id}`);
          work(...given);
        }, ...more);
        alive.timers.add(`${start} ${id}`);
        return id;
      };
      own[end ?? ""] = (/** @type {number} */ id) => {
        alive.timers.delete(`${start} ${id}`);
        stop(id);
      };
    }
  }

  /** What of ours is alive, in words. @returns {string[]} */
  function alive() {
    const { listeners, watched, timers } = own.aliveByTest ?? { listeners: [], watched: new Map(), timers: [] };
    const there = listeners.filter((/** @type {any[]} */ [target]) => !(target instanceof Node) || target.isConnected);
    return [...there.map((/** @type {any[]} */ [, type]) => `listener ${type}`), ...[...watched].filter(([, targets]) => targets.size).map(([name]) => name), ...timers].map(String);
  }

  /** All markup, open shadow trees and the values of fields. @param {Document | ShadowRoot} root @returns {string} */
  function markup(root) {
    const whole = root instanceof Document ? (root.documentElement?.outerHTML ?? "") : root.innerHTML;
    const inside = [...root.querySelectorAll("*")].map((each) => {
      const value = each instanceof HTMLTextAreaElement || each instanceof HTMLInputElement ? `\n= ${each.value}` : "";
      return value + (each.shadowRoot ? `\n# ${markup(each.shadowRoot)}` : "");
    });
    return `${whole}${inside.join("")}\n${root.adoptedStyleSheets.length} sheets`;
  }

  /**
   * Text and place of each highlight: characters before it in its note, white space left out; -1 outside the note.
   * Firefox lets no script of an extension walk through a highlight: what we hold is looked up in it, and counted.
   */
  function highlights() {
    const sets = ["cs-a", "cs-b", "cs-c"].map((name) => CSS.highlights.get(name)).filter((set) => set !== undefined);
    const held = (own.__chartside?.highlight?.marks() ?? []).flatMap((/** @type {any} */ mark) => mark.ranges);
    const drawn = /** @type {Range[]} */ ([...new Set(held)].filter((range) => sets.some((set) => set.has(/** @type {any} */ (range)))));
    const strange = sets.reduce((sum, set) => sum + set.size, 0) - drawn.length;
    return [...drawn.map(placeOf), ...Array(strange).fill({ text: "a highlight of nothing", at: -2 })];
  }

  /** @param {Range} each */
  function placeOf(each) {
    const range = each.cloneRange();
    const text = range.toString().replace(/\s+/g, " ");
    const note = each.startContainer.parentElement?.closest("[data-note]");
    if (!note) return { text, at: -1 };
    range.setStart(note, 0);
    range.setEnd(each.startContainer, each.startOffset);
    return { text, at: squeezed(range.toString()).length };
  }

  /** @param {boolean} hidden */
  function hide(hidden) {
    Object.defineProperty(document, "hidden", { value: hidden, configurable: true });
    document.dispatchEvent(new Event("visibilitychange"));
  }

  if (wish === "count") return count();
  if (wish === "hide" || wish === "show") return hide(wish === "hide");
  return { markup: markup(document), highlights: highlights(), alive: alive() };
}
