/**
 * The right side of the lookup: one code or one entry of the index, walked by keys, with the way back.
 *
 * It is drawn anew for each place; the focus stays in the part of it where it was.
 */
"use strict";
(() => {
  const cs = globalThis.__chartside;
  if (cs.side) return;
  const { h, iconButton } = cs.dom;
  const t = cs.client.t;

  /** @param {SideActs} acts */
  function make(acts) {
    const side = h("div", { class: "side", tabindex: "-1" });
    /** What stands here, and what it was jumped to from. @type {Place | null} */
    let shown = null;
    /** @type {Place[]} */
    let trail = [];
    /** @type {{code: CodeDetails, above: CodeDetails[]} | null} */
    let card = null;
    let moves = Promise.resolve();

    /** Which part has the focus, if any. */
    function zone() {
      const active = cs.layer.active();
      if (!active || !side.contains(active)) return "";
      return active.matches("[data-step]") && !active.closest("[data-entry]") ? "steps" : "place";
    }

    /** @param {Place} place @param {boolean} [into] whether the focus goes there */
    async function show(place, into = false) {
      const same = shown?.kind === place.kind && shown.id === place.id && side.childElementCount > 0;
      const from = shown;
      shown = place;
      if (!same) {
        const content = await (place.kind === "code" ? codeCard(place.id) : entryCard(place.id));
        if (shown !== place) return;
        const before = zone();
        side.replaceChildren(iconButton("back", t("back"), () => void back(), "ghost back"), content);
        side.classList.toggle("deep", trail.length > 0);
        side.scrollTop = 0;
        cs.tree.settle(side);
        if (before || into) focusIn(before, from);
      } else if (into) focusIn("", null);
    }

    /** @param {string} id */
    async function codeCard(id) {
      const found = await cs.ask.around(id);
      card = found.ok ? found : null;
      if (!found.ok) return h("p", { class: "none", tabindex: "-1", text: found.error.message });
      const { code, above } = found;
      if (zone()) acts.say(`${code.code}, ${t(code.billable ? "billable" : "not_billable")}. ${code.description}`);
      return cs.details.view(code, above, { open: (to) => jump({ kind: "code", id: to }), walk: (to) => void show({ kind: "code", id: to }, true), ...acts.codeActs() });
    }

    /** @param {string} id */
    async function entryCard(id) {
      card = null;
      return cs.entries.card(id, {
        code: (to) => jump({ kind: "code", id: to }),
        entry: (to) => void show({ kind: "entry", id: to }, true),
        see: (to) => jump({ kind: "entry", id: to }),
      });
    }

    /** @param {string} before the part that had the focus @param {Place | null} from the place that stood here */
    function focusIn(before, from) {
      const find = (/** @type {string} */ selector) => /** @type {HTMLElement | null} */ (side.querySelector(selector));
      const step = before === "steps" ? (find(".open [data-step]") ?? find(".acts button")) : from?.kind === "entry" ? find(`[data-child="${from.id}"]`) : null;
      (step ?? find(".tree [tabindex='0']") ?? find("[data-entry] [data-step]") ?? find("article") ?? find("p"))?.focus({ preventScroll: true });
    }

    /** To what is named somewhere. @param {Place} place */
    function jump(place) {
      if (shown) trail.push(shown);
      void show(place, true);
    }

    /** To where a jump came from, at last to the list. */
    const back = () => inTurn(async () => {
      const before = trail.pop();
      if (before) await show(before, true);
      else acts.leave();
    });

    /** One after the other, so that a quick second key starts where the first one led. @param {() => Promise<void>} move */
    function inTurn(move) {
      moves = moves.then(move, move);
      return true;
    }

    return {
      element: side, zone, back,
      /** A result: the way back from it is the list. @param {Place} place @param {boolean} into */
      result(place, into) {
        trail = [];
        if (!into) return void show(place);
        // The keys that follow mean what is about to stand here.
        side.focus({ preventScroll: true });
        inTurn(() => show(place, true));
      },
      /** @param {string} key an arrow, Home or End */
      walk: (key) => inTurn(async () => {
        if (!card) return shown?.kind === "entry" ? void cs.entries.step(side, key) : undefined;
        const to = cs.axes.neighbours(card.code, card.above)[key];
        if (to) await show({ kind: "code", id: to }, true);
      }),
      /** @param {string} key of an option of the builder */
      option: (key) => inTurn(async () => {
        const to = card ? await cs.builder.byKey(card.code, card.above, key) : "";
        if (to) await show({ kind: "code", id: to }, true);
      }),
      code: () => card?.code ?? null,
      clear() {
        shown = card = null;
        trail = [];
        side.replaceChildren();
      },
    };
  }

  cs.side = { make };
})();
