"""Partners that the Tabular List asks for: code first, use additional, code also (I.A.13, I.A.17, I.B.7).

A partner is supported when the note documents it, and offered when the words beside the condition name it
(`codesets/rules/partner-words.tsv`). Nothing is offered that the note does not document: then the
instruction stands beside the code, and a manifestation without its cause is a conflict.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from chartside.codesets.store import Code, Instruction
from chartside.coding.relations import said
from chartside.coding.rules.excludes import any_names
from chartside.coding.worksheet import Worksheet
from chartside.datafiles import read_rows
from chartside.model import Conflict, ReasoningStep

_KINDS = (
    ("code_first", "is coded after", "I.A.13"),
    ("use_additional", "asks for a further code for", "I.B.7"),
    ("code_also", "may need a second code for", "I.A.17"),
)
_MANIFESTATION = re.compile(r"\bin (?:other )?(?:[a-z ]+ )?diseases classified elsewhere\b", re.IGNORECASE)
_LINE = 80
_OWN = re.compile(r"^[A-Z]\d[0-9A-Z]")
"""Origins that are codes or blocks; a chapter's instruction says too little to speak for a code."""


@dataclass(frozen=True, slots=True)
class PartnerWords:
    """`words` beside a condition name `partner`."""

    words: re.Pattern[str]
    partner: str


def read_partner_words() -> tuple[PartnerWords, ...]:
    """The rows of `codesets/rules/partner-words.tsv`.

    Raises:
        DataFileError: with file, line and reason.
    """
    rows = read_rows("rules/partner-words.tsv", ("words", "partner", "source"), unique=("words",))
    return tuple(PartnerWords(_either(row["words"]), row["partner"]) for row in rows)


def _either(alternatives: str) -> re.Pattern[str]:
    either = "|".join(re.escape(word) for word in alternatives.split("|"))
    return re.compile(
        rf"(?<!\w)(?:{either})(?!\w)" if "." not in alternatives else rf"(?<!\w)(?:{either})", re.I
    )


def rule() -> Callable[[Worksheet], None]:
    """The rule with its words read."""
    words = read_partner_words()

    def apply(sheet: Worksheet) -> None:
        pairs: set[tuple[str, str]] = set()
        for code in list(sheet.coded):
            asked = tuple(_asked(sheet.code_set.get(code)))
            if asked:
                _offer_named(code, asked, words, sheet)
                _support(code, asked, sheet, pairs)
        _lonely_manifestations(sheet)

    return apply


def _asked(code: Code) -> Iterator[tuple[str, str, str, Instruction]]:
    """Each instruction that names codes: its kind, what it says, its section, itself."""
    for kind, says, section in _KINDS:
        for instruction in getattr(code, kind):
            if instruction.codes and _OWN.match(instruction.origin):
                yield kind, says, section, instruction


def _offer_named(
    code: str,
    asked: tuple[tuple[str, str, str, Instruction], ...],
    words: tuple[PartnerWords, ...],
    sheet: Worksheet,
) -> None:
    """Offer what the words of the same sentence name; the first words that fit a category win."""
    has_cause = any(
        kind == "code_first" and any_names(instruction.codes, other)
        for kind, _, _, instruction in asked
        for other in sheet.coded
    )
    for kind, _, section, instruction in asked:
        if kind == "code_first" and has_cause:
            continue
        for row in words:
            if not any_names(instruction.codes, row.partner):
                continue
            if sheet.having(*(pattern[:3] for pattern in instruction.codes)):
                break
            for candidate in sheet.coded[code]:
                found = said(sheet, candidate, row.words)
                if found:
                    text = f"{code} asks for {row.partner} ({instruction.text}): the note's “{found}”."
                    step = ReasoningStep("rule", text, section)
                    sheet.offer(row.partner, [candidate], step, support=kind)
                    break


def _support(
    code: str,
    asked: tuple[tuple[str, str, str, Instruction], ...],
    sheet: Worksheet,
    said: set[tuple[str, str]],
) -> None:
    """Say in both chains which documented condition an instruction asks for."""
    found: set[str] = set()
    for kind, says, section, instruction in asked:
        for other in sheet.coded:
            if other == code or other in found or not any_names(instruction.codes, other):
                continue
            found.add(other)
            sheet.support[other].add("partner" if kind != "code_first" else "code_first")
            sheet.support[code].add("has_partner")
            if (other, code) in said:
                continue
            said.add((code, other))
            quoted = " ".join(sheet.coded[other][0].mention.text.split())
            text = f"{code} {says} {other} ({_short(instruction.text)}): the note's “{quoted}”."
            for each in (code, other):
                sheet.add_step(each, ReasoningStep("rule", text, section))


def _short(text: str) -> str:
    """An instruction in one line; its list of codes stands beside the code anyway."""
    return text if len(text) <= _LINE else text[:_LINE].rsplit(" ", 1)[0] + " …"


def _lonely_manifestations(sheet: Worksheet) -> None:
    """A manifestation code whose cause the note does not document is a question to the provider."""
    for code in list(sheet.coded):
        known = sheet.code_set.get(code)
        if not known.code_first or not _MANIFESTATION.search(known.description):
            continue
        patterns = [pattern for note in known.code_first for pattern in note.codes]
        if any(any_names(patterns, other) for other in sheet.coded if other != code):
            continue
        first = known.code_first[0].text
        text = f"{code} is a manifestation and never stands first or alone; code first: {first}."
        sheet.conflicts.append(Conflict((code,), "code_first", text))
