/** What the service says of a note and of a code. */

export {};

declare global {
  interface Evidence {
    start: number;
    end: number;
    text: string;
    section: string | null;
    assertion: string;
    cues: { start: number; end: number; text: string; category: string }[];
    anchor?: Anchor;
    lead?: string;
    tail?: string;
    gone?: boolean;
  }
  interface Guideline {
    section: string;
    title: string;
    summary: string;
  }
  interface Suggestion {
    key: string;
    code: string;
    description: string;
    tier: "suggested" | "possible";
    confidence: number;
    evidence: Evidence[];
    reasoning: { step: string; text: string; reference: string }[];
    guidelines: Guideline[];
    instructions: Record<"code_first" | "use_additional" | "code_also" | "excludes1" | "excludes2", string[]>;
    flags: {
      billable: boolean; unspecified: boolean; hcc_v28: string | null; hcc_v28_label: string | null; cc_mcc: "CC" | "MCC" | null;
      hcc_v24: string | null; rxhcc: string | null; ccsr: string | null;
    };
    missing: { axis: string; options: { code: string; label: string }[] }[];
    query: string;
    poa: "Y" | "N" | "U" | "W" | "exempt" | null;
  }
  interface NotCoded {
    key: string;
    code: string;
    description: string;
    reason: string;
    evidence: Evidence[];
    guideline: Guideline | string | null;
  }
  interface Conflict {
    codes: string[];
    kind: string;
    text: string;
  }
  interface Result {
    code_set: string;
    setting: string;
    suggestions: Suggestion[];
    not_coded: NotCoded[];
    conflicts: Conflict[];
    notices: string[];
    /** SHA-256 of the text that it was found in. */
    note_hash?: string;
    ms_drg: { drg: string; title: string; version: string; principal: string } | null;
    /** The organisation wants no highlights in the page. */
    unmarked?: boolean;
    /** Suggestions are not shown before the coder's own codes. */
    hidden?: Mode;
  }
  interface Told {
    text: string;
    codes?: string[];
    origin?: string;
  }
  type Group = { number: string; label: string } | null;
  interface CodeFlags {
    hcc_v24: Group;
    hcc_v28: Group;
    rxhcc: Group;
    cc_mcc: "CC" | "MCC" | null;
    cc_mcc_version: string | null;
    ccsr: Group;
    sources: string[];
  }
  interface CodeDetails {
    code: string;
    description: string;
    billable: boolean;
    header: boolean;
    code_set: string;
    flags?: CodeFlags;
    chapter?: { number: string; description: string };
    parents: { code: string; description: string }[];
    children: { code: string; description: string; billable: boolean }[];
    inclusion_terms: (string | Told)[];
    includes: Told[];
    excludes1: Told[];
    excludes2: Told[];
    code_first: Told[];
    use_additional: Told[];
    code_also: Told[];
    notes: Told[];
    seventh_characters: { character: string; meaning: string }[];
  }
}
