/** What is asked of the background, and what the coder and an organisation set. */

export {};

declare global {
  type Failure = { ok: false; error: { code: string; message: string; later?: true } };
  type Answer = { ok: true; value: unknown } | Failure;
  type Command = { type: string; [more: string]: unknown };
  type Sender = { frameId: number; documentId: string };

  interface PanelPlace {
    dock?: "left" | "right" | "free";
    x?: number;
    y?: number;
    width?: number;
    height?: number;
    collapsed?: boolean;
  }
  /** What an organisation has set; `set` names what it says, `unusable` what it says and cannot be used. */
  interface Policy {
    sites: string[];
    maySwitchSites: boolean;
    serviceAddress: string;
    setting: "" | "outpatient" | "inpatient";
    highlights: boolean;
    set: string[];
    unusable: string[];
  }
  /** How a coder works through a note; in the last two, own codes first. */
  type Mode = "assisted" | "first_pass" | "training";
  /** An encounter that a person has finalized: when and who, and the hash of its note then. */
  interface Final {
    at: string;
    by: string;
    note: string;
  }
  /** A code that the coder has, that was suggested, or both. */
  interface Difference {
    code: string;
    mine: boolean;
    suggested: boolean;
    text: string;
    guideline: Guideline | string | null;
  }
  interface Prefs {
    setting: "outpatient" | "inpatient";
    mode: Mode;
    date: string;
    panel: PanelPlace;
  }

  interface ServiceStatus {
    state: "ready" | "unpaired" | "down" | "foreign" | "unproved" | "old_service" | "unpermitted";
    message: string;
    /** Where the service is, when an organisation has set it. */
    address?: string;
    version?: string;
    codeSet?: string;
    notice?: string;
    coder?: string;
    /** Many coders share the service: a browser pairs by invitation and has a role. */
    department?: boolean;
    /** Of the coder in that department. */
    role?: string;
  }
}
