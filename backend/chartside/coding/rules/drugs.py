"""Long-term drug use, Z79 (I.C.21.c.3), read from the medication list and from what is continued.

A drug counts when it is taken now and for long: not a course of some days, not as needed, not stopped,
not merely begun. Drugs against diabetes count beside diabetes only (I.C.4.a.3): insulin is not added to
type 1, which says it, nor to diabetes of pregnancy (I.C.15.i), nor when given for a while. A drug is no
condition: its words stand for the Z79 code and nothing else. Tables: `drugs.tsv` and `drug-use.tsv` in
`codesets/rules/`.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from chartside.coding.druguse import DrugUse
from chartside.coding.notewords import words_of
from chartside.coding.worksheet import Worksheet
from chartside.datafiles import read_rows
from chartside.model import Assertion, Candidate, Mention, ReasoningStep, Statement, TermCode
from chartside.notes.phrases import PhraseTable

DRUGS = "rules/drugs.tsv"
_LIST = "medications"
_PASSED = ("allergies", "family_history", "immunizations", "procedure", "technique", "operative_findings",
           "instructions", "differential", "imaging", "results", "physical_exam", "ros")  # fmt: skip
_DIABETES = ("E08", "E09", "E10", "E11", "E13")
_GLUCOSE = (*_DIABETES, "R73.03")
_AGAINST_DIABETES = ("Z79.4", "Z79.84", "Z79.85")


@dataclass(frozen=True, slots=True)
class Drug:
    """A row of the table of drugs; `stated` when lasting use must be stated beside the name."""

    name: str
    code: str
    stated: bool


class DrugTable:
    """Finds drugs among words, and what is said of them (`use`)."""

    def __init__(self) -> None:
        """Read the tables.

        Raises:
            DataFileError: with file, line and reason.
        """
        rows = read_rows(
            DRUGS,
            ("drug", "code", "needs", "source"),
            unique=("drug",),
            allowed={"needs": ("list", "stated")},
        )
        self.drugs = {
            " ".join(words_of(row["drug"]).texts): Drug(row["drug"], row["code"], row["needs"] == "stated")
            for row in rows
        }
        self._names = PhraseTable(self.drugs)
        self.first_words = {name.partition(" ")[0] for name in self.drugs}
        self.use = DrugUse(self.first_words)

    def find(self, texts: Sequence[str]) -> Iterator[tuple[Drug, int, int]]:
        """Drugs with the first of their words and the one after the last, longest name first."""
        after = 0
        for place in [place for place, text in enumerate(texts) if text in self.first_words]:
            match = self._names.longest(texts, place) if place >= after else None
            if match is not None:
                after = match[0]
                yield self.drugs[match[1]], place, after


def rule() -> Callable[[Worksheet], None]:
    """The rule with its tables read.

    Raises:
        DataFileError: with file, line and reason.
    """
    table = DrugTable()

    def apply(sheet: Worksheet) -> None:
        offer_long_term(sheet, table)
        leave_out(sheet)

    return apply


def offer_long_term(sheet: Worksheet, table: DrugTable) -> None:
    """Offer the long-term use that the note's drugs stand for, each code once with all its drugs."""
    found: dict[str, list[tuple[Mention, str, str]]] = {}
    for statement, words in sheet.narration.telling(table.first_words, _PASSED):
        drugs = list(table.find(words.texts))
        for place, (drug, first, last) in enumerate(drugs):
            bounds = (
                drugs[place - 1][2] if place else 0,
                drugs[place + 1][1] if place + 1 < len(drugs) else len(words.texts),
            )
            why = _lasting(drug, table.use.of(words.texts, first, last, bounds), statement)
            if why:
                term = TermCode(drug.code, DRUGS, "drug", drug.name)
                start, end = words.span(first, last)
                mention = sheet.narration.mention(statement, start, end, term, (Assertion.PRESENT, ()))
                found.setdefault(drug.code, []).append((mention, drug.name, why))
    for code, uses in found.items():
        mention, name, why = uses[0]
        said = " ".join(mention.text.split())
        drug_said = f"“{said}”" if said.lower() == name.lower() else f"“{said}” ({name})"
        step = ReasoningStep("rule", f"{drug_said} {why}: long-term use, {code}.", "I.C.21.c.3")
        # The Tabular List asks for insulin and its like beside diabetes; the rest is the coder's choice.
        support = "drug_of_diabetes" if code in _AGAINST_DIABETES else "drug"
        sheet.offer(code, [Candidate(each, code, (step,)) for each, _, _ in uses], step, support)


def _lasting(drug: Drug, use: frozenset[str], statement: Statement) -> str:
    """Why a drug counts as taken for long; empty when it does not."""
    if use & {"ended", "refused", "absent", "relative", "short", "given", "other"}:
        return ""
    if "planned" in use and not use & {"long", "taking"}:
        return ""
    if drug.stated:
        # "Daily" may be a new prescription: of these drugs only a stated long use counts outside the list.
        if "long" in use or (statement.section == _LIST and "daily" in use):
            return "is said to be taken for long"
        return ""
    if statement.section == _LIST:
        return "stands in the medication list, without an end"
    if use & {"long", "taking"}:
        return "is taken and continued"
    return ""


def leave_out(sheet: Worksheet) -> None:
    """Take away the drugs of diabetes where the diagnosis says them already, or where there is none."""
    used = [code for code in _AGAINST_DIABETES if code in sheet.coded]
    if not used:
        return
    pregnant = next(iter(sheet.having("O24.4")), None)
    for code in used:
        kinds = sheet.having(*_DIABETES)
        if pregnant:
            sheet.fold(code, pregnant, "superseded", "I.C.15.i")
        elif code == "Z79.4" and kinds and all(kind.startswith("E10") for kind in kinds):
            sheet.fold(code, kinds[0], "superseded", "I.C.4.a")
        elif not sheet.having(*_GLUCOSE, "O24"):
            sheet.fold(code, "", "no_diagnosis", "I.C.4.a")
