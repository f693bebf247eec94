/**
 * Whether a note is still the same note, though its text changed: what the coder decided goes on with an edited note,
 * and never to another patient's that an application puts into the same element.
 */
"use strict";
(() => {
  const cs = globalThis.__chartside;
  if (cs.thread) return;

  const KEPT = 0.5; // share of the shorter text that an edit leaves as it was, before and behind it

  /** @type {WeakMap<Held, {text: string, name: string}>} */
  const known = new WeakMap();
  let count = 0;

  /** The name of the note that an element holds; another one once its text is no edit of the text before. @param {Held} source */
  function of(source) {
    const { text } = source.model;
    const before = known.get(source);
    if (before?.text === text) return before.name;
    const name = before && goesOn(before.text, text) ? before.name : `${cs.client.instance}:t${++count}`;
    known.set(source, { text, name });
    return name;
  }

  /**
   * An edit is one change in one place: what stands before it and behind it agrees. Two patients' notes differ at
   * the name on top and again in the plan, even when both were written on the same form.
   * @param {string} before @param {string} now
   */
  function goesOn(before, now) {
    const size = Math.min(before.length, now.length);
    let head = 0;
    while (head < size && before[head] === now[head]) head++;
    let tail = 0;
    while (tail < size - head && before[before.length - 1 - tail] === now[now.length - 1 - tail]) tail++;
    return head + tail >= KEPT * size;
  }

  cs.thread = { of };
})();
