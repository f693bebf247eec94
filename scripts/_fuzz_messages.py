"""Target `messages`: anything from anyone to the extension's background, under node, the browser stubbed."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from _hammer import Property

ROOT = Path(__file__).resolve().parent.parent
SCRIPT = Path(__file__).with_name("_fuzz_background.mjs")
TOKEN = "the-token-of-this-browser"  # noqa: S105
OWN = "https://own.extension.example/"
SERVICE = "http://127.0.0.1:8765/v1/"

PAGE = [
    *"suggest encounter decide active finalize reopen reveal record undo check drop lookup".split(),
    *"index code entry".split(),
    *"stay status relay alive frames arrive pointed point badge off prefs forgetDate".split(),
    *"open-options open-lookup".split(),
]
PANEL = frozenset("encounter decide active finalize reopen reveal record undo".split())
"""What the panel's frame alone may ask."""
OURS = frozenset("page-state page-on page-off site-on unpoint site-off policy able sites pair unpair".split())
"""What only our own pages may ask."""
PATHS = {"code": "/v1/codes/", "entry": "/v1/index/", "lookup": "/v1/codes", "index": "/v1/index"}
FIELDS = (
    "key text note page id encounter decision seconds codes words code to message frames frame path instead "
    "on count trouble set tabId origin patterns name coder"
).split()
TEXTS = [
    "",
    "..",
    ".",
    "I10",
    "a/../b",
    "https://on.example",
    "https://on.example/x",
    "f" * 64,
    "__proto__",
    "constructor",
]

json_text = st.one_of(st.sampled_from(TEXTS), st.text(max_size=30))
scalar = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**53), 2**53),
    st.floats(allow_nan=False, allow_infinity=False),
    json_text,
)
value = st.recursive(
    scalar,
    lambda inner: st.one_of(
        st.lists(inner, max_size=4),
        st.dictionaries(st.one_of(st.sampled_from(FIELDS), json_text), inner, max_size=4),
    ),
    max_leaves=8,
)
decision = st.fixed_dictionaries(
    {
        **dict.fromkeys("id thread description reason reason_text time".split(), json_text),
        "kind": st.sampled_from(["accept", "reject", "change", "add", "x"]),
        "code": st.sampled_from(["I10", "E11.9", "..", ""]),
        "from_code": st.sampled_from(["", "I10"]),
        "quotes": st.one_of(st.just([]), value),
    }
)  # fmt: skip
SHAPES: dict[str, st.SearchStrategy[Any]] = {
    "suggest": st.fixed_dictionaries({"key": json_text, "text": json_text}),
    "encounter": st.fixed_dictionaries({"note": st.just("f" * 64), "page": st.just("https://on.example/x")}),
    "decide": st.fixed_dictionaries({"encounter": json_text, "decision": decision}),
    "code": st.fixed_dictionaries({"code": json_text}),
    "entry": st.fixed_dictionaries({"id": st.one_of(st.integers(), json_text)}),
    "lookup": st.fixed_dictionaries({"words": json_text}),
    "relay": st.fixed_dictionaries({"to": value, "message": st.fixed_dictionaries({"type": json_text})}),
    "alive": st.fixed_dictionaries({"frames": value}),
    "point": st.fixed_dictionaries({"frame": json_text, "path": value, "instead": value}),
    "pair": st.fixed_dictionaries({"code": json_text, "name": json_text, "coder": json_text}),
    "check": st.fixed_dictionaries({"text": json_text, "codes": value}),
}
kinds = st.one_of(
    st.sampled_from(PAGE), st.sampled_from(sorted(OURS)), st.sampled_from(["toString", "__proto__", ""])
)


@st.composite
def messages_of(draw: st.DrawFn) -> Any:
    """A message: of a known kind and nearly its shape, or anything."""
    if draw(st.integers(0, 9)) == 0:
        return draw(value)
    kind = draw(kinds)
    body = draw(SHAPES[kind]) if kind in SHAPES and draw(st.booleans()) else {}
    more = draw(st.dictionaries(st.sampled_from(FIELDS), value, max_size=3))
    return {**body, **more, "type": kind}


