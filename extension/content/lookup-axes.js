/**
 * What tells the codes below a code apart: laterality, the 7th character, or the words in which their titles differ.
 *
 * Everything is read from the classification's own codes, placeholders included; nothing is put together here.
 */
"use strict";
(() => {
  const cs = globalThis.__chartside;
  if (cs.axes) return;

  const SIDE = /\b(right|left|bilateral|unspecified)\b/i;
  const KEYS = "123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";

  /** @param {string} code */
  const bare = (code) => code.replace(".", "");

  /**
   * The words with which each title goes on where all begin alike; whole titles where they share little.
   * @param {string[]} titles
   */
  function tails(titles) {
    const words = titles.map((title) => title.split(" "));
    const first = words[0] ?? [];
    let same = 0;
    while (same < first.length && words.every((each) => each[same] === first[same])) same++;
    if (titles.length < 2 || same < 2 || words.some((each) => each.length <= same)) return titles;
    return words.map((each) => each.slice(same).join(" "));
  }

  /**
   * @param {CodeDetails} parent
   * @returns {Axis | null} null for a code with none below
   */
  function below(parent) {
    const { children } = parent;
    if (!children.length) return null;
    const labels = tails(children.map((each) => each.description));
    const seventh = new Map(parent.seventh_characters.map(({ character, meaning }) => [character, meaning]));
    /** @param {Axis["kind"]} kind @param {(index: number, code: string) => [key: string, label: string]} name */
    const axis = (kind, name) => ({
      kind, parent: parent.code,
      options: children.map(({ code, billable, description }, index) => {
        const [key, label] = name(index, code);
        return { code, billable, description, key, label };
      }),
    });
    if (children.every(({ code }) => bare(code).length === 7 && seventh.has(code.slice(-1)))) {
      return axis("seventh", (_, code) => [code.slice(-1), seventh.get(code.slice(-1)) ?? ""]);
    }
    const sides = labels.map((label) => SIDE.exec(label)?.[1]?.toLowerCase() ?? "");
    if (["right", "left"].every((side) => sides.includes(side)) && sides.every(Boolean) && new Set(sides).size === sides.length) {
      return axis("side", (index) => [KEYS[index] ?? "", sides[index] ?? ""]);
    }
    return axis("detail", (index) => [KEYS[index] ?? "", labels[index] ?? ""]);
  }

  /**
   * The axes that were decided to come to this code, outermost first, and the one that is open.
   * Only laterality and 7th character stay to be changed; other steps are the tree's.
   * @param {CodeDetails} code @param {CodeDetails[]} above nearest first
   * @returns {{decided: (Axis & {chosen: string})[], open: Axis | null}}
   */
  function steps(code, above) {
    const decided = [];
    let chosen = code.code;
    for (const each of above) {
      const axis = below(each);
      if (!axis || axis.kind === "detail") break;
      decided.unshift({ ...axis, chosen });
      chosen = each.code;
    }
    return { decided, open: below(code) };
  }

  /**
   * Another option of a decided axis, with the later decisions kept where the same ones are offered there.
   * @param {(Axis & {chosen: string})[]} decided @param {number} at which of them @param {string} code the option
   * @returns {Promise<string>} the code that this leads to
   */
  async function change(decided, at, code) {
    let now = code;
    for (const step of decided.slice(at + 1)) {
      const label = step.options.find((each) => each.code === step.chosen)?.label;
      const details = await cs.ask.details(now);
      const axis = details && below(details);
      const same = axis?.kind === step.kind ? axis.options.find((each) => each.label === label) : undefined;
      if (!same) break;
      now = same.code;
    }
    return now;
  }

  /**
   * Where the arrow keys lead from a code; empty where there is nothing.
   * @param {CodeDetails} code @param {CodeDetails[]} above
   * @returns {Record<string, string>}
   */
  function neighbours(code, above) {
    const row = above[0]?.children ?? [];
    const at = row.findIndex((each) => each.code === code.code);
    return {
      ArrowLeft: above[0]?.code ?? "",
      ArrowRight: code.children[0]?.code ?? "",
      ArrowUp: row[at - 1]?.code ?? "",
      ArrowDown: at < 0 ? "" : (row[at + 1]?.code ?? ""),
      Home: row[0]?.code ?? "",
      End: row.at(-1)?.code ?? "",
    };
  }

  cs.axes = { below, steps, change, neighbours, tails };
})();
