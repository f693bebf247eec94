"""The rule book: short notes with the codes that the guidelines demand and those that they forbid.

Each table of `rulebook/` is a rule family. `note` is the text with `\\n` for a line's end; `setting` is
`outpatient`, `inpatient` or `both`; `demands` and `forbids` are codes, divided by spaces, a `-` at the end
for all codes that begin so. A demanded code stands in the suggested or possible list, one with `!` in the
suggested list. A forbidden code stands in neither.
"""

from pathlib import Path
from typing import NamedTuple

import pytest

from chartside.coding.suggester import Suggester
from chartside.model import Note, Setting, Tier

FOLDER = Path(__file__).parent / "rulebook"
HEADER = ["note", "setting", "demands", "forbids", "section", "source"]
SETTINGS = {"both": tuple(Setting), **{setting.value: (setting,) for setting in Setting}}


class Row(NamedTuple):
    """One note of the rule book."""

    note: str
    setting: str
    demands: str
    forbids: str
    section: str
    source: str


def read(table: Path) -> list[tuple[int, Row]]:
    """The rows of a table with their line numbers."""
    lines = table.read_text(encoding="utf-8").splitlines()
    cells = [(number, line.split("\t")) for number, line in enumerate(lines, 1) if line.strip()]
    kept = [(number, row) for number, row in cells if not row[0].startswith("#")]
    assert kept[0][1] == HEADER, f"{table.name}: the header must be {', '.join(HEADER)}"
    found = []
    for number, row in kept[1:]:
        assert len(row) == len(HEADER), f"{table.name}, line {number}: {len(row)} cells"
        assert row[1] in SETTINGS, f"{table.name}, line {number}: the setting {row[1]} is unknown"
        assert row[2] or row[3], f"{table.name}, line {number}: nothing is demanded or forbidden"
        assert row[4], f"{table.name}, line {number}: the section is missing"
        assert row[5], f"{table.name}, line {number}: the source is missing"
        found.append((number, Row(*row)))
    return found


def cases() -> list[tuple[str, Row, Setting]]:
    """Every row in every setting that it names, with a name for the test."""
    return [
        (f"{table.stem}-{number}-{setting.value}", row, setting)
        for table in sorted(FOLDER.glob("*.tsv"))
        for number, row in read(table)
        for setting in SETTINGS[row.setting]
    ]


def covers(pattern: str, code: str) -> bool:
    return code.startswith(pattern[:-1]) if pattern.endswith("-") else code == pattern


@pytest.mark.parametrize(
    ("row", "setting"), [case[1:] for case in cases()], ids=[case[0] for case in cases()]
)
def test_the_guideline_is_kept(suggester: Suggester, row: Row, setting: Setting) -> None:
    note = Note(row.note.replace("\\n", "\n"), setting=setting)
    listed = {s.code: s.tier for s in suggester.suggest(note).suggestions}
    shown = ", ".join(f"{code} ({tier.value})" for code, tier in listed.items()) or "nothing"
    for demand in row.demands.split():
        pattern = demand.rstrip("!")
        tiers = {tier for code, tier in listed.items() if covers(pattern, code)}
        assert tiers, f"{row.section} demands {pattern}; offered: {shown}"
        assert not demand.endswith("!") or Tier.SUGGESTED in tiers, f"{pattern} is not in the short list"
    for pattern in row.forbids.split():
        assert not [code for code in listed if covers(pattern, code)], (
            f"{row.section} forbids {pattern}; offered: {shown}"
        )


@pytest.mark.parametrize("table", sorted(FOLDER.glob("*.tsv")), ids=lambda table: str(table.stem))
def test_a_family_has_ten_notes_at_least_and_only_codes_of_the_release(
    suggester: Suggester, table: Path
) -> None:
    rows = [row for _, row in read(table)]
    assert len(rows) >= 10
    for row in rows:
        for pattern in (*row.demands.split(), *row.forbids.split()):
            code = pattern.rstrip("!")
            if not code.endswith("-"):
                assert suggester.code_set.get(code).billable
