/** What a frame says of itself: its notes to the panel in the top frame, its stirring to the other frames. */
"use strict";
(() => {
  const cs = globalThis.__chartside;
  if (cs.telling) return;

  let [stirring, framing] = [0, 0];
  /** @type {WeakMap<Model, number>} */
  const counted = new WeakMap();

  /** A note's name in all frames of the tab. @param {string} id */
  const globalId = (id) => `${cs.client.instance}:${id}`;
  /** @param {string} id */
  const localId = (id) => id.slice(cs.client.instance.length + 1);

  /**
   * One note. While it is read again, the panel keeps the rows that it has: they are not sent once more,
   * unless some of their evidence is gone.
   * @param {Held} held @param {boolean} [whole] for a panel that has no rows yet
   */
  function source(held, whole = false) {
    const { id, title, kind, state, error, result: found, model } = held;
    const words = counted.get(model) ?? cs.clinical.words(model.text);
    counted.set(model, words);
    const result = state === "loading" && !whole && !cs.evidence.lost(found) ? null : found;
    cs.client.toTop({ type: "source", instance: cs.client.instance, source: { id: globalId(id), thread: cs.thread.of(held), title, kind, state, error, result, words, share: model.drawn?.share ?? 1, page: location.host } });
  }

  /** All that this frame holds. @param {Iterable<string>} ids @param {number} foreign frames in it that we cannot look into */
  function frame(ids, foreign) {
    cs.client.toTop({ type: "frame", instance: cs.client.instance, ids: [...ids].map(globalId), foreign, cross: cs.visible.isCross() });
  }

  /** A highlight was clicked. @param {Mark} mark */
  function opened(mark) {
    cs.client.toTop({ type: "open-row", key: mark.key, source: globalId(mark.source) });
  }

  /** Frames came: the background puts our scripts into them. */
  function framed() {
    clearTimeout(framing);
    framing = Number(setTimeout(() => cs.client.say("frames"), 100));
  }

  /** Something was shown, hidden or removed; frames in here cannot see that by themselves. */
  function stirred() {
    if (stirring) return;
    stirring = Number(
      setTimeout(() => {
        stirring = 0;
        cs.client.toAll({ type: "recheck" });
      }, 300),
    );
  }

  function stop() {
    clearTimeout(stirring);
    clearTimeout(framing);
    stirring = framing = 0;
  }

  cs.telling = { globalId, localId, source, frame, opened, framed, stirred, stop };
})();
