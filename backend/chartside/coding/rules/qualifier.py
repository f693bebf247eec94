"""Words beside a condition that its combination code says too: "hernia ... with obstruction" (I.B.9).

Rows are data: `codesets/rules/qualifiers.tsv`. Words that the sentence denies do not count; where a row
has several groups of words, the sentence must say one of each.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from chartside.coding.relations import said_at
from chartside.coding.worksheet import Worksheet
from chartside.datafiles import read_rows
from chartside.model import ReasoningStep


@dataclass(frozen=True, slots=True)
class Qualifier:
    """`base` whose sentence holds one of each group of `words` is coded as `becomes`."""

    base: str
    words: tuple[re.Pattern[str], ...]
    becomes: str
    section: str
    reason: str


def read_qualifiers() -> tuple[Qualifier, ...]:
    """The rows of `codesets/rules/qualifiers.tsv`.

    Raises:
        DataFileError: with file, line and reason.
    """
    columns = ("base", "words", "becomes", "section", "reason")
    rows = read_rows("rules/qualifiers.tsv", columns, unique=("base", "words"))
    return tuple(
        Qualifier(
            row["base"],
            tuple(_words(group) for group in row["words"].split(" & ")),
            row["becomes"],
            row["section"],
            row["reason"],
        )
        for row in rows
    )


def _words(alternatives: str) -> re.Pattern[str]:
    """Beginnings of words; short forms in capitals ("RUL") stand as they are, so that "ruled" is none."""
    words = alternatives.split("|")
    either = [rf"{re.escape(word)}\b" if word.isupper() else rf"(?i:{re.escape(word)})\w*" for word in words]
    return re.compile(rf"\b(?:{'|'.join(either)})")


def rule() -> Callable[[Worksheet], None]:
    """The rule with its rows read."""
    by_base: dict[str, list[Qualifier]] = {}
    for row in read_qualifiers():
        by_base.setdefault(row.base, []).append(row)

    def apply(sheet: Worksheet) -> None:
        for base in [code for code in sheet.coded if code in by_base]:
            for row in by_base[base]:
                if _qualify(row, sheet):
                    break

    return apply


def _qualify(row: Qualifier, sheet: Worksheet) -> bool:
    for candidate in sheet.coded[row.base]:
        found = [said_at(sheet, candidate, words) for words in row.words]
        if all(found):
            said = [each for each in found if each]
            words = "” and “".join(each[0] for each in said)
            text = f"“{words}” beside “{candidate.mention.text}”: {row.becomes}, because {row.reason}."
            sheet.replace(row.base, row.becomes, ReasoningStep("combination", text, row.section))
            for each in said:
                _absorb(each.span(), row.becomes, sheet)
            return True
    return False


def _absorb(span: tuple[int, int], becomes: str, sheet: Worksheet) -> None:
    """Take away what the words alone were coded as: the combination code says it."""
    for code, group in list(sheet.coded.items()):
        if code == becomes:
            continue
        rest = [each for each in group if (each.mention.start, each.mention.end) != span]
        if rest:
            sheet.coded[code] = rest
        else:
            del sheet.coded[code]
            sheet.missing.pop(code, None)
