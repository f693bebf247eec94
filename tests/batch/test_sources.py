"""Inputs are read as a stream, row by row, whatever is in them."""

import csv
from pathlib import Path

import pytest

from chartside.batch import sources
from chartside.batch.rows import Row, cut
from chartside.batch.sources import open_source
from chartside.errors import InputError


def rows(path: Path) -> list[Row]:
    return list(open_source(path).rows())


def test_lines_keep_their_numbers_and_an_endless_one_is_passed_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sources, "LINE", 40)
    path = tmp_path / "a.jsonl"
    path.write_bytes(b'{"id": 1}\n\n' + b"x" * 500 + b'\n{"id": 2}\r\n{"id": 3}')
    found = rows(path)
    assert [row.place for row in found] == [1, 3, 4, 5]
    assert [row.data is None for row in found] == [False, True, False, False]
    assert "longer than 40 bytes" in found[1].fault
    # All but the blank line.
    assert sum(row.weight for row in found) == path.stat().st_size - 1


def test_a_table_may_order_its_columns_and_hold_old_encodings(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    written = "Text;extra".replace(";", ",") + ",ID,date\r\n"
    body = '"Gout,\nleft ""knee""",x,1,\r\ncaf\xe9,x,2,2026-05-02\r\nshort,x\r\n'
    path.write_bytes(b"\xef\xbb\xbf" + (written + body).encode("cp1252"))
    first, second, third = rows(path)
    assert first.data == {"id": "1", "text": 'Gout,\nleft "knee"'}
    assert second.data == {"id": "2", "text": "caf\xe9", "date": "2026-05-02"}
    assert (third.place, third.data, "fewer fields" in third.fault) == (3, None, True)


def test_reading_a_table_leaves_the_limit_of_fields_as_it_was(tmp_path: Path) -> None:
    before = csv.field_size_limit()
    path = tmp_path / "a.csv"
    path.write_text("id,text\n1,Gout\n" * 2)
    rows(path)
    assert csv.field_size_limit() == before


def test_an_open_quotation_mark_is_one_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sources, "CELL", 100)
    path = tmp_path / "a.csv"
    path.write_text('id,text\n1,Gout\n2,"' + "y" * 200)
    with pytest.raises(InputError, match="quotation mark"):
        rows(path)


def test_a_folder_gives_every_text_file_by_its_path_in_order(tmp_path: Path) -> None:
    folder = tmp_path / "notes"
    for name in ("b/2.txt", "b/1.TXT", "a.txt", "picture.png"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text("Gout.")
    assert [(row.name, row.kind) for row in rows(folder)] == [
        ("a.txt", "text"), ("b/1.TXT", "text"), ("b/2.txt", "text"),
    ]  # fmt: skip
    before = open_source(folder).fingerprint()
    (folder / "a.txt").write_text("Gout, left.")
    assert open_source(folder).fingerprint() != before


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.csv", b"name,text\n1,Gout\n", "no column `id`"),
        ("a.csv", b"", "no column"),
        ("a.jsonl", b"\xff\xfe{\0", "UTF-16"),
        ("a.xlsx", b"PK", "no input of this command"),
        ("a.parquet", b"PAR1", "cannot be read as Parquet"),
    ],
)
def test_what_cannot_be_an_input_is_one_sentence(
    name: str, content: bytes, said: str, tmp_path: Path
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(InputError, match=said):
        open_source(path)
    with pytest.raises(InputError, match="There is no file"):
        open_source(tmp_path / "other.jsonl")


def test_parts_end_by_number_or_by_size_and_nothing_shows_its_text() -> None:
    many = [Row(place, b"secret" * (200 if place == 3 else 1)) for place in range(1, 8)]
    parts = list(cut(many, notes=3, size=600))
    assert [(part.number, [row.place for row in part.rows]) for part in parts] == [
        (0, [1, 2, 3]), (1, [4, 5, 6]), (2, [7]),
    ]  # fmt: skip
    assert "secret" not in repr(parts) + repr(many)
    assert [len(part.rows) for part in cut(many, notes=9, size=600)] == [3, 4]
