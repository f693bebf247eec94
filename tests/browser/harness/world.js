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
    /** @type {{listeners: any[][], watched: Set<any>, timers: Set<any>}} */
    const alive = (own.aliveByTest = { listeners: [], watched: new Set(), timers: new Set() });
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
      own[name] = class extends real {
        /** @param {any} target @param {any} options */
        observe(target, options) {
          alive.watched.add(this);
          super.observe(target, options);
        }
        disconnect() {
          alive.watched.delete(this);
          super.disconnect();
        }
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
    const { listeners, watched, timers } = own.aliveByTest ?? { listeners: [], watched: [], timers: [] };
    const there = listeners.filter((/** @type {any[]} */ [target]) => !(target instanceof Node) || target.isConnected);
    return [...there.map((/** @type {any[]} */ [, type]) => `listener ${type}`), ...[...watched].map((each) => each.constructor.name || "observer"), ...timers].map(String);
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

  /** Text and place of each highlight: characters before it in its note, white space left out; -1 outside the note. */
  function highlights() {
    return [...CSS.highlights.values()].flatMap((set) =>
      [...set].map((each) => {
        const range = document.createRange();
        range.setStart(each.startContainer, each.startOffset);
        range.setEnd(each.endContainer, each.endOffset);
        const text = range.toString().replace(/\s+/g, " ");
        const note = each.startContainer.parentElement?.closest("[data-note]");
        if (!note) return { text, at: -1 };
        range.setStart(note, 0);
        range.setEnd(each.startContainer, each.startOffset);
        return { text, at: squeezed(range.toString()).length };
      }),
    );
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
