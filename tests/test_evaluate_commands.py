import json
from pathlib import Path

import pytest

from chartside.cli import DONE, MISUSED, main

NOTES = (
    {"id": "1", "text": "ASSESSMENT\n\nHypertension. Continue lisinopril.", "gold": {"adjudicated": ["I10"]}},
    {"id": "2", "text": "ASSESSMENT\n\nGout.", "gold": {"adjudicated": ["M10.9", "Z99.89"]}},
    {"id": "3", "text": "ASSESSMENT\n\nGout.", "gold": {"spans": []}},
)


@pytest.fixture
def notes(tmp_path: Path, home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("CHARTSIDE_HOME", str(home))
    file = tmp_path / "notes.jsonl"
    file.write_text("\n".join(json.dumps(note) for note in NOTES), encoding="utf-8")
    return file


def test_engine_and_upper_bounds_side_by_side(notes: Path, capsys: pytest.CaptureFixture[str]) -> None:
    asked = ["evaluate", str(notes), "--protocol", "collaborative", "--rows", "1,4", "--format", "json"]
    assert main(asked) == DONE
    figures = json.loads(capsys.readouterr().out)["figures"]
    assert [each["name"] for each in figures] == [
        "engine alone, its open list",
        "coder from the list, 1 row read",
        "coder from the list, 4 rows read",
        "coder from the list, all rows read",
    ]
    assert {each["notes"] for each in figures} == {2}
    assert [each["kind"] for each in figures] == ["measured"] + 3 * ["upper bound"]
    assert all(each["low"] <= each["f1"] <= each["high"] for each in figures)
    assert figures[0]["recall"] == pytest.approx(2 / 3)


def test_the_engine_alone_as_a_table(notes: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["evaluate", str(notes)]) == DONE
    shown = capsys.readouterr().out
    assert "engine alone" in shown
    assert "coder from" not in shown


def test_no_record_is_made_by_measuring(notes: Path, home: Path) -> None:
    assert main(["evaluate", str(notes), "--protocol", "collaborative"]) == DONE
    assert not (home / "review").exists()


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('{"id": "1", "text": "Gout."}', "gold"),
        ('{"id": "1", "text": "Gout.", "gold": {"adjudicated": "M10.9"}}', "list"),
        ('{"id": "1", "text": "Gout.", "gold": {"spans": []}}', "No note"),
    ],
)
def test_what_has_no_codes_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], line: str, said: str
) -> None:
    file = tmp_path / "notes.jsonl"
    file.write_text(line, encoding="utf-8")
    assert main(["evaluate", str(file)]) == MISUSED
    answer = capsys.readouterr().err
    assert said in answer
    assert "Gout" not in answer
