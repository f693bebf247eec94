"""`chartside audit` as a person or a script meets it."""

import csv
import io
import json
import sqlite3
import stat
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from chartside.cli import main
from chartside.review.database import FILE
from chartside.review.opening import open_reviews, reviews_of
from chartside.review.records import Coder, Decision, DecisionKind, NoteFacts, Quote, RejectReason
from chartside.review.retention import retain
from chartside.review.reviews import Reviews
from review.conftest import SECRET, result

ANA = Coder("ana", "Ana")


@dataclass
class Answer:
    status: int
    out: str
    err: str


Run = Callable[..., Answer]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("CHARTSIDE_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("CHARTSIDE_PASSPHRASE", "correct horse battery")
    monkeypatch.setattr("chartside.audit_commands.titles", lambda settings: lambda code: f"Title of {code}")
    return tmp_path / "home"


@pytest.fixture
def run(folder: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    def audit(*arguments: object) -> Answer:
        capsys.readouterr()
        status = main(["audit", *map(str, arguments)])
        return Answer(status, *capsys.readouterr())

    return audit


@pytest.fixture
def encounter(folder: Path) -> str:
    """An encounter of a record in which there is one more."""
    with reviews_of(folder) as reviews:
        reviews.add_coder(ANA)
        opened(reviews)
        made = opened(reviews, "E11.9", "R50.9")
        reviews.decide(ANA, made, Decision(DecisionKind.ACCEPT, "E11.9"))
        why = Decision(DecisionKind.REJECT, "R50.9", reason=RejectReason.INTEGRAL, reason_text="\x1b[31mred")
        reviews.decide(ANA, made, why)
        reviews.decide(ANA, made, Decision(DecisionKind.ADD, "Z79.4", quotes=(Quote(1, 8, "insulin"),)))
        reviews.finalize(ANA, made)
    return made


def opened(reviews: Reviews, *codes: str) -> str:
    note = NoteFacts("ehr.example", reviews.vault.note_digest("n"), 1, result().setting)
    return reviews.open(ANA, note, result(*codes))


def test_list_and_show(run: Run, encounter: str) -> None:
    listed = run("list").out
    assert encounter[:8] in listed
    assert "E11.9, Z79.4" in listed
    assert [
        each["id"] for each in json.loads(run("list", "--state", "finalized", "--format", "json").out)
    ] == [encounter]
    assert len(json.loads(run("list", "--coder", "Ana", "--format", "json").out)) == 2
    assert run("list", "--coder", "Nobody").status == 2
    shown = run("show", encounter[:8]).out
    for words in ("E11.9", "added", "insulin", "part of another diagnosis", "finalized with E11.9, Z79.4"):
        assert words in " ".join(shown.split())
    assert "\x1b" not in shown


def test_an_empty_record_is_no_filter_that_finds_nothing(run: Run) -> None:
    assert run("list").out == "The record holds no encounter yet.\n"
    assert run("list", "--state", "open").out == "The record holds no such encounter.\n"


@pytest.mark.parametrize("name", ["ffffffff", "%", "", "x' OR 1=1"])
def test_what_is_no_encounter_is_told(run: Run, encounter: str, name: str) -> None:
    answer = run("show", name)
    assert (answer.status, answer.out, answer.err.count("\n")) == (2, "", 1)


def test_report_to_a_file_and_to_a_pipe(run: Run, encounter: str, tmp_path: Path) -> None:
    path = tmp_path / "report.html"
    assert run("report", encounter, "-o", path).status == 0
    assert SECRET in path.read_text(encoding="utf-8")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    rows = list(csv.DictReader(io.StringIO(run("report", encounter, "--form", "csv").out.lstrip("\ufeff"))))
    assert rows[1]["description"] == "Title of Z79.4"
    told = json.loads(run("report", encounter, "--form", "json").out)
    assert [line["kind"] for line in told["ledger"]][-2:] == ["exported", "exported"]
    assert run("report", encounter, "-o", tmp_path / "none" / "report.html").status == 2
    assert run("verify").status == 0


def test_verify_says_what_was_changed(run: Run, folder: Path, encounter: str) -> None:
    whole = run("verify")
    assert whole.status == 0
    assert "The record is whole" in whole.out
    with sqlite3.connect(folder / "review" / FILE) as connection:
        connection.execute("UPDATE decision SET code = 'E11.8' WHERE code = 'E11.9'")
    connection.close()
    changed = run("verify")
    assert changed.status == 1
    assert "decision" in changed.out
    assert "not whole" in changed.out


def test_an_anchor_finds_a_record_that_was_put_back(
    run: Run, folder: Path, encounter: str, tmp_path: Path
) -> None:
    database, anchor = folder / "review" / FILE, tmp_path / "anchor.json"
    before = database.read_bytes()
    with reviews_of(folder) as reviews:
        opened(reviews, "I10")
    assert run("anchor", "-o", anchor).status == 0
    there = run("verify", "--anchor", anchor)
    assert there.status == 0
    assert json.loads(anchor.read_text())["public_key"] in there.out
    for left in (folder / "review").glob(f"{FILE}-*"):
        left.unlink()
    database.write_bytes(before)
    assert run("verify").status == 0
    answer = run("verify", "--anchor", anchor)
    assert answer.status == 1
    assert "cut or written anew" in answer.out
    anchor.write_text("{}")
    assert run("verify", "--anchor", anchor).status == 2
    assert run("verify", "--anchor", tmp_path / "none").status == 2


def test_erase_asks_first(run: Run, folder: Path, encounter: str) -> None:
    assert run("erase", encounter).status == 2
    assert SECRET in run("report", encounter, "--form", "json").out
    assert run("erase", encounter, "--yes").status == 0
    assert "erased before" in run("erase", encounter, "--yes").out
    assert SECRET not in run("report", encounter, "--form", "json").out
    assert run("verify").status == 0


def test_retain_erases_what_is_older(run: Run, folder: Path, encounter: str) -> None:
    assert "0 encounters" in run("retain", "--days", 1).out
    with reviews_of(folder) as reviews:
        later = datetime.now(UTC) + timedelta(days=30, seconds=5)
        assert retain(reviews, ANA, 31, later) == 0
        assert retain(reviews, ANA, 30, later) == 2
    assert run("verify").status == 0
    assert {each["state"] for each in json.loads(run("list", "--format", "json").out)} == {"erased"}


def test_keys_go_out_and_come_back(
    run: Run, folder: Path, encounter: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = tmp_path / "keys.chartside"
    assert run("key", "export", "-o", copy).status == 0
    (folder / "review" / "keys.json").unlink()
    missing = run("verify")
    assert missing.status == 1
    assert "chartside audit key import" in missing.err
    monkeypatch.setenv("CHARTSIDE_PASSPHRASE", "another one")
    assert run("key", "import", copy).status == 1
    monkeypatch.setenv("CHARTSIDE_PASSPHRASE", "correct horse battery")
    assert run("key", "import", copy).status == 0
    assert run("verify").status == 0
    rotated = run("key", "rotate")
    assert rotated.status == 0
    current = json.loads((folder / "review" / "keys.json").read_text())["current"]
    # An export of before brings no key back over the new one.
    assert run("key", "import", copy).status == 0
    assert run("verify").status == 0
    assert json.loads((folder / "review" / "keys.json").read_text())["current"] == current
    assert SECRET in run("report", encounter, "--form", "json").out


def test_keys_of_another_record_are_refused(run: Run, folder: Path, encounter: str, tmp_path: Path) -> None:
    other = open_reviews(tmp_path / "other")
    from chartside.review.keyfile import export_keys

    copy = tmp_path / "keys.chartside"
    copy.write_text(export_keys(other.vault.keys(), "correct horse battery"))
    other.database.close()
    answer = run("key", "import", copy)
    assert (answer.status, "another record" in answer.err) == (1, True)
    assert run("verify").status == 0


def test_a_short_passphrase_is_refused(
    run: Run, encounter: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CHARTSIDE_PASSPHRASE", "short")
    assert run("key", "export", "-o", tmp_path / "keys").status == 2
    assert not (tmp_path / "keys").exists()


def test_nobody_finalizes_from_a_terminal(run: Run, encounter: str) -> None:
    with pytest.raises(SystemExit) as stopped:
        run("finalize", encounter)
    assert stopped.value.code == 2
