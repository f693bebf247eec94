"""`chartside check` as a person or a script meets it."""

import csv
import io
import json
from pathlib import Path

import pytest

from chartside.cli import main
from chartside.coding.suggester import Suggester

NOTE = "HPI:\nDenies chest pain.\n\nAssessment and Plan:\n1. Hypertension.\n2. Left knee osteoarthritis.\n"


@pytest.fixture
def note(tmp_path: Path, home: Path, suggester: Suggester, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("CHARTSIDE_HOME", str(home))
    path = tmp_path / "note.txt"
    path.write_text(NOTE, encoding="utf-8")
    return str(path)


def test_a_table_in_plain_sentences(note: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", note, "i10", "R07.9", "M17.11"]) == 0
    shown = " ".join(capsys.readouterr().out.split())
    for words in ("I10 supported", "R07.9 contradicted", "“chest pain” ← Denies", "M17.11 contradicted"):
        assert words in shown
    assert "the coder decides" in shown


def test_json_for_one_note(note: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", note, "M17.12", "--format", "json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert [(each["code"], each["verdict"]) for each in told["findings"]] == [
        ("M17.12", "supported"),
        ("I10", "missing"),
    ]
    quoted = told["findings"][1]["evidence"][0]
    assert NOTE[quoted["start"] : quoted["end"]] == quoted["text"] == "Hypertension"


def test_many_rows_and_a_bad_one(note: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = tmp_path / "rows.jsonl"
    good = {"id": "=1", "text": NOTE, "codes": ["I10", "J18.9"]}
    rows.write_text("\n".join([json.dumps(good), json.dumps({"text": NOTE, "codes": "I10"}), "{"]))
    assert main(["check", "--input", str(rows)]) == 1
    shown = capsys.readouterr()
    assert [each["code"] for each in json.loads(shown.out)["findings"]] == ["I10", "J18.9", "M17.12"]
    assert shown.err.count("\n") == 2
    assert "line 2" in shown.err
    assert main(["check", "--input", str(rows), "--format", "csv"]) == 1
    table = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert [(each["id"], each["verdict"]) for each in table] == [
        ("'=1", "supported"), ("'=1", "not_supported"), ("'=1", "missing"),
    ]  # fmt: skip


@pytest.mark.parametrize("arguments", [[], ["NOTE"], ["NOTE", "I10", "--input", "x"], ["none.txt", "I10"]])
def test_wrong_use_is_one_sentence(
    note: str, arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", *(note if each == "NOTE" else each for each in arguments)]) == 2
    shown = capsys.readouterr()
    assert (shown.out, shown.err.count("\n")) == ("", 1)
