"""Osteoporosis with a current pathological fracture (I.C.13): M80 instead of M81 and the fracture.

A patient with known osteoporosis whose bone breaks in a minor fall that would not break a healthy bone has
an osteoporotic fracture. Which fractures count is data: `codesets/rules/osteoporosis.tsv`.
"""

from collections.abc import Callable
from dataclasses import dataclass

from chartside.coding.cuewords import cues_of
from chartside.coding.relations import Relations
from chartside.coding.worksheet import Worksheet
from chartside.datafiles import read_rows
from chartside.model import Candidate, ReasoningStep

_OSTEOPOROSIS = {"M81.0": "M80.0", "M81.6": "M80.8", "M81.8": "M80.8"}
_MINOR_FALLS = ("W01", "W05", "W06", "W07", "W08", "W18")
_SIDES = ("right", "left")
_PHASES = "ADGKPS"


@dataclass(frozen=True, slots=True)
class Fracture:
    """A fracture (`prefix`) and its place in M80."""

    prefix: str
    site: str
    injury: bool
    section: str


def read_fractures() -> tuple[Fracture, ...]:
    """The rows of `codesets/rules/osteoporosis.tsv`.

    Raises:
        DataFileError: with file, line and reason.
    """
    rows = read_rows(
        "rules/osteoporosis.tsv",
        ("fracture", "site", "kind", "section", "source"),
        unique=("fracture",),
        allowed={"kind": ("pathological", "injury")},
    )
    return tuple(
        Fracture(row["fracture"], row["site"], row["kind"] == "injury", row["section"]) for row in rows
    )


def rule(relations: Relations) -> Callable[[Worksheet], None]:
    """The rule with its rows read."""
    rows = read_fractures()

    def apply(sheet: Worksheet) -> None:
        for bone, broken in _OSTEOPOROSIS.items():
            if bone not in sheet.coded:
                continue
            for row in rows:
                for fracture in sheet.having(row.prefix):
                    if not relations.apart(sheet, sheet.coded[bone], sheet.coded[fracture]):
                        _combine(row, bone, broken, fracture, sheet)
            if sheet.having(broken):
                del sheet.coded[bone]
                sheet.missing.pop(bone, None)

    return apply


def _combine(row: Fracture, bone: str, broken: str, fracture: str, sheet: Worksheet) -> None:
    theirs = sheet.coded[fracture]
    why = _minor(sheet, theirs) if row.injury else "a fracture called pathological or a collapsed vertebra"
    if why is None:
        return
    title = sheet.code_set.get(fracture).description.lower()
    side = next((str(place) for place, name in enumerate(_SIDES, 1) if name in title), "9")
    phase = fracture[-1] if len(fracture) == 8 and fracture[-1] in _PHASES else "A"
    wanted = broken + row.site.replace("?", side) + phase
    if sheet.code_set.find(wanted) is None:
        return
    text = f"{bone} with {fracture} is {wanted}: {why} counts as osteoporotic where osteoporosis is known."
    sheet.replace(fracture, wanted, ReasoningStep("combination", text, row.section), sheet.coded[bone][:1])
    sheet.support[wanted].add("combination")


def _minor(sheet: Worksheet, candidates: list[Candidate]) -> str | None:
    """What makes the trauma a minor one; None when nothing does."""
    for candidate in candidates:
        found = cues_of("osteoporosis", "minor trauma").search(sheet.text, *candidate.mention.sentence)
        if found:
            return f"a fracture after “{found[0]}”"
    falls = sheet.having("W", "V", "X")
    if falls and all(code.startswith(_MINOR_FALLS) for code in falls):
        return f"a fracture after “{sheet.coded[falls[0]][0].mention.text}”"
    return None
