"""One-line cases written by clinicians: each span in double brackets must come out as its row says."""

from collections.abc import Callable
from pathlib import Path

import pytest

VALUES = frozenset(("present", "negated", "uncertain", "historical", "family", "hypothetical"))


def read_cases(name: str) -> list[tuple[str, str]]:
    """Marked text and assertion of each row of a table beside this file; `\\n` stands for a line end."""
    lines = Path(__file__).with_name(name).read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if line.strip() and not line.startswith(("#", "text\t"))]
    return [(row[0].replace("\\n", "\n"), row[1]) for row in rows]


TABLES = {path.name: read_cases(path.name) for path in sorted(Path(__file__).parent.glob("cases-*.tsv"))}
RIGHT = 0.98
"""Share of a table that must come out right; the rest is what one line cannot decide."""


@pytest.mark.parametrize("name", TABLES)
def test_the_cases_of_a_table(name: str, judge: Callable[[str], str]) -> None:
    cases = TABLES[name]
    wrong = [(text, expected, got) for text, expected in cases if (got := judge(text)) != expected]
    print(f"{name}: {len(cases) - len(wrong)} of {len(cases)} right")
    assert len(wrong) <= (1 - RIGHT) * len(cases), wrong


@pytest.mark.parametrize("name", TABLES)
def test_a_table_is_well_formed(name: str) -> None:
    for text, expected in TABLES[name]:
        assert text.count("[[") == text.count("]]") == 1, text
        assert expected in VALUES, text


def test_the_tables_hold_every_value() -> None:
    cases = [case for table in TABLES.values() for case in table]
    assert {expected for _, expected in cases} == VALUES
