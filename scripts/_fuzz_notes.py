"""Target `notes`: hostile text to the reading of notes and to the suggestions."""

from __future__ import annotations

import json
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from _hammer import Property
from chartside.codesets.curated import read_terms
from chartside.coding.suggester import Suggester, build_suggester
from chartside.errors import ChartsideError
from chartside.model import Setting
from chartside.web import schemas

SECONDS, SECONDS_PER_KB = 2.0, 0.25
"""What a note may take: for itself, and for each thousand characters; the machine may be busy."""

HEADINGS = ["Assessment:", "PMH:", "Plan:", "Family history:", "HPI:", "ASSESSMENT AND PLAN", "Allergies:"]
CUES = [
    "no",
    "denies",
    "history of",
    "possible",
    "likely",
    "ruled out",
    "status post",
    "due to",
    "with",
    "not",
]
MARKS = [
    "\n",
    "\n\n",
    ". ",
    ", ",
    "; ",
    " / ",
    "\t",
    "\r\n",
    "\u2028",
    "\x0c",
    "1. ",
    "- ",
    "[x] ",
    "[ ] ",
    "(",
    ")",
]
STRANGE = [
    *["\u202e", "\u200b", "ﬁ", "\u00ad", "\ufeff", "\x00", "\x1b[2J", "\ud83d", "\udc00"],
    *["😀", "e\u0301", "İ", "ß"],
    *["{{", "}}", "{% for x in y %}", "${jndi}", "***", "<b>", "</script>", "&amp;", "%s", "\\u0000"],
    *["א", "مرض", "ไทย", "糖尿病", "\U0010ffff", "\U000e0041", "\u0e33", "½", "①", "Ⅻ"],
]  # fmt: skip


def terms() -> list[str]:
    """Words of our own vocabulary."""
    return sorted({row.term for row in read_terms()})


def clinical(words: Sequence[str]) -> st.SearchStrategy[str]:
    """Text that looks like a note: terms of ours, cues, headings, with letters changed, and strange ones."""
    term = st.sampled_from(words)
    piece = st.one_of(
        term,
        st.builds(_changed, term, st.integers(0, 60), st.sampled_from([*STRANGE, "", "x", " ", "-"])),
        st.sampled_from([*HEADINGS, *CUES]),
        st.sampled_from(MARKS),
        st.sampled_from(STRANGE),
        st.text(max_size=12),
        st.integers(0, 10**12).map(str),
    )
    return st.lists(st.tuples(piece, st.sampled_from([" ", " ", "\n", ""])), max_size=60).map(
        lambda pairs: "".join(part + gap for part, gap in pairs)
    )


def _changed(term: str, at: int, put: str) -> str:
    return term[:at] + put + term[at + 1 :]


def hostile(words: Sequence[str]) -> st.SearchStrategy[str]:
    """Text that is out for trouble: all of Unicode, long lines and tokens, nests, repeated pieces."""
    anything = st.text(st.characters(codec=None), max_size=400)
    repeated = st.builds(
        lambda part, times: (part * times)[:20_000],
        st.one_of(st.sampled_from([*STRANGE, *CUES, *MARKS, *words[:200]]), st.text(max_size=6)),
        st.integers(1, 6_000),
    )
    nested = st.builds(
        lambda pair, depth, inner: pair[0] * depth + inner + pair[1] * depth,
        st.sampled_from(
            [("(", ")"), ("[", "]"), ("{{", "}}"), ("<", ">"), ('"', '"'), ("{% if %}", "{% endif %}")]
        ),
        st.integers(1, 2_000),
        clinical(words),
    )
    return st.one_of(
        anything, repeated, nested, st.builds(lambda a, b, c: a + b + c, repeated, clinical(words), anything)
    )


def as_sent(text: str) -> str:
    """The text as it comes over the wire: half pairs as JSON escapes, and what Python makes of them."""
    return schemas.read_text(schemas.parse_object(json.dumps({"text": text})))


class Checks:
    """What has to hold for a note, whatever it holds."""

    def __init__(self, suggester: Suggester) -> None:
        self._suggester = suggester

    def suggested(self, value: tuple[str, Setting]) -> None:
        """Quoted rightly in both units, the same again, within its time; refused only in our own words."""
        text, setting = as_sent(value[0]), value[1]
        note = schemas.read_note({"text": text}, setting=setting)
        started = time.process_time()
        try:
            result = self._suggester.suggest(note)
        except ChartsideError:
            return
        took = time.process_time() - started
        bound = SECONDS + SECONDS_PER_KB * len(text) / 1000
        assert took < bound, f"{took:.1f} s for {len(text)} characters"
        plain = schemas.write_result(result, text, schemas.CODEPOINT)
        wide = schemas.write_result(result, text, schemas.UTF16)
        units = text.encode("utf-16-le")
        for here, there in zip(spans(plain), spans(wide), strict=True):
            assert 0 <= here["start"] <= here["end"] <= len(text), "an offset outside the text"
            quoted = text[here["start"] : here["end"]]
            assert units[2 * there["start"] : 2 * there["end"]].decode("utf-16-le") == quoted, (
                "the units differ"
            )
            assert here["text"] == there["text"]
            if "assertion" in here:
                assert here["start"] < here["end"], "nothing is quoted"
                assert here["text"] == quoted, f"{here['text']!r} is not what stands there: {quoted!r}"
        assert plain == schemas.write_result(self._suggester.suggest(note), text, schemas.CODEPOINT), (
            "said otherwise"
        )
        json.dumps(plain, ensure_ascii=False).encode("utf-8")

    def read(self, value: tuple[str, int, int]) -> None:
        """The statements lie in the text, and any span of it has an assertion."""
        text = as_sent(value[0])
        reading = self._suggester.reader.open(text)
        for statement in reading.statements:
            assert 0 <= statement.start <= statement.end <= len(text)
        for mention in reading.mentions:
            assert text[mention.start : mention.end] == mention.text
        if text:
            start = value[1] % len(text)
            reading.assertion(start, min(len(text), start + 1 + value[2]))


def spans(value: Any) -> Iterator[dict[str, Any]]:
    """Every object with a start and an end, in order."""
    if isinstance(value, dict):
        if "start" in value and "end" in value:
            yield value
        value = list(value.values())
    if isinstance(value, list):
        for each in value:
            yield from spans(each)


@contextmanager
def notes(home: Path | None = None) -> Iterator[list[Property]]:
    """The properties on the real suggester, compiled into `home` or into a folder that goes after it."""
    with tempfile.TemporaryDirectory() as folder:
        suggester = build_suggester(home or Path(folder))
        checks, words = Checks(suggester), terms()
        text = st.one_of(clinical(words), hostile(words))
        try:
            yield [
                Property("suggested", st.tuples(text, st.sampled_from(list(Setting))), checks.suggested),
                Property("read", st.tuples(text, st.integers(0, 10**6), st.integers(0, 200)), checks.read),
            ]
        finally:
            suggester.close()
