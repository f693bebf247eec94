/** What the coder decides, and the panel in which that is done. */

export {};

declare global {
  /** What the coder did with one code. `from_code` is the code that a change replaced; offsets are UTF-16 units in the note. */
  interface Decision {
    id: string;
    thread: string;
    kind: "accept" | "reject" | "change" | "add";
    code: string;
    from_code: string;
    description: string;
    /** One of the record's, for a rejection; "other" has words of the coder's own. */
    reason: string;
    reason_text: string;
    quotes: Quote[];
    time: string;
    /** The decision on the same row that it took the place of; it holds again when this one is undone. */
    before?: Decision | null;
  }
  /** What a decision rests on. */
  type Quote = { start: number; end: number; text: string; section: string; assertion: string };
  /** What the coder chose, before it is a decision. */
  type Deciding = Omit<Decision, "id" | "thread" | "time" | "before">;
  /** A note with what was decided on it; `ready` when the background has heard of all of it. */
  interface ReviewedNote {
    thread: string;
    note: string;
    hidden: boolean;
    id: string;
    log: Decision[];
    ready: Promise<void>;
    final: Final | null;
    mode: Mode;
    revealed: boolean;
    differences: Difference[];
  }
  /** What the background knows of a note that was met. */
  /** Where decisions are now, and those that the service refused, by id. */
  type Delivered = { kept: string; refused: string[] };
  type Met = { id: string; decisions?: Decision[]; kept: string; final?: Final | null; mode?: Mode; revealed?: boolean; differences?: Difference[] };
  /** A note on the page: its thread, which outlives edits, and the hash of its text. */
  interface Noted {
    thread: string;
    note: string;
    hidden: boolean;
  }
  /** Text that is selected in the page; `source` is empty when it is in no note. */
  interface Picked {
    text: string;
    source: string;
    start: number;
    end: number;
  }
  /** A code that stands on the page beside the note, as on a claim. */
  interface Claimed {
    code: string;
    description: string;
  }
  /** What a chart check says of one code. */
  interface Finding {
    code: string;
    description: string;
    verdict: string;
    text: string;
    others: string[];
    evidence: Evidence[];
    guideline: Guideline | null;
  }
  /** A chart check that is open: the codes to confirm, then what was found; `hash` is of the text it was found in. */
  interface Claim {
    thread: string;
    phase: "ask" | "waiting" | "found";
    ask: number;
    found: Claimed[];
    chosen: Set<string>;
    typed: HTMLTextAreaElement;
    unknown: string[];
    findings: Finding[];
    hash: string;
    source: string;
    error: string;
    opened: Set<string>;
  }
  interface CheckActs {
    close(): void;
    confirm(): void;
    again(): void;
    take(finding: Finding, code: string): void;
    choose(code: string, on: boolean): void;
    all(on: boolean): void;
    fold(key: string): void;
    reveal(evidence: Evidence): void;
  }
  interface ReviewHost {
    draw(): void;
    say(text: string): void;
    toast(text: string): void;
    focusRow(key: string): void;
  }
  type FocusMark = { key: string; code: string; name: string; at: number };
  interface KeyActs {
    frame: HTMLElement;
    copy(code: string): unknown;
    lookup(): void;
    help(): void;
    helping(): boolean;
    leave(): void;
  }
  interface Shell {
    frame: HTMLElement;
    subtitle: HTMLElement;
    body: HTMLElement;
    mine: HTMLElement;
    live: HTMLElement;
    foot: HTMLElement;
    hint(): void;
    say(text: string): void;
    toast(text: string): void;
    help(close: () => void): boolean;
    tab(count: number, small: boolean, expand: () => void): void;
  }

  /** One note as the panel knows it. */
  interface Source {
    id: string;
    thread: string;
    title: string;
    kind: string;
    state: "loading" | "ready" | "error";
    error: { code: string; message: string } | null;
    result: Result | null;
    words: number;
    share: number;
    page: string;
  }
  /** One note as its frame holds it; `fixed` when the coder chose the text. */
  interface Held {
    id: string;
    model: Model;
    title: string;
    kind: string;
    state: "loading" | "ready" | "error";
    marks: Mark[];
    result: Result | null;
    error: { code: string; message: string } | null;
    fixed: boolean;
  }
  interface RowActs {
    toggle(): void;
    reveal(index: number): void;
    copy(text?: string): void;
    look(): void;
    accept(): void;
    reject(): void;
    change(): void;
    takeBack(): void;
  }
}
