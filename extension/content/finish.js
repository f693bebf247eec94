/**
 * The end of the review: what will be finalized and what is left open is shown, then a person says so once more.
 *
 * Notes on one page belong to one visit and share one list of codes, so they are finalized together; each stays an
 * encounter of its own in the record.
 */
"use strict";
(() => {
  const cs = globalThis.__chartside;
  if (cs.finish) return;
  const { h, icon } = cs.dom;
  const t = cs.client.t;

  /** @type {ReviewHost | null} */
  let host = null;
  let [asking, busy, trouble] = [false, false, ""];

  /** @param {ReviewHost | null} panel null when it closes */
  function start(panel) {
    host = panel;
    [asking, busy, trouble] = [false, false, ""];
  }

  /** The notes that are finalized next: those with decisions that are open. */
  const open = () => cs.decisions.notes().filter(({ final, log }) => !final && log.length);
  const closed = () => cs.decisions.notes().filter(({ final }) => final);

  /** What the coder has not looked at yet, in words; empty when nothing is left. @returns {string[]} */
  function left() {
    const mine = new Set(cs.decisions.mine().map(({ code }) => code));
    const results = cs.sources.all().flatMap(({ source }) => (source.result && !cs.decisions.locked(cs.sources.homeOf(source)) ? [{ source, result: source.result }] : []));
    const undecided = new Set(results.flatMap(({ source, result }) => result.suggestions.filter(({ tier, code }) => tier === "suggested" && !cs.decisions.of(cs.sources.homeOf(source), code)).map(({ code }) => code)));
    const conflicts = new Set(results.flatMap(({ result }) => result.conflicts.filter(({ codes }) => codes.length && codes.every((code) => mine.has(code))).map(({ kind, codes }) => `${kind} ${codes.join(" ")}`)));
    const lacking = new Set(results.flatMap(({ result }) => result.suggestions.filter(({ code, missing }) => missing?.length && mine.has(code)).map(({ code }) => code)));
    return [
      undecided.size ? t("left_undecided", undecided.size) : "",
      conflicts.size ? t("left_conflicts", conflicts.size) : "",
      lacking.size ? t("left_missing", lacking.size) : "",
    ].filter(Boolean);
  }

  /** Show what would be finalized; nothing happens yet. */
  function ask() {
    const kept = cs.decisions.kept();
    if (kept === "session" || kept === "reader") return host?.toast(t(`kept_${kept}`));
    if (!open().length) return host?.toast(t(closed().length ? "finalized_already" : "nothing_to_finalize"));
    if (cs.first.waits()) return host?.toast(t("first_before_finalize"));
    asking = true;
    trouble = "";
    host?.draw();
    host?.focusRow("finalize");
    host?.say([t("finalize_ask", codes().length), codes().join(", "), ...left()].filter(Boolean).join(". "));
  }

  const codes = () => {
    const there = new Set(open().map(({ thread }) => thread));
    return cs.decisions.mine().filter(({ thread }) => there.has(thread)).map(({ code }) => code);
  };

  /** @returns {boolean} whether there was a question */
  function cancel() {
    if (!asking || busy) return asking;
    [asking, trouble] = [false, ""];
    host?.draw();
    host?.focusRow("finish");
    return true;
  }

  /** A person confirms, by a click or by Enter on the button; a script cannot. @param {Event} event */
  async function confirm(event) {
    if (!event.isTrusted || busy || !asking) return;
    busy = true;
    host?.draw();
    trouble = await each(open(), "finalize");
    busy = false;
    asking = Boolean(trouble);
    host?.draw();
    const done = closed()[0];
    if (trouble || !done?.final) return host?.say(trouble);
    host?.say(t("finalized_by", when(done.final.at), done.final.by));
    host?.focusRow("finish");
  }

  /** @param {Event} event */
  async function reopen(event) {
    if (!event.isTrusted) return;
    if (busy) return;
    busy = true;
    trouble = await each(closed(), "reopen");
    busy = false;
    host?.draw();
    host?.say(trouble || t("opened_again"));
    host?.focusRow("finish");
  }

  /** One note after the other, each once all that was decided on it is told. @param {ReviewedNote[]} notes @param {"finalize" | "reopen"} act @returns {Promise<string>} what went wrong */
  async function each(notes, act) {
    cs.active.tell();
    let said = "";
    for (const note of notes) {
      await note.ready;
      const answer = await cs.client.finish(act, note.id);
      if (answer.ok) note.final = /** @type {{final: Final | null}} */ (answer.value).final;
      else said ||= answer.error.message;
    }
    return said;
  }

  async function record() {
    const note = closed().at(-1) ?? open().at(-1);
    const answer = await cs.client.finish("record", note?.id ?? "");
    if (!answer.ok) host?.toast(answer.error.message);
  }

  /** Today the hour is enough. @param {string} at */
  function when(at) {
    const time = new Date(at);
    const today = time.toDateString() === new Date().toDateString();
    return today ? time.toLocaleTimeString(undefined, { hour: "2-digit", minute: "2-digit" }) : time.toLocaleString(undefined, { dateStyle: "medium", timeStyle: "short" });
  }

  /** Below the list of codes; nothing where no record is kept. @returns {Node[]} */
  function view() {
    if (!["service", "waiting"].includes(cs.decisions.kept()) && !closed().length) return [];
    const nodes = closed().length ? [finished()] : [];
    if (open().length) nodes.push(asking ? question() : offer());
    if (trouble) nodes.push(h("p", { class: "finish-trouble", role: "alert" }, icon("alert"), h("span", { text: trouble })));
    return nodes;
  }

  const link = () => h("button", { type: "button", class: "record-link", on: { click: () => void record() } }, t("open_record"));

  function offer() {
    const waits = cs.first.waits();
    return h("div", { class: "finish", "data-key": "finish" }, h("span", { class: "left quiet", text: waits ? t("first_before_finalize") : left().join(" · ") }), link(),
      h("button", { type: "button", class: "plain small", "data-walk": "", "data-do": "finalize", "data-main": "", title: `${t("finalize")} (F)`, disabled: waits || null, on: { click: ask } }, icon("lock"), t("finalize")));
  }

  function finished() {
    const first = closed()[0];
    const final = /** @type {Final} */ (first?.final);
    const changed = closed().some(({ note, final: then }) => then?.note && then.note !== note);
    return h("div", { class: "finish done", "data-key": open().length ? "finished" : "finish" },
      h("p", { class: "finished" }, icon("lock"), h("b", { text: final.by ? t("finalized_by", when(final.at), final.by) : t("finalized_at", when(final.at)) }),
        changed ? h("small", { text: t("finalized_changed") }) : null),
      h("button", { type: "button", class: "plain small", "data-walk": "", "data-do": "reopen", "data-main": "", disabled: busy || null, on: { click: (/** @type {Event} */ event) => void reopen(event) } }, icon("undo"), t("open_again")), link());
  }

  function question() {
    const list = codes();
    const rest = left();
    return h("div", { class: "finish-ask", role: "group", "aria-label": t("finalize_ask", list.length), "data-key": "finalize" },
      h("p", { class: "finish-title", text: t("finalize_ask", list.length) }),
      list.length ? h("p", { class: "finish-codes" }, ...list.map((code) => h("span", { class: "code", text: code }))) : null,
      rest.length ? h("p", { class: "finish-left" }, icon("alert"), h("span", { text: t("left_open", rest.join(" · ")) })) : null,
      h("p", { class: "quiet", text: t("finalize_note") }),
      h("div", { class: "finish-acts" },
        h("button", { type: "button", class: "solid small", "data-do": "confirm", "data-main": "", disabled: busy || null, on: { click: (/** @type {Event} */ event) => void confirm(event) } }, icon("lock"), t("finalize")),
        h("button", { type: "button", class: "plain small", "data-do": "not-yet", on: { click: cancel } }, t("not_yet"))));
  }

  cs.finish = { start, ask, cancel, view };
})();
