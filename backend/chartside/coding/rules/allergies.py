"""Allergy status, Z88 and Z91.0 (I.C.21.c.3), read from the section of allergies.

A substance there stands for the status, not for a condition of the visit. It does not count where the note
says that there is no allergy, or names a side effect ("codeine: nausea"). Table: `allergies.tsv` in
`codesets/rules/`.
"""

from collections.abc import Callable

from chartside.coding.cuewords import cues_of
from chartside.coding.notewords import words_of
from chartside.coding.worksheet import Worksheet
from chartside.datafiles import read_rows
from chartside.model import Assertion, Candidate, Mention, ReasoningStep, TermCode
from chartside.notes.phrases import PhraseTable

FILE = "rules/allergies.tsv"
SECTION = "I.C.21.c.3"
_WHERE = "allergies"


def rule() -> Callable[[Worksheet], None]:
    """The rule with its table read.

    Raises:
        DataFileError: with file, line and reason.
    """
    rows = read_rows(FILE, ("substance", "code", "source"), unique=("substance",))
    codes = {" ".join(words_of(row["substance"]).texts): row["code"] for row in rows}
    names = PhraseTable(codes)
    first_words = {name.partition(" ")[0] for name in codes}

    def apply(sheet: Worksheet) -> None:
        found: dict[str, list[Mention]] = {}
        for statement, words in sheet.narration.where(lambda each: each.section == _WHERE):
            spans = list(_spans(words.texts, names, first_words))
            for place, (first, last, name) in enumerate(spans):
                start, end = words.span(first, last)
                begin = words.span(*spans[place - 1][:2])[1] if place else statement.start
                until = words.span(*spans[place + 1][:2])[0] if place + 1 < len(spans) else statement.end
                if _counts(sheet.text[begin:start], sheet.text[end:until]):
                    term = TermCode(codes[name], FILE, "pattern", name)
                    mention = sheet.narration.mention(statement, start, end, term, (Assertion.PRESENT, ()))
                    found.setdefault(codes[name], []).append(mention)
        for code, mentions in found.items():
            text = f"“{mentions[0].text}” stands in the list of allergies: {code}."
            step = ReasoningStep("rule", text, SECTION)
            sheet.offer(code, [Candidate(each, code, (step,)) for each in mentions], step, "status")

    return apply


def _spans(texts: list[str], names: PhraseTable, first_words: set[str]) -> list[tuple[int, int, str]]:
    """Each substance among folded words: its first word, the one after its last, its name."""
    found: list[tuple[int, int, str]] = []
    for place, text in enumerate(texts):
        if text in first_words and (not found or place >= found[-1][1]):
            match = names.longest(texts, place)
            if match is not None:
                found.append((place, *match))
    return found


def _counts(before: str, after: str) -> bool:
    """Whether the words around a substance leave it an allergy."""
    return not cues_of("allergies", "none").search(before) and not cues_of("allergies", "side effect").search(
        after
    )
