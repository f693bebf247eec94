"""The meaning of a short form in its place: what was written out before it, else what stands around it.

"ulcerative colitis (UC)" says what UC means in the rest of a note. Without that a word of the sentence, the
section or another code of the note decides; where nothing does, the usual meaning stands, or none.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from chartside.coding.context import Context
from chartside.model import Mention, ReasoningStep, TermCode
from chartside.notes.shortforms import SOURCE, Meaning, read_short_forms
from chartside.notes.words import fold

_WORD = re.compile(r"[A-Za-z0-9][\w'’-]*")
_GAP = re.compile(r"\s*[,\"“]?\s*\(\s*[\"“]?")


@dataclass(frozen=True, slots=True)
class Meant:
    """The term that a short form stands for here, and the step that says why; no term: no condition."""

    term: TermCode | None
    step: ReasoningStep | None = None


class ShortForms:
    """Works out what short forms mean."""

    def __init__(self, meanings: Mapping[str, Sequence[Meaning]]) -> None:
        self._meanings = meanings

    def meant(self, mention: Mention, context: Context) -> Meant | None:
        """What `mention` means when it is a short form with several meanings; None for other mentions."""
        if mention.codes[0].source != SOURCE:
            return None
        short = mention.codes[0].term
        written = _written_out(short, context)
        if written is not None:
            text = f"The note writes {short} out as “{' '.join(written.text.split())}”."
            return Meant(written.codes[0], ReasoningStep("term", text))
        best: tuple[int, Meaning, str] | None = None
        for meaning in self._meanings.get(short, ()):
            speaks = _speaking(meaning, mention, context)
            if speaks and (best is None or len(speaks) > best[0]):
                best = len(speaks), meaning, speaks[0]
        if best is not None:
            return _of(best[1], mention, f"{short} beside “{best[2]}” has this meaning.")
        usual = next((meaning for meaning in self._meanings.get(short, ()) if meaning.default), None)
        if usual is None:
            return Meant(None)
        return _of(usual, mention, f"Nothing around {short} says what it means; this is its usual meaning.")


def _of(meaning: Meaning, mention: Mention, why: str) -> Meant:
    term = next((term for term in mention.codes if term.code == meaning.code), None)
    return Meant(term, ReasoningStep("term", why) if term else None)


def _written_out(short: str, context: Context) -> Mention | None:
    """The mention whose words stand right before the short form in parentheses."""
    mentions = context.mentions
    for place, mention in enumerate(mentions):
        if place and mention.codes[0].term == short and mention.codes[0].source == SOURCE:
            before = mentions[place - 1]
            gap = context.text[before.end : mention.start]
            if before.codes[0].source != SOURCE and _GAP.fullmatch(gap):
                return before
    return None


def _speaking(meaning: Meaning, mention: Mention, context: Context) -> list[str]:
    """What speaks for a meaning: words of the sentence, the section, codes of the note."""
    start, end = mention.sentence
    around = context.text[start : mention.start] + " " + context.text[mention.end : end]
    found = [word for word in _WORD.findall(around) if fold(word) in meaning.words]
    if mention.section in meaning.sections:
        found.append(str(mention.section))
    if meaning.prefixes:
        for other in context.mentions:
            code = other.codes[0].code
            if other is not mention and code.startswith(meaning.prefixes):
                found.append(code)
                break
    return found


def build_short_forms() -> ShortForms:
    """With the meanings of `codesets/matching/short-forms.tsv`.

    Raises:
        DataFileError: with file, line and reason.
    """
    return ShortForms(read_short_forms())
