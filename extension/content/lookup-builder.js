/**
 * Completes a code: what was decided so far can be changed, what is open is listed with a key for each option.
 *
 * Nothing is preselected and nothing is put together: each option leads to a code of the classification.
 */
"use strict";
(() => {
  const cs = globalThis.__chartside;
  if (cs.builder) return;
  const { h } = cs.dom;
  const t = cs.client.t;

  /** @param {string} word */
  const capital = (word) => word.charAt(0).toUpperCase() + word.slice(1);
  /** @param {Axis} axis */
  const nameOf = ({ kind }) => t(`axis_${kind}`);

  /**
   * @param {CodeDetails} code @param {CodeDetails[]} above nearest first
   * @param {(code: string) => void} choose
   * @returns {HTMLElement | null} null where nothing can be chosen
   */
  function view(code, above, choose) {
    const { decided, open } = cs.axes.steps(code, above);
    if (!open && !decided.length) return null;
    return h("section", { class: "builder", "aria-label": t("build") },
      ...decided.map((axis, at) => changeable(axis, (to) => void cs.axes.change(decided, at, to).then(choose))),
      open ? openAxis(code, open, choose) : null);
  }

  /** An axis that was decided: small buttons, the chosen one marked. @param {Axis & {chosen: string}} axis @param {(code: string) => void} choose */
  function changeable(axis, choose) {
    const chosen = axis.options.find((each) => each.code === axis.chosen);
    const short = axis.kind === "seventh";
    return h("div", { class: "axis decided", role: "group", "aria-label": nameOf(axis) },
      h("h3", { text: nameOf(axis) }),
      h("div", { class: "choices" },
        ...axis.options.map((each) =>
          h("button", { type: "button", class: `choice${short ? " short" : ""}`, "data-step": "", tabindex: each === chosen ? "0" : "-1", "aria-pressed": String(each === chosen), title: each.description, "aria-label": short ? `${each.key} ${each.label}` : null, on: { click: () => choose(each.code) } },
            short ? each.key : capital(each.label)))),
      short && chosen ? h("p", { class: "meaning", text: capital(chosen.label) }) : null);
  }

  /** The axis that is open. @param {CodeDetails} code @param {Axis} axis @param {(code: string) => void} choose */
  function openAxis(code, axis, choose) {
    return h("div", { class: "axis open", role: "group", "aria-label": nameOf(axis) },
      h("h3", {}, nameOf(axis), h("span", { class: "need", text: t("choose_one") })),
      h("div", { class: "choices list" },
        ...axis.options.map((each, index) =>
          h("button", { type: "button", class: "option", "data-step": "", tabindex: index ? "-1" : "0", title: each.description, "aria-keyshortcuts": each.key, on: { click: () => choose(each.code) } },
            h("kbd", { text: each.key }), h("span", { class: "code" }, ...tail(code.code, each.code)), h("span", { class: "what", text: capital(each.label) }), cs.results.dot(each.billable)))));
  }

  /** A code with what it adds to the one above set off. @param {string} from @param {string} to */
  function tail(from, to) {
    return to.startsWith(from) ? [h("span", { class: "same", text: from }), to.slice(from.length)] : [to];
  }

  /**
   * What a key chooses: an option of the open axis, else another one of the axis that was decided last.
   * @param {CodeDetails} code @param {CodeDetails[]} above @param {string} key
   * @returns {Promise<string>} the code it leads to, empty when the key means nothing here
   */
  async function byKey(code, above, key) {
    const wanted = key.toUpperCase();
    const { decided, open } = cs.axes.steps(code, above);
    if (open) return open.options.find((each) => each.key === wanted)?.code ?? "";
    for (let at = decided.length - 1; at >= 0; at--) {
      const found = decided[at]?.options.find((each) => each.key === wanted);
      if (found) return cs.axes.change(decided, at, found.code);
    }
    return "";
  }

  /**
   * The arrow keys among the options: within an axis, and from its ends into the next.
   * @param {Element} root @param {Element} active @param {string} key
   */
  function move(root, active, key) {
    const all = /** @type {HTMLElement[]} */ ([...root.querySelectorAll("[data-step]")]);
    const at = all.indexOf(/** @type {HTMLElement} */ (active));
    const next = { ArrowDown: all[at + 1], ArrowRight: all[at + 1], ArrowUp: all[at - 1], ArrowLeft: all[at - 1], Home: all[0], End: all.at(-1) }[key];
    if (at < 0 || !next) return false;
    next.focus();
    next.scrollIntoView({ block: "nearest" });
    return true;
  }

  cs.builder = { view, byKey, move };
})();
