"""What a worker does with a part, job by job; nothing of a note is in what it says about failures."""

import json
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from chartside.batch import reading
from chartside.batch.claims import claimed
from chartside.batch.reading import read_part
from chartside.batch.rows import Outcome, Part, Row, Setup
from chartside.coding.suggester import Suggester
from chartside.errors import InputError

NOTE = "HPI:\nDenies chest pain.\n\nAssessment and Plan:\n1. Hypertension.\n2. Type 2 diabetes.\n"
Read = Callable[..., tuple[Outcome, list[dict]]]


@pytest.fixture
def read(home: Path, suggester: Suggester) -> Read:
    """The outcome of rows and the lines of its results."""

    def made(*rows: Row, **asked: object) -> tuple[Outcome, list[dict]]:
        outcome = read_part(Setup(home=str(home), **asked), Part(0, rows))
        return outcome, [json.loads(line) for line in outcome.data.splitlines()]

    return made


def line(place: int = 1, **fields: object) -> Row:
    told = {"id": str(place), "text": NOTE} | fields
    claim = told.pop("codes", None)
    return Row(place, json.dumps(told).encode(), claim=claim)


def test_every_kind_of_row_is_read_and_every_failure_named(read: Read) -> None:
    rows = [
        line(1),
        Row(2, NOTE.encode("utf-16"), "text", "b/2.txt"),
        Row(3, {"id": 7, "text": NOTE}, "fields", "7"),
        Row(4, b"[1]"),
        Row(5, None, fault="The line is too long."),
        line(6, text="Gout. " * 40_000),
        Row(7, b"\0\1\2\3\4\5", "text", "c.txt"),
        line(8, id=["x"]),
    ]
    outcome, found = read(*rows, longest=200_000)
    assert outcome.identity.endswith("icd-10-cm-2026-04-01.0")
    assert [each["id"] for each in found] == ["1", "b/2.txt", "7"]
    failed = [json.loads(each) for each in outcome.failed.splitlines()]
    assert [(each["place"], each["id"]) for each in failed] == [
        (4, ""), (5, ""), (6, "6"), (7, "c.txt"), (8, ""),
    ]  # fmt: skip
    assert (outcome.notes, outcome.failures) == (3, 5)


def test_an_error_inside_names_its_place_and_nothing_of_the_note(
    read: Read, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(note: object, _: object) -> dict:
        raise ValueError(f"cannot read {note}")

    monkeypatch.setattr(reading, "engine_of", lambda setup: (broken, "x"))
    outcome, _ = read(line())
    assert b"something went wrong inside" in outcome.failed.lower()
    assert b"Hypertension" not in outcome.failed


def test_a_note_without_an_end_is_stopped_and_the_next_is_read(
    read: Read, monkeypatch: pytest.MonkeyPatch
) -> None:
    def work(note: object, _: object) -> dict:
        while note.id == "1":
            time.sleep(0)
        return {"id": note.id}

    monkeypatch.setattr(reading, "engine_of", lambda setup: (work, "x"))
    outcome, found = read(line(1), line(2), seconds=0.2)
    assert found == [{"id": "2"}]
    assert b"longer than 0.2 s" in outcome.failed


def test_codes_of_a_claim_are_held_against_their_note(read: Read) -> None:
    outcome, found = read(line(1, codes=("I10", "R07.9")), line(2), job="check")
    assert [(each["code"], each["verdict"]) for each in found[0]["findings"]] == [
        ("I10", "supported"), ("R07.9", "contradicted"), ("E11.9", "missing"),
    ]  # fmt: skip
    assert b"no claim" in outcome.failed


def test_risk_groups_that_the_claim_does_not_have(read: Read) -> None:
    _, found = read(line(1), line(2, codes=("E11.9",)), line(3, text="Gout."), job="hcc")
    assert [[gap["hcc_v28"] for gap in each["gaps"]] for each in found] == [["38"], [], []]
    first = found[0]["gaps"][0]
    assert [(code["code"], code["evidence"][0]["text"]) for code in first["codes"]] == [
        ("E11.9", "Type 2 diabetes")
    ]
    assert [each["claimed"] for each in found] == [[], ["38"], []]


def test_one_release_against_itself_changes_nothing_and_an_unknown_one_is_named(read: Read) -> None:
    _, found = read(line(1), job="release", before="2026-04-01", after="2026-04-01")
    assert [found[0][name] for name in ("gone", "new", "revised", "moved")] == [[], [], [], []]
    outcome, _ = read(line(1), job="release", before="1999-10-01", after="2026-04-01")
    assert "no release '1999-10-01'" in outcome.trouble


def test_claims_of_one_id_are_put_together(tmp_path: Path) -> None:
    claims = tmp_path / "claims.csv"
    claims.write_text("codes,ID\nI10; E11.9,1\nJ18.9 I10,1\nM10.9,2\n")
    rows = [line(1), Row(2, {"id": 2, "text": ""}, "fields", "2"), Row(3, b"{"), line(4)]
    found = list(claimed(iter(rows), claims, tmp_path))
    assert [row.claim for row in found] == [("I10", "E11.9", "J18.9"), ("M10.9",), None, None]


@pytest.mark.parametrize("content", ["id,code\n1,I10\n", "", "id,codes\n1\n", None])
def test_claims_that_cannot_be_read_are_a_sentence(content: str | None, tmp_path: Path) -> None:
    claims = tmp_path / "claims.csv"
    if content is not None:
        claims.write_text(content)
    with pytest.raises(InputError, match=r"claims\.csv"):
        list(claimed(iter([line(1)]), claims, tmp_path))
