/** What the panel says when it has no rows: loading, nothing found, service away, not paired, and what to do. */
"use strict";
(() => {
  const cs = globalThis.__chartside;
  if (cs.state) return;
  const { h, icon } = cs.dom;
  const t = cs.client.t;

  /**
   * @param {string} glyph @param {string} title @param {(string | HTMLElement)[]} lines
   * @param {{label: string, act: () => void, solid?: boolean}[]} [acts] @param {string} [kind]
   */
  function state(glyph, title, lines, acts = [], kind = "") {
    return h("div", { class: `state ${kind}`, "data-key": "state" }, h("div", { class: "disc" }, icon(glyph)), h("h2", { text: title }),
      ...lines.map((line) => (typeof line === "string" ? h("p", { text: line }) : line)),
      acts.length ? h("div", { class: "acts" }, ...acts.map(({ label, act, solid }) => h("button", { type: "button", class: solid ? "solid" : "plain", text: label, on: { click: act } }))) : null);
  }

  function loading() {
    const line = (/** @type {string} */ width) => {
      const bar = h("i");
      bar.style.width = width;
      return bar;
    };
    const block = () => h("div", { class: "skeleton" }, line("34%"), line("88%"), line("62%"));
    return h("div", { "aria-hidden": "true" }, block(), block(), block());
  }

  /**
   * What stands for an error that concerns all notes.
   * @param {{code: string, message: string}} error
   * @param {{retry: () => void, options: () => void, waits?: boolean}} acts `waits`: for the service, and then goes on by itself
   */
  function trouble({ code, message }, { retry, options, waits = true }) {
    const again = { label: t("retry"), act: retry, solid: true };
    if (code === "unpaired" || code === "refused") {
      return state("link", t("unpaired_title"), [t("unpaired_text")], [{ label: t("open_options"), act: options, solid: true }]);
    }
    if (code === "unpermitted") return state("link", t("unpermitted_title"), [message], [{ label: t("open_options"), act: options, solid: true }]);
    if (code === "unreachable") {
      return state("power", t("down_title"), [t("down_text"), h("code", { text: "chartside serve" }), ...(waits ? [h("p", { class: "quiet", text: t("down_wait") })] : [])], [again], "warn");
    }
    return state("alert", t("trouble_title"), [message], [again], "warn");
  }

  const searching = () => loading();
  /** @param {boolean} unread whether a frame of another site could not be looked into */
  const noNote = (unread) => state("note", t("no_note_title"), [t(unread ? "no_note_frames" : "no_note_text")], [{ label: t("open_lookup"), act: () => cs.client.say("open-lookup") }]);
  /** @param {number} words @param {string[]} [said] about the note as a whole */
  const nothing = (words, said = []) => state("none", t("nothing_title", words), said.length ? said.map(cs.dom.said) : [t("nothing_text")]);
  // Read now: an extension that was reloaded cannot give its strings any more.
  const gone = { title: t("orphaned_title"), text: t("orphaned_text"), close: t("close") };
  /** @param {() => void} close */
  const orphaned = (close) => state("power", gone.title, [gone.text], [{ label: gone.close, act: close, solid: true }]);

  cs.state = { loading, trouble, searching, noNote, nothing, orphaned };
})();
