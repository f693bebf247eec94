/**
 * The service's token, kept where only this extension's own pages and background can read it.
 *
 * Content scripts live in the page's origin and never see this database; `storage.local` they could
 * read in Firefox. Losing the service worker loses nothing.
 */

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

/** @returns {Promise<string | undefined>} */
export const readToken = () => run("readonly", (store) => store.get("token"));

/** @param {string} token */
export const writeToken = (token) => run("readwrite", (store) => store.put(token, "token"));

export const forgetToken = () => run("readwrite", (store) => store.delete("token"));
