/**
 * The service's token, kept where only this extension's own pages and background can read it.
 *
 * Content scripts live in the page's origin and never see this database; `storage.local` they could
 * read in Firefox. Losing the service worker loses nothing.
 */

import { OWN_SERVICE } from "./policy.js";

const STORE = "secrets";

/** @returns {Promise<IDBDatabase>} */
function open() {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open("chartside", 1);
    request.onupgradeneeded = () => request.result.createObjectStore(STORE);
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

/**
 * @template T
 * @param {IDBTransactionMode} mode
 * @param {(store: IDBObjectStore) => IDBRequest<T>} work
 * @returns {Promise<T>}
 */
async function run(mode, work) {
  const db = await open();
  try {
    return await new Promise((resolve, reject) => {
      const request = work(db.transaction(STORE, mode).objectStore(STORE));
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
  } finally {
    db.close();
  }
}

/** A token is shown to the one service that gave it; the usual one's has the plain name. @param {string} address */
const nameFor = (address) => (address === OWN_SERVICE ? "token" : `token ${address}`);

/** @param {string} address of the service @returns {Promise<string | undefined>} */
export const readToken = (address) => run("readonly", (store) => store.get(nameFor(address)));

/** @param {string} address @param {string} token */
export const writeToken = (address, token) => run("readwrite", (store) => store.put(token, nameFor(address)));

/** @param {string} address */
export const forgetToken = (address) => run("readwrite", (store) => store.delete(nameFor(address)));