ADDRESSES = [
    *[
        "https://on.example/chart",
        "https://off.example/",
        "about:blank",
        "data:text/html,x",
        "not an address",
        "",
    ],
    *["https://own.extension.example.evil.example/", "https://evil.example/#https://own.extension.example/"],
]
tab = st.fixed_dictionaries({"id": st.integers(0, 9), "url": st.sampled_from(ADDRESSES)})
senders: st.SearchStrategy[dict[str, Any]] = st.one_of(
    st.fixed_dictionaries(
        {
            "id": st.just("own"),
            "tab": tab,
            "url": st.sampled_from(ADDRESSES),
            "frameId": st.integers(0, 3),
            "documentId": st.text(max_size=5),
        }
    ),
    st.fixed_dictionaries({"id": st.just("own"), "url": st.sampled_from(ADDRESSES)}),
    st.fixed_dictionaries(
        {
            "id": st.sampled_from(["other", "", None, "OWN"]),
            "tab": tab,
            "url": st.sampled_from([OWN, *ADDRESSES]),
        }
    ),
    st.fixed_dictionaries({"url": st.just(OWN + "popup/popup.html")}),
    st.just({}),
)


def answered(asked: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """What a background that was just started makes of each message, in turn."""
    node = shutil.which("node")
    assert node is not None, "node is needed"
    command = [node, str(SCRIPT), str(ROOT / "extension"), TOKEN]
    done = subprocess.run(
        command, input=json.dumps(asked).encode(), capture_output=True, timeout=120, check=False
    )
    assert done.returncode == 0, f"the background ended: {done.stderr.decode()[-1500:]}"
    found: list[dict[str, Any]] = json.loads(done.stdout)
    return found


def safe(asked: list[tuple[Any, dict[str, Any]]]) -> None:
    """Nobody but our own frames is answered, none of them beyond what is theirs, and nothing breaks."""
    sent = [{"message": message, "sender": sender} for message, sender in asked]
    for (message, sender), came in zip(asked, answered(sent), strict=True):
        assert not came["threw"], f"the background threw: {came['threw']}"
        answer = came["answer"]
        assert isinstance(answer, dict), f"no answer: {answer}"
        assert isinstance(answer.get("ok"), bool), f"no answer: {answer}"
        assert TOKEN not in json.dumps(
            [answer, came["told"], [each for each in came["requests"] if each["url"].count(TOKEN)]]
        )
        kind = message.get("type") if isinstance(message, dict) else None
        stranger = sender.get("id") != "own" or "tab" not in sender
        beyond = kind in OURS or kind not in PAGE or (kind in PANEL and sender.get("frameId") != 0)
        if stranger or beyond:
            assert answer["ok"] is False, f"{sender} was answered"
            assert not came["requests"] + came["told"] + came["changes"], f"{sender} moved something: {came}"
        for request in came["requests"]:
            assert request["url"].startswith(SERVICE), request
            assert set(request["headers"]) <= {"Authorization", "Content-Type"}, request
            wanted = PATHS.get(str(kind))
            # A lookup for the capabilities may come first.
            assert not wanted or request["path"].startswith(wanted), (
                f"a question led elsewhere: {request['url']}"
            )
        for each in came["changes"]:
            assert not each.startswith("tab ") or each.startswith("tab http://127.0.0.1:8765/review?"), each
            assert each not in ("token", "permissions"), f"a page changed {each}"


@contextmanager
def messages() -> Iterator[list[Property]]:
    """The property; each example is a background of its own with up to forty messages."""
    yield [
        Property("conversation", st.lists(st.tuples(messages_of(), senders), min_size=1, max_size=40), safe)
    ]
