/**
 * What an organisation has set for all its browsers (`managed_schema.json`), read once and on each change.
 *
 * A value that cannot be used is left out and named: a slip in a policy is seen in the options and harms nothing.
 */

import { originOf } from "../shared/address.js";
import { api } from "../shared/browser.js";

export const OWN_SERVICE = "http://127.0.0.1:8765";

/** Without a policy. @type {Policy} */
const FREE = { sites: [], maySwitchSites: true, serviceAddress: OWN_SERVICE, setting: "", highlights: true, set: [], unusable: [] };

/** @param {unknown} value */
const flag = (value) => (typeof value === "boolean" ? value : undefined);

/** What may stand under a name; undefined for what may not. @type {Record<string, (value: unknown) => unknown>} */
const READERS = {
  sites: (value) => (Array.isArray(value) && value.every((each) => typeof each === "string" && originOf(each)) ? [...new Set(value.map(originOf))] : undefined),
  maySwitchSites: flag,
  serviceAddress,
  setting: (value) => (value === "outpatient" || value === "inpatient" ? value : undefined),
  highlights: flag,
};

/**
 * Where a service may be: on this computer, or behind an encrypted connection.
 * @param {unknown} value
 * @returns {string | undefined} its origin
 */
export function serviceAddress(value) {
  try {
    const { protocol, hostname, origin, href } = new URL(typeof value === "string" ? value : "");
    const safe = protocol === "https:" || (protocol === "http:" && hostname === "127.0.0.1");
    return safe && href === `${origin}/` ? origin : undefined;
  } catch {
    return undefined;
  }
}

/** @param {Record<string, unknown>} raw as the browser gives it @returns {Policy} */
export function understood(raw) {
  /** @type {Record<string, unknown>} */
  const found = {};
  const names = Object.keys(READERS).filter((name) => raw[name] !== undefined);
  for (const name of names) {
    const value = READERS[name]?.(raw[name]);
    if (value !== undefined) found[name] = value;
  }
  return { ...FREE, ...found, set: Object.keys(found), unusable: names.filter((name) => !(name in found)) };
}

/** @type {Promise<Policy> | undefined} */
let read;

/** @returns {Promise<Policy>} */
export function policy() {
  // Firefox answers with an error where no policy is installed.
  return (read ??= api.storage.managed.get().then(understood, () => FREE));
}

/** @param {() => void} then what to do when the policy has changed */
export function watchPolicy(then) {
  api.storage.onChanged.addListener((_, area) => {
    if (area !== "managed") return;
    read = undefined;
    then();
  });
}
