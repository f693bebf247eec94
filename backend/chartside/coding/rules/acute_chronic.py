"""Acute and chronic: both codes, the acute one first, or the one code that says both (I.B.8).

Which pairs there are is data: `codesets/rules/acute-chronic.tsv`.
"""

from collections.abc import Callable
from dataclasses import dataclass

from chartside.coding.cuewords import cues_of
from chartside.coding.worksheet import Worksheet
from chartside.datafiles import read_rows
from chartside.model import Candidate, ReasoningStep

_BEFORE = 24
_SECTION = "I.B.8"


@dataclass(frozen=True, slots=True)
class Pair:
    """The acute and the chronic form of a disease, and the code for both where there is one."""

    acute: str
    chronic: str
    combined: str


def read_pairs() -> tuple[Pair, ...]:
    """The rows of `codesets/rules/acute-chronic.tsv`.

    Raises:
        DataFileError: with file, line and reason.
    """
    columns = ("acute", "chronic", "combined", "source")
    rows = read_rows("rules/acute-chronic.tsv", columns, unique=("acute",), optional=("combined",))
    return tuple(Pair(row["acute"], row["chronic"], row["combined"]) for row in rows)


def rule() -> Callable[[Worksheet], None]:
    """The rule with its rows read."""
    pairs = read_pairs()

    def apply(sheet: Worksheet) -> None:
        for pair in pairs:
            there = [code for code in (pair.acute, pair.chronic) if code in sheet.coded]
            if there:
                _complete(pair, there, sheet)

    return apply


def _complete(pair: Pair, there: list[str], sheet: Worksheet) -> None:
    said_both = next(
        ((each, words) for code in there for each in sheet.coded[code] if (words := _said(sheet, each))), None
    )
    if pair.combined:
        if len(there) == 2 or said_both:
            text = f"{pair.acute} and {pair.chronic} are one code when both are documented: {pair.combined}."
            for code in there:
                sheet.replace(code, pair.combined, ReasoningStep("combination", text, _SECTION))
        return
    if said_both:
        candidate, words = said_both
        for code in (pair.acute, pair.chronic):
            if code not in sheet.coded:
                quoted = " ".join(candidate.mention.text.split())
                text = f"“{words}” of “{quoted}” is two codes: {pair.acute}, then {pair.chronic}."
                sheet.offer(code, [candidate], ReasoningStep("rule", text, _SECTION), "acute_chronic")
    elif len(there) == 2:
        text = f"{pair.acute} comes before {pair.chronic}: the acute form first."
        sheet.add_step(pair.acute, ReasoningStep("rule", text, _SECTION))


def _said(sheet: Worksheet, candidate: Candidate) -> str | None:
    """The words for "acute on chronic" at a mention; None when there are none."""
    mention = candidate.mention
    start = max(mention.sentence[0], mention.start - _BEFORE)
    found = cues_of("acute_chronic", "both").search(sheet.text, start, mention.end)
    return found[0] if found else None
