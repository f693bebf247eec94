"""Tobacco, alcohol and other substances (I.C.5.b): one code a substance, the strongest that is stated.

A smoker is dependent by the index (F17.2-), one who quit has a history (Z87.891), use without more is
Z72.0. Use of alcohol or another substance alone is coded only beside a documented related condition.
Tables: `tobacco.tsv`, `substance-related.tsv` in
`codesets/rules/`.
"""

import re
from collections.abc import Callable, Mapping, Sequence

from chartside.coding.patterns import PatternTable, read_word_classes
from chartside.coding.worksheet import Worksheet
from chartside.datafiles import read_rows
from chartside.model import Assertion, Candidate, ReasoningStep, Statement, TermCode

FILE = "rules/tobacco.tsv"
NEVER = "never"
"""In place of a code: the statement says that there is no tobacco."""
_PASSED = ("family_history", "allergies", "instructions", "immunizations", "results", "imaging")
_USE = re.compile(r"^F1[0-689]\.9[0]$")
_DISORDER = re.compile(r"disorder|\b[A-Z]UD\b")
"""A use disorder is a diagnosis, not mere use, though its severity be left out."""


def rule() -> Callable[[Worksheet], None]:
    """The rule with its table read.

    Raises:
        DataFileError: with file, line and reason.
    """
    rows = read_rows(FILE, ("pattern", "code", "source"), unique=("pattern",))
    table = PatternTable(FILE, ((int(row["line"]), row["pattern"]) for row in rows), read_word_classes())
    codes = [(row["pattern"], row["code"]) for row in rows]
    related = {
        row["use"]: tuple(row["related"].split())
        for row in read_rows("rules/substance-related.tsv", ("use", "related", "source"), unique=("use",))
    }

    def apply(sheet: Worksheet) -> None:
        offer_tobacco(sheet, table, codes)
        keep_strongest(sheet)
        leave_mere_use(sheet, related)

    return apply


def offer_tobacco(sheet: Worksheet, table: PatternTable, rows: Sequence[tuple[str, str]]) -> None:
    """Offer what the note says of tobacco; in one statement the table's first row decides."""

    for statement, words in sheet.narration.telling(table.keys, _PASSED):
        hits = table.find(words.texts)
        if not hits:
            continue
        pattern, code = rows[hits[0].row]
        if code == NEVER:
            _drop(sheet, statement)
            continue
        known = sheet.code_set.find(code)
        if known is None:
            continue
        mention = sheet.narration.mention_of(statement, hits[0], TermCode(code, FILE, "pattern", pattern))
        wanted = (Assertion.PRESENT, Assertion.HISTORICAL) if code == "Z87.891" else (Assertion.PRESENT,)
        if mention.assertion not in wanted:
            continue
        text = f"“{mention.text}” indexes to {code} {known.description}."
        step = ReasoningStep("rule", text, "I.C.5.b")
        if code == "Z87.891":
            for dependence in sheet.having("F17.2", "Z72.0"):
                named = [each.mention for each in sheet.coded[dependence]]
                if all(statement.start <= each.start < statement.end for each in named):
                    sheet.fold(dependence, code, "superseded", "I.C.21.c.4")
        sheet.offer(code, [Candidate(mention, code, (step,))], step, "tobacco")


def _drop(sheet: Worksheet, statement: Statement) -> None:
    """Take away what the word "smoker" led to in a statement that says the opposite."""
    for code in sheet.having("F17", "Z72.0"):
        inside = [c for c in sheet.coded[code] if statement.start <= c.mention.start < statement.end]
        kept = [each for each in sheet.coded[code] if each not in inside]
        if inside and kept:
            sheet.coded[code] = kept
        elif inside:
            sheet.fold(code, "", "negated", "I.C.5.b")


def keep_strongest(sheet: Worksheet) -> None:
    """Of use, abuse and dependence of one substance keep the strongest; the kind of tobacco said is kept."""
    dependence = sheet.having("F17.2")
    for use in [*sheet.having("Z72.0")] if dependence else ():
        sheet.fold(use, dependence[0], "superseded", "I.C.5.b")
    if "F17.200" in sheet.coded and (said := sheet.having("F17.21", "F17.22", "F17.29")):
        step = ReasoningStep("rule", f"The product is named elsewhere in the note: {said[0]}.", "I.B.2")
        sheet.replace("F17.200", said[0], step)
    for code in [each for each in sheet.having("F17.2") if each.endswith("9")]:
        if not any("induced" in sheet.sentence(each).lower() for each in sheet.coded[code]):
            step = ReasoningStep("rule", "The note names no disorder that nicotine has induced.", "I.C.5.b")
            sheet.replace(code, f"{code[:-1]}0", step)
    for substance in ("F10", "F11", "F12", "F13", "F14", "F15", "F16", "F18", "F19"):
        ranks = [sheet.having(f"{substance}.{rank}") for rank in "219"]
        strongest = next((codes for codes in ranks if codes), [])
        for weaker in (code for codes in ranks for code in codes if codes is not strongest):
            sheet.fold(weaker, strongest[0], "superseded", "I.C.5.b")


def leave_mere_use(sheet: Worksheet, related: Mapping[str, tuple[str, ...]]) -> None:
    """Fold the use of a substance that no documented condition is related to."""
    for code in [each for each in sheet.coded if _USE.match(each)]:
        named = any(_DISORDER.search(each.mention.text) for each in sheet.coded[code])
        if not named and not sheet.having(*related.get(code[:5], ("none",))):
            sheet.fold(code, "", "no_diagnosis", "I.C.5.b")
