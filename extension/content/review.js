/**
 * What the coder does with rows and codes: accept, reject, change, add, take back, copy.
 *
 * Nothing is chosen beforehand and nothing decides on more than one code at a time.
 */
"use strict";
(() => {
  const cs = globalThis.__chartside;
  if (cs.review) return;
  const t = cs.client.t;

  const QUOTES = 20; // kept with a decision

  /** @type {ReviewHost | null} */
  let host = null;
  /** The row that is asked for a reason, and the question. @type {{key: string, element: HTMLElement} | null} */
  let asking = null;

  /** @param {ReviewHost | null} panel null when it closes */
  function start(panel) {
    host = panel;
    asking = null;
    cs.finish.start(panel);
    cs.first.start(panel);
    cs.check.start(panel);
  }

  /** The suggestion or finding of a row, with the thread of its note. @param {string} key */
  function at(key) {
    const cut = key.lastIndexOf("/");
    const source = cs.sources.get(key.slice(0, cut))?.source;
    const name = key.slice(cut + 1);
    const item = [...(source?.result?.suggestions ?? []), ...(source?.result?.not_coded ?? [])].find((each) => each.key === name);
    return source && item ? { item, source, thread: cs.sources.homeOf(source), suggested: "tier" in item } : null;
  }

  /** A row whose note is open; the codes of a finalized one stay as they are. @param {string} key */
  function free(key) {
    const row = at(key);
    if (!row || !cs.decisions.locked(row.thread)) return row;
    host?.toast(t("locked"));
    return null;
  }

  /** What the row quotes of the note; where selected text stands in it is not known. @param {Source} source @param {Suggestion | NotCoded} item @returns {Quote[]} */
  const quotes = (source, item) => (source.kind === "selection" ? [] : item.evidence.slice(0, QUOTES).map(({ start, end, text, section, assertion }) => ({ start, end, text: text.slice(0, 300), section: section ?? "", assertion })));

  /** Of an acceptance or a change; a rejection fills in why. */
  const PLAIN = { from_code: "", reason: "", reason_text: "" };

  /** @param {string} thread @param {Deciding} what */
  function decide(thread, what) {
    const done = cs.decisions.decide(thread, what);
    if (done) host?.say(cs.decided.said(done));
    else host?.toast(t("not_read_yet"));
    return done;
  }

  /** @param {string} key of a row */
  function accept(key) {
    const row = free(key);
    if (!row) return;
    const { item, source, thread, suggested } = row;
    const { code, description } = item;
    stopAsking();
    if (suggested && /** @type {Suggestion} */ (item).flags?.billable === false) return host?.toast(t("insert_header", code));
    const before = cs.decisions.of(thread, code);
    if (before && before.kind !== "reject" && before.code === code) return host?.say(t("already_listed", code));
    decide(thread, { kind: suggested ? "accept" : "add", code, description, quotes: quotes(source, item), ...PLAIN });
  }

  /** Ask why; nothing is rejected yet. @param {string} key */
  function reject(key) {
    const row = free(key);
    if (!row) return;
    if (!row.suggested) return host?.say(t("not_coded_already", row.item.code));
    if (asking?.key === key) return stopAsking(true);
    const element = cs.decided.reasons(row.item.code, { take: (reason, own) => rejected(key, reason, own), cancel: () => stopAsking(true) });
    asking = { key, element };
    host?.draw();
    /** @type {HTMLElement | null} */ (element.querySelector("button"))?.focus();
    element.scrollIntoView({ block: "nearest" });
  }

  /** @param {string} key @param {string} reason a name of the list, or "other" @param {string} [own] the coder's words for it */
  function rejected(key, reason, own = "") {
    const row = at(key);
    stopAsking();
    if (!row) return;
    const { item: { code, description }, thread } = row;
    decide(thread, { kind: "reject", code, description, quotes: quotes(row.source, row.item), from_code: "", reason, reason_text: own.trim().slice(0, 200) });
    host?.focusRow(key);
  }

  /** @param {boolean} [back] with the focus to the row */
  function stopAsking(back = false) {
    const key = asking?.key;
    if (!key) return;
    asking = null;
    host?.draw();
    if (back) host?.focusRow(key);
  }

  /** The lookup at the code and its neighbours; what is chosen there stands in its place. @param {string} key */
  function change(key) {
    const row = free(key);
    if (!row) return;
    const { item: { code: from }, thread } = row;
    stopAsking();
    cs.lookup.open(from, null, {
      label: t("in_place_of", from), into: true,
      take({ code, description }) {
        if (code === from) return accept(key);
        decide(thread, { ...PLAIN, kind: "change", code, from_code: from, description, quotes: quotes(row.source, row.item) });
      },
      closed: () => host?.focusRow(key),
    });
  }

  /** The lookup for what is selected in the page, or for what the coder will type; what is chosen is added. */
  function add() {
    if (!canAdd()) return host?.toast(t(cs.sources.all().length ? "locked" : "no_note_to_add"));
    const key = cs.keys.mark()?.key ?? "";
    cs.selected.gather((picked) => {
      cs.lookup.open(picked?.text ?? "", null, { label: t("add_code"), into: false, take: (code) => void added(code, picked), closed: () => host?.focusRow(key) });
    });
  }

  function canAdd() {
    const source = cs.sources.main() ?? cs.sources.all()[0]?.source;
    return Boolean(host && source && !cs.decisions.locked(cs.sources.homeOf(source)));
  }

  /** @param {{code: string, description: string}} chosen @param {Picked | null} [picked] */
  function added({ code, description }, picked = null) {
    const from = cs.sources.get(picked?.source ?? "")?.source;
    const source = from ?? cs.sources.main() ?? cs.sources.all()[0]?.source;
    if (!source) return "";
    if (cs.decisions.locked(cs.sources.homeOf(source))) return t("locked");
    if (cs.decisions.mine().some((each) => each.code === code)) {
      host?.say(t("already_listed", code));
      return t("already_listed", code);
    }
    const quoted = from && picked ? [{ start: picked.start, end: picked.end, text: picked.text, section: "", assertion: "present" }] : [];
    const done = decide(cs.sources.homeOf(source), { ...PLAIN, kind: "add", code, description, quotes: quoted });
    return done ? cs.decided.said(done) : t("not_read_yet");
  }

  /** @param {string} id */
  function takeBack(id) {
    const gone = cs.decisions.withdraw(id);
    if (gone) host?.say(t("said_undone", cs.decided.said(gone)));
  }

  /** The decision that holds for a row. @param {string} key */
  function takeBackRow(key) {
    const row = free(key);
    const holds = row && cs.decisions.of(row.thread, row.item.code);
    if (holds) takeBack(holds.id);
  }

  function undo() {
    const gone = cs.decisions.undo();
    host?.toast(gone ? t("said_undone", cs.decided.said(gone)) : t("nothing_to_undo"));
  }

  function redo() {
    const again = cs.decisions.redo();
    host?.toast(again ? cs.decided.said(again) : t("nothing_to_redo"));
  }

  /** @param {boolean} [bare] codes alone */
  async function copyList(bare = false) {
    const count = cs.decisions.mine().length;
    if (!count) return host?.toast(t("list_empty"));
    host?.toast((await cs.dom.copy(cs.mine.text(bare))) ? t("copied_list", count) : t("copy_failed"));
  }

  cs.review = { start, accept, reject, rejected, stopAsking, change, add, added, canAdd, takeBack, takeBackRow, undo, redo, copyList, asking: () => asking };
})();
