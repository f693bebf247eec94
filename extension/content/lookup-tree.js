/** Where a code stands: the codes above it and those beside it, as a tree that is walked with the arrow keys. */
"use strict";
(() => {
  const cs = globalThis.__chartside;
  if (cs.tree) return;
  const { h } = cs.dom;
  const t = cs.client.t;

  /**
   * One row of the tree; the current one alone can be reached by Tab.
   * @param {{code: string, description: string, billable: boolean}} each
   * @param {{level: number, label?: string, at?: number, of?: number, current?: boolean, expanded?: boolean | undefined}} place
   * @param {(code: string) => void} walk
   */
  function row(each, { level, label = each.description, at = 1, of = 1, current = false, expanded }, walk) {
    // What all beside it begin with is left out for the eye, and read all the same.
    const begins = label === each.description ? "" : each.description.slice(0, -label.length);
    const element = h("div", {
      role: "treeitem", class: "node", title: each.description, tabindex: current ? "0" : "-1", "data-code-of": each.code,
      "aria-level": level, "aria-setsize": of, "aria-posinset": at, "aria-selected": String(current),
      "aria-expanded": expanded === undefined ? null : String(expanded),
      on: { click: () => walk(each.code) },
    }, h("span", { class: "code", text: each.code }), h("span", { class: "what" }, begins ? h("i", { "aria-hidden": "true", text: "… " }) : null, begins ? h("span", { class: "sr", text: begins }) : null, label), cs.results.dot(each.billable));
    element.style.setProperty("--depth", String(level - 1));
    return element;
  }

  /**
   * @param {CodeDetails} code @param {CodeDetails[]} above nearest first
   * @param {(code: string) => void} walk
   */
  function view(code, above, walk) {
    const beside = above[0]?.children ?? [code];
    const labels = cs.axes.tails(beside.map((each) => each.description));
    const level = above.length + 1;
    return h("div", { class: "tree", role: "tree", "aria-label": t("around") },
      ...[...above].reverse().map((each, index) => row(each, { level: index + 1, expanded: true }, walk)),
      ...beside.map((each, index) => {
        const current = each.code === code.code;
        // A code that is not billable has codes below it, closed until one goes there.
        return row(each, { level, label: labels[index] ?? each.description, at: index + 1, of: beside.length, current, expanded: each.billable ? undefined : false }, walk);
      }));
  }

  /** The current row into the middle of the tree's own scroll, without moving anything else. @param {Element} root */
  function settle(root) {
    const tree = /** @type {HTMLElement | null} */ (root.querySelector(".tree"));
    const current = /** @type {HTMLElement | null} */ (tree?.querySelector("[aria-selected=true]"));
    if (!tree || !current) return;
    tree.scrollTop = current.offsetTop - tree.offsetTop - (tree.clientHeight - current.offsetHeight) / 2;
  }

  cs.tree = { view, settle };
})();
