"""A program that took the service's port gets neither token nor note, and work goes on once it is gone."""

import socket
from collections.abc import Iterator
from typing import Any

import pytest

from .harness.chromium import Chromium
from .harness.highlights import highlights
from .harness.impostor import Impostor
from .harness.pages import PageServer
from .harness.pairing import OPTIONS
from .harness.panel import until_ready
from .harness.service import Service

TOKEN = "async () => (await import('/background/token.js')).readToken('http://127.0.0.1:8765')"
# A proof holds for ten seconds: the browser's clock goes on by as much.
LATER = "() => { const now = performance.now.bind(performance); performance.now = () => now() + 10001; }"
ASKED = {"POST /v1/proof"}
"""All that is asked of who has not proved anything."""

# What the extension makes of each answer to its question, with a fake network in its own page.
JUDGE = """async ([answers]) => {
  const { call } = await import('/background/service.js');
  const { writeToken } = await import('/background/token.js');
  const { watchPolicy } = await import('/background/policy.js');
  const serviceAddress = 'https://codes.example.org:8443';
  chrome.storage.managed.get = async () => ({ serviceAddress });
  chrome.permissions.contains = async () => true;
  watchPolicy(() => {});
  chrome.storage.onChanged.dispatch({}, 'managed');
  await writeToken(serviceAddress, 'CANARY-token');
  const told = [];
  for (const [status, body] of answers) {
    const sent = [];
    globalThis.fetch = async (url, init) => {
      sent.push([url, JSON.stringify(init.headers), init.body]);
      return new Response(body, { status });
    };
    const answer = await call('/v1/suggest', { body: { text: 'CANARY-note' } });
    told.push([answer.ok, answer.error?.code, answer.error?.message, sent]);
  }
  return told;
}"""

# How often the real service is asked to prove itself, and after what.
KEPT = """async () => {
  const { call } = await import('/background/service.js');
  const real = globalThis.fetch, found = {};
  let [asked, clock, broken] = [[], 0, false];
  performance.now = () => clock;
  globalThis.fetch = async (url, init) => {
    const path = new URL(url).pathname.slice(4);
    asked.push(path);
    if (broken && path !== 'proof') throw new TypeError('down');
    const answer = await real(url, init);
    if (path === 'proof') asked.push('proved');
    return answer;
  };
  /** All that is asked until `steps` of it were seen, beside the answer or after it. */
  const look = async (name, steps) => {
    asked = [];
    const answer = await call('/v1/codes?q=gout');
    do await new Promise((done) => setTimeout(done, 5)); while (asked.length < steps);
    found[name] = [asked.join(' '), answer.ok || answer.error.code];
  };
  await look('first', 3);
  clock = 4999;
  await look('young', 1);
  clock = 5000;
  await look('older', 3);
  clock = 9999;
  await look('renewed', 1);
  clock = 15000;
  await look('too old', 3);
  broken = true;
  await look('broken', 1);
  broken = false;
  await look('mended', 3);
  return found;
}"""


@pytest.fixture
def token(chromium: Chromium) -> str:
    """The paired browser's token."""
    options = chromium.extension_page(OPTIONS)
    told = str(options.evaluate(TOKEN))
    options.close()
    assert len(told) > 40
    return told


@pytest.fixture
def elsewhere(service: Service) -> Iterator[int]:
    """The port of the same service, which was started there since its own is taken."""
    service.stop()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    moved = Service(service.home, port)
    moved.start()
    yield port
    moved.stop()


def tried(chromium: Chromium, pages: PageServer, impostor: Impostor, token: str) -> Any:
    """The panel of a note in a browser that meets an impostor, which got nothing."""
    chromium.worker().evaluate(LATER)
    page = chromium.page(pages.url("plain.html"))
    shadow = chromium.turn_on(page)
    shadow.until_text("port 8765", "cannot prove", "no note was sent", "chartside serve")
    assert highlights(page) == []
    options = chromium.extension_page(OPTIONS)
    options.get_by_text("Service not recognised").wait_for()
    options.get_by_text("cannot prove to be your Chartside").wait_for()
    options.close()
    page.bring_to_front()
    assert impostor.paths() == ASKED
    everything = "\n".join(impostor.seen)
    assert token not in everything
    assert "authorization" not in everything.lower()
    return shadow


def test_an_impostor_on_the_port_gets_nothing(
    chromium: Chromium, service: Service, pages: PageServer, token: str
) -> None:
    service.stop()
    with Impostor() as impostor:
        shadow = tried(chromium, pages, impostor, token)
    service.start()
    until_ready(shadow, timeout=20)


def test_one_that_asks_the_real_service_in_our_name_gets_nothing(
    chromium: Chromium, elsewhere: int, pages: PageServer, token: str
) -> None:
    with Impostor(elsewhere) as impostor:
        tried(chromium, pages, impostor, token)


ERROR = '{"error": {"code": "%s", "message": "CANARY-words"}}'
ANSWERS = {
    (200, '{"proof": "' + "0" * 64 + '"}'): "unproved",
    (200, '{"proof": null}'): "unproved",
    (200, "{}"): "unproved",
    (200, "[]"): "unproved",
    (200, "<html>"): "foreign",
    (400, ERROR % "bad_input"): "unproved",
    (403, ERROR % "outdated"): "unproved",
    (413, ERROR % "too_large"): "unproved",
    (500, ERROR % "unreachable"): "unproved",
    (401, ERROR % "no_token"): "old_service",
    (404, ERROR % "not_found"): "old_service",
    (404, "<html>"): "foreign",
    (429, ERROR % "too_often"): "away",
}


def test_no_other_answer_opens_the_way(fresh_chromium: Chromium) -> None:
    page = fresh_chromium.extension_page(OPTIONS)
    told = page.evaluate(JUDGE, [[list(answer) for answer in ANSWERS]])
    for (answer, code), (went, found, message, sent) in zip(ANSWERS.items(), told, strict=True):
        assert (went, found) == (False, code), answer
        assert message.endswith("."), answer
        assert "CANARY" not in message
        assert [url for url, _, _ in sent] == ["https://codes.example.org:8443/v1/proof"]
        assert "CANARY" not in str(sent)
        assert "Authorization" not in str(sent)


def test_a_proof_is_kept_for_ten_seconds_and_dropped_when_the_service_fails(chromium: Chromium) -> None:
    page = chromium.extension_page(OPTIONS)
    assert page.evaluate(KEPT) == {
        "first": ["proof proved codes", True],
        "young": ["codes", True],
        "older": ["codes proof proved", True],
        "renewed": ["codes", True],
        "too old": ["proof proved codes", True],
        "broken": ["codes", "unreachable"],
        "mended": ["proof proved codes", True],
    }
