/**
 * Start and stop of one frame, and the commands that reach it. Both may be called any number of times;
 * after `stop` nothing of ours is left in the page.
 */
"use strict";
(() => {
  const cs = globalThis.__chartside;
  if (cs.boot) return;

  const BEAT = 1500; // milliseconds
  let on = false;
  let pulse = 0;

  function beat() {
    if (!cs.client.alive()) orphaned();
    else cs.session.pulse();
  }

  /** No beat in a hidden tab. */
  function breathe() {
    clearInterval(pulse);
    pulse = document.hidden ? 0 : Number(setInterval(beat, BEAT));
  }

  function hold() {
    document.removeEventListener("visibilitychange", breathe);
    clearInterval(pulse);
    pulse = 0;
  }

  /** On for this page. */
  function start() {
    if (on) return;
    on = true;
    open();
    cs.session.start();
  }

  /** The panel of the top frame, with or without a look at the page. */
  function open() {
    document.addEventListener("visibilitychange", breathe);
    breathe();
    window.addEventListener("pagehide", leave);
    cs.active.start();
    if (!cs.client.isTop || cs.panel.isOpen()) return;
    cs.panel.open();
    cs.client.toAll({ type: "announce" });
  }

  /** Off: everything is taken back. */
  function stop() {
    on = false;
    hold();
    window.removeEventListener("pagehide", leave);
    cs.pick.stop();
    cs.active.stop();
    cs.session.stop();
    cs.panel.close();
    cs.lookup.close();
  }

  /** The document goes, perhaps into the back-forward cache: what was on for the page ends with it. */
  function leave() {
    if (cs.client.isTop) cs.client.say("forgetDate");
    else cs.client.toTop({ type: "frame", instance: cs.client.instance, ids: [], foreign: 0, cross: false });
    const back = on;
    stop();
    if (back) window.addEventListener("pageshow", () => void arrive(), { once: true });
  }

  /** Registered for a site: start when the site of this tab is one that was switched on. */
  async function arrive() {
    const answer = await cs.client.arrive();
    if (answer.ok && /** @type {any} */ (answer.value).start) start();
  }

  /** The extension was reloaded or removed under this page. */
  function orphaned() {
    const shown = cs.panel.isOpen();
    on = false;
    hold();
    cs.active.stop();
    cs.pick.stop();
    cs.session.stop();
    cs.lookup.close();
    if (shown) cs.panel.orphaned();
  }

  cs.client.listen((message, from) => {
    switch (message?.type) {
      case "ping":
        return { on: on || cs.panel.isOpen(), instance: cs.client.instance };
      case "stop":
        return void stop();
      case "panel":
        return void open();
      case "selection":
        open();
        return void cs.session.selection(String(message.text ?? ""));
      case "lookup":
        return void cs.lookup.open(message.words, message.target);
      case "announce":
        return void cs.session.announce();
      case "retry":
        return void cs.session.retry();
      case "prefs":
        if (cs.client.isTop) void cs.panel.prefsChanged();
        return void cs.session.anew();
      case "moved":
        return void (cs.client.isTop || cs.session.forget());
      case "pick":
        return void cs.pick.start();
      case "pick-end":
        return void cs.pick.stop();
      case "pick-at":
        return void cs.pick.tell(message);
      case "pointed":
        return void cs.session.pointed();
      case "recheck":
        return void cs.session.recheck();
      case "reveal":
        return void cs.session.reveal(message.source, message.key);
      case "insert":
        return cs.fields.insert(String(message.text));
      case "refocus":
        return cs.fields.giveBack();
      case "focus-panel":
        return void cs.panel.focus();
      case "source":
        return void cs.panel.source(message, from);
      case "frame":
        return void cs.panel.frame(message, from);
      case "active":
        return void cs.active.mark();
      case "caret":
        return void cs.place.avoid(message.rect);
      case "open-row":
        return void cs.panel.openRow(message.source, message.key);
    }
    return undefined;
  });

  cs.boot = { start, stop, arrive, orphaned };
})();
