import sqlite3
from pathlib import Path

import pytest

from chartside.batch import claims
from chartside.batch.claims import claimed
from chartside.batch.rows import BatchError, Row
from chartside.errors import InputError

ROWS = [Row(1, b'{"id": "a", "text": "Gout."}'), Row(2, b'{"id": 7, "text": "Gout."}'), Row(3, b"no note")]


def told(folder: Path, text: str) -> list[tuple[str, ...] | None]:
    file = folder / "claims.csv"
    file.write_text(text, encoding="utf-8")
    return [row.claim for row in claimed(iter(ROWS), file, folder)]


def test_several_rows_of_one_id_are_one_claim(tmp_path: Path) -> None:
    text = 'ID,codes\na,"I10; E11.9"\n7,\na,I10 M10.9\n'
    assert told(tmp_path, text) == [("I10", "E11.9", "M10.9"), (), None]


NEVER_CLOSED = 'id,codes\na,"I10' + "x" * 200_000


@pytest.mark.parametrize("text", ["", "id;codes\n", "name,codes\na,I10\n", "id,codes\na\n", NEVER_CLOSED])
def test_a_file_of_another_form_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(InputError, match=r"claims\.csv"):
        told(tmp_path, text)


def test_no_room_for_the_claims_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(rows: object, size: int) -> object:
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr(claims, "_batches", full)
    with pytest.raises(BatchError, match="disk is full"):
        told(tmp_path, "id,codes\na,I10\n")
