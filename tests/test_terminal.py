import io

import pytest
from rich.console import Console

from chartside.terminal import table

ROWS = (
    ("S83.207A", "Unspecified tear of unspecified meniscus, current injury, left knee", "Suggested", "75%"),
    ("Z79.899", "Other long term (current) drug therapy", "Possible", ""),
)


def shown(width: int) -> str:
    made = table("Code", "Description", "Tier", "Sure", title="Suggested codes")
    for row in ROWS:
        made.add_row(*row)
    console = Console(file=io.StringIO(), width=width)
    console.print(made)
    return console.file.getvalue()  # type: ignore[attr-defined]


@pytest.mark.parametrize("width", [24, 30, 47, 48, 80, 120])
def test_no_terminal_is_so_narrow_that_a_code_is_cut(width: int) -> None:
    text = shown(width)
    assert all(len(line.rstrip()) <= width for line in text.splitlines())
    for code, _, tier, _ in ROWS:
        assert code in text
        assert tier in text


def test_a_narrow_table_is_a_list_of_what_its_rows_say() -> None:
    lines = [line.rstrip() for line in shown(40).splitlines()]
    assert lines[:3] == ["Suggested codes", "S83.207A", "  Description Unspecified tear of"]
    assert "  Sure        75%" in lines
    assert [line for line in lines if line.startswith("  Sure")] == ["  Sure        75%"]
    assert "─" not in shown(40)
    assert "─" in shown(80)
