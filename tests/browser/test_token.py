"""Neither the page nor our script in it can read the browser's token, not where it lies and not by asking."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from playwright.sync_api import CDPSession, Page

from _fuzz_messages import OURS, PAGE

from .harness.chromium import Chromium
from .harness.pages import PageServer
from .harness.pairing import OPTIONS
from .harness.panel import until_ready

TOKEN = "async () => (await import('/background/token.js')).readToken('http://127.0.0.1:8765')"
LEFT_OUT = {"open-options", "open-lookup", "off", "record"}
"""What would open or close something."""
ASKED = [*(each for each in PAGE if each not in LEFT_OUT), *sorted(OURS), "token", "readToken", "secrets"]
# Everything that a script can get hold of in its world, as text.
LOOT = """async (types) => {
  const found = {};
  const take = async (name, get) => {
    try { found[name] = JSON.stringify(await get()) ?? ''; } catch (error) { found[name] = String(error); }
  };
  const done = (request) => new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  const all = async (name) => {
    const database = await done(indexedDB.open(name));
    const stores = [...database.objectStoreNames];
    const read = (store) => done(database.transaction(store).objectStore(store).getAll());
    const rows = await Promise.all(stores.map(read));
    database.close();
    return rows;
  };
  const every = async () => (await indexedDB.databases()).map(({ name }) => name);
  await take('databases', async () => Promise.all((await every()).map(all)));
  for (const area of ['local', 'sync', 'session', 'managed']) {
    await take(area, () => chrome.storage[area].get(null));
  }
  await take('cookie', () => document.cookie);
  await take('localStorage', () => ({ ...localStorage }));
  await take('sessionStorage', () => ({ ...sessionStorage }));
  await take('caches', () => caches.keys());
  await take('import', async () => (await import(`chrome-extension://${ID}/background/token.js`)).readToken);
  await take('file', async () => (await fetch(`chrome-extension://${ID}/background/token.js`)).text());
  for (const type of types) {
    const message = { type, encounter: '', key: 'k', text: 'Gout.', words: 'gout', code: 'I10', id: 1 };
    await take(`message ${type}`, () => chrome.runtime.sendMessage(ID, message));
    await take(`line ${type}`, () => new Promise((resolve) => {
      const port = chrome.runtime.connect(ID);
      port.onMessage.addListener((said) => { resolve(said); port.disconnect(); });
      port.onDisconnect.addListener(() => resolve('closed'));
      port.postMessage({ id: 1, message });
    }));
  }
  const seen = new Set();
  const names = (thing, depth) => {
    if (thing === null || !['object', 'function'].includes(typeof thing)) return String(thing);
    if (seen.has(thing) || depth > 4) return '';
    seen.add(thing);
    if (thing instanceof Map || thing instanceof Set) return names([...thing].flat(), depth);
    return Object.getOwnPropertyNames(thing).map((name) => {
      try { return `${name} ${names(thing[name], depth + 1)}`; } catch { return name; }
    }).join(' ');
  };
  await take('ours', () => names(globalThis.__chartside ?? {}, 0));
  return found;
}"""
LOOK = f"((ID) => {LOOT})(%s)(%s)"


@pytest.fixture
def token(chromium: Chromium) -> str:
    """The paired browser's token, as the extension itself reads it."""
    page = chromium.extension_page(OPTIONS)
    found = page.evaluate(TOKEN)
    page.close()
    assert len(found) > 20
    return str(found)


@contextmanager
def worlds(page: Page) -> Iterator[tuple[CDPSession, dict[str, int]]]:
    """The contexts of the page's own script and of the extension's, by `page` and `ours`."""
    cdp, contexts = page.context.new_cdp_session(page), dict[str, int]()

    def met(event: dict[str, Any]) -> None:
        context = event["context"]
        if context["origin"].startswith("chrome-extension://"):
            contexts["ours"] = context["id"]
        elif context["auxData"]["isDefault"]:
            contexts["page"] = context["id"]

    cdp.on("Runtime.executionContextCreated", met)
    cdp.send("Runtime.enable")
    yield cdp, contexts
    cdp.detach()


def loot(cdp: CDPSession, context: int, extension: str) -> dict[str, str]:
    """What a script finds in a world of a page."""
    expression = LOOK % (json.dumps(extension), json.dumps(ASKED))
    how = {"expression": expression, "contextId": context, "awaitPromise": True, "returnByValue": True}
    answer = cdp.send("Runtime.evaluate", how)
    assert "exceptionDetails" not in answer, answer
    return dict(answer["result"]["value"])


def test_no_page_and_no_script_in_it_reads_the_token(
    chromium: Chromium, pages: PageServer, token: str
) -> None:
    page = chromium.page(pages.url("plain.html"))
    until_ready(chromium.turn_on(page))
    with worlds(page) as (cdp, contexts):
        found = {world: loot(cdp, context, chromium.id) for world, context in contexts.items()}
    assert set(found) == {"page", "ours"}
    for world, things in found.items():
        assert [name for name, text in things.items() if token in text] == [], world
        for name in ("databases", "local", "import", "file"):
            assert token not in things[name]
    # The script of ours was answered, and no page was.
    assert '"ok":true' in found["ours"]["message status"]
    assert '"ok":true' in found["ours"]["line status"]
    assert "TypeError" in found["page"]["message status"]
    assert [name for name in OURS if '"ok":true' in found["ours"][f"message {name}"]] == []

    # The same look finds it where it lies: in the extension's own pages.
    there = chromium.extension_page(OPTIONS).evaluate(LOOK % (json.dumps(chromium.id), "[]"))
    assert token in there["databases"]
