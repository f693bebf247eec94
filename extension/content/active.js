/**
 * How long the coder is at work on a note: the time between two acts on the page or the panel, unless it is long enough
 * for the coder to have been elsewhere. A number of seconds is all that is kept; a hidden tab counts nothing.
 *
 * Every frame listens and tells the top frame, which counts; there is no timer.
 */
"use strict";
(() => {
  const cs = globalThis.__chartside;
  if (cs.active) return;

  const IDLE = 60_000; // milliseconds; a longer gap is not work on the note
  const BEAT = 30_000; // milliseconds between two messages to the background
  const ACTS = ["pointerdown", "pointermove", "keydown", "wheel"]; // not `scroll`: pages scroll by themselves
  const TOLD = 5000; // milliseconds between two words of a frame to the top frame
  const HOW = { capture: true, passive: true };

  let on = false;
  let [last, counted, said] = [0, 0, 0]; // milliseconds: of the last act, counted and not told yet, of the last word
  let owner = ""; // the encounter that the time belongs to

  /** @param {Event} event */
  function acted(event) {
    if (event.isTrusted) mark(event.timeStamp);
  }

  /** @param {number} [now] milliseconds, as events count them */
  function mark(now = performance.now()) {
    if (document.hidden) return;
    const gap = now - last;
    if (!cs.client.isTop) {
      if (gap >= TOLD) cs.client.toTop({ type: "active" });
      if (gap >= TOLD) last = now;
      return;
    }
    if (last && gap > 0 && gap <= IDLE) counted += gap;
    last = Math.max(last, now);
    if (now - said >= BEAT) tell();
  }

  /** Say what was counted, of the note that it was counted for. */
  function tell() {
    const seconds = Math.round(counted / 100) / 10;
    if (!owner || seconds <= 0) return;
    counted = 0;
    said = performance.now();
    cs.client.say("active", { encounter: owner, seconds });
  }

  /** The note that is worked on from now on. @param {string} encounter empty when none is there */
  function of(encounter) {
    if (encounter === owner) return;
    // What was counted before the first note was known is the time in which it was found.
    if (owner) tell();
    if (!encounter) counted = last = 0;
    owner = encounter;
  }

  /** What is away is not worked on. */
  function turned() {
    if (document.hidden) tell();
    last = 0;
  }

  /** @param {boolean} listen */
  function hear(listen) {
    const act = listen ? "addEventListener" : "removeEventListener";
    for (const type of ACTS) window[act](type, acted, HOW);
    document[act]("visibilitychange", turned);
  }

  function start() {
    if (on) return;
    on = true;
    said = performance.now();
    hear(true);
  }

  function stop() {
    if (!on) return;
    tell();
    on = false;
    hear(false);
    [last, counted, said] = [0, 0, 0];
    owner = "";
  }

  cs.active = { start, stop, of, mark, tell };
})();
