from pathlib import Path

import pytest

from chartside import datafiles
from chartside.datafiles import read_rows
from chartside.errors import DataFileError


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(datafiles, "data_folder", lambda: tmp_path)
    return tmp_path


def read(folder: Path, text: str) -> list[dict[str, str]]:
    (folder / "rules.tsv").write_text(text, encoding="utf-8")
    return read_rows(
        "rules.tsv",
        ("cue", "category", "note"),
        unique=("cue",),
        allowed={"category": ("negated", "family")},
        numbers=("size",),
    )


def test_rows_come_with_their_line(folder: Path) -> None:
    rows = read(folder, "# title\ncue\tcategory\tnote\n\nno\tnegated\nmother\tfamily\tx\n")
    assert [(row["cue"], row["note"], row["line"]) for row in rows] == [("no", "", "4"), ("mother", "x", "5")]


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        ("cue\tkind\tnote\n", 1, "the header must be cue, category, note"),
        ("cue\tcategory\tnote\nno\tnegated\tx\ty\n", 2, "4 cells where 3 are expected"),
        ("cue\tcategory\tnote\nno\tdenied\tx\n", 2, "category must be one of negated, family"),
        ("cue\tcategory\tnote\n\tnegated\tx\n", 2, "the column cue is empty"),
        ("cue\tcategory\tnote\nno\tnegated\nNo\tnegated\n", 3, "the same cue stands at line 2"),
        ("# nothing\n", 1, "the file has no header line"),
    ],
)
def test_a_wrong_file_is_refused_with_line_and_reason(
    folder: Path, text: str, line: int, reason: str
) -> None:
    with pytest.raises(DataFileError) as caught:
        read(folder, text)
    assert str(caught.value) == f"rules.tsv, line {line}: {reason}"


def test_a_number_must_be_one(folder: Path) -> None:
    (folder / "sizes.tsv").write_text("cue\tsize\nno\tfive\n", encoding="utf-8")
    with pytest.raises(DataFileError, match=r"sizes.tsv, line 2: size must be a number"):
        read_rows("sizes.tsv", ("cue", "size"), numbers=("size",))
