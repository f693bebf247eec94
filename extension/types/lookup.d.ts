/** Lookup: axes, the Alphabetic Index, and what can be done there. */

export {};

declare global {
  /** What tells the codes right below a code apart; `key` chooses an option. */
  interface Axis {
    kind: "side" | "seventh" | "detail";
    parent: string;
    options: { code: string; billable: boolean; description: string; key: string; label: string }[];
  }
  interface IndexCode {
    code: string;
    written: string;
    needs_more: boolean;
    role?: string;
    column?: string;
  }
  type IndexReference = { text: string; id: number | null; whole: boolean };
  /** One line of the Alphabetic Index or a row of its tables. */
  interface IndexEntry {
    id: number;
    kind: "main" | "external" | "neoplasm" | "drugs";
    path: string[];
    nemods: string[];
    codes: IndexCode[];
    cells: IndexCode[];
    see: IndexReference[];
    see_also: IndexReference[];
    notes: string[];
    children: number[];
  }
  interface WholeEntry extends Omit<IndexEntry, "children"> {
    parents: { id: number; title: string }[];
    children: IndexEntry[];
  }
  interface EntryActs {
    code(code: string): void;
    entry(id: string): void;
    see(id: string): void;
  }
  /** What the right side of the lookup can show. */
  type Place = { kind: "code" | "entry"; id: string };
  /** One row of the lookup's list. */
  interface FoundCode {
    code: string;
    what: string;
    extra: string;
    billable?: boolean | undefined;
    place: Place;
  }
  /** A code that was chosen in the lookup. */
  type Chosen = { code: string; billable: boolean; description: string };
  /** What the lookup was opened for: what is done with a code, whether to go into the first result at once, and who is told that it closed. */
  interface Purpose {
    label?: string;
    into?: boolean;
    take?(code: Chosen): void;
    closed?(): void;
  }
  interface CodeActs {
    take: { label: string; act(code: Chosen): void; first: boolean } | null;
    open(code: string): void;
    walk(code: string): void;
    copy(code: string): void;
    insert: ((code: CodeDetails) => void) | null;
    target: string;
  }
  interface SideActs {
    leave(): void;
    say(text: string): void;
    codeActs(): Omit<CodeActs, "open" | "walk">;
  }
  /** What keys do in the lookup; each says whether the key was for it. */
  interface LookupActs {
    box: HTMLElement;
    input: HTMLInputElement;
    side: HTMLElement;
    focused(): void;
    typed(): void;
    choose(step: number): boolean;
    enter(): boolean;
    escape(): boolean;
    otherView(): boolean;
    walk(key: string): boolean;
    option(key: string): boolean;
    back(): boolean;
    copy(): boolean;
    insert(): boolean;
    take(): boolean;
    chosen(): boolean;
  }
}
