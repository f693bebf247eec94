import json
from pathlib import Path

import pytest

from chartside.cli import DONE, FAILED, MISUSED, main
from chartside.model import Assertion, Evidence, Flags, Instructions, Result, Setting, Suggestion, Tier
from chartside.review.learning import Learned
from chartside.review.opening import reviews_of
from chartside.review.records import Coder, Decision, DecisionKind, NoteFacts

ANA = Coder("ana", "Ana")


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder whose record holds ten decisions for one code and a proposed term."""
    monkeypatch.setenv("CHARTSIDE_HOME", str(tmp_path))
    monkeypatch.setenv("CHARTSIDE_KEYS", "file")
    monkeypatch.delenv("CHARTSIDE_DATABASE_URL", raising=False)
    evidence = (Evidence(0, 4, "Gout", "hpi", Assertion.PRESENT),)
    shown = Suggestion(
        "M10.9", "Gout, unspecified", Tier.POSSIBLE, 0.2, evidence, (), (), Instructions(), Flags(True, True),
        basis=("hpi", 0.2),
    )  # fmt: skip
    with reviews_of(tmp_path) as reviews:
        reviews.add_coder(ANA)
        for _ in range(10):
            facts = NoteFacts("ehr.example", "d", 4, Setting.OUTPATIENT)
            encounter = reviews.open(ANA, facts, Result("", "x", Setting.OUTPATIENT, (shown,)))
            reviews.decide(ANA, encounter, Decision(DecisionKind.ACCEPT, "M10.9"))
        assert Learned().synonyms.propose(reviews, ANA, ("sugar", "sickness"), "E11.9")
    return tmp_path


def test_what_was_learned_is_listed_and_taken_back(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["learn", "list", "--format", "json"]) == DONE
    names = [each["id"] for each in json.loads(capsys.readouterr().out)]
    assert "code:M10.9:ana" in names
    assert main(["learn", "list", "--coder", "Ana"]) == DONE
    assert "10 of 10 times" in " ".join(capsys.readouterr().out.split())
    assert main(["learn", "revert", "code:M10.9:ana"]) == DONE
    assert main(["learn", "revert", "--all", "--coder", "Ana"]) == DONE
    capsys.readouterr()
    assert main(["learn", "list"]) == DONE
    assert "Nothing was learned" in capsys.readouterr().out


def test_terms_are_confirmed_and_withdrawn(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for command, state in (("confirm", "confirmed"), ("withdraw", "withdrawn")):
        assert main(["learn", command, "sugar-sickness=E11.9"]) == DONE
        capsys.readouterr()
        assert main(["learn", "synonyms", "--format", "json"]) == DONE
        assert [each["state"] for each in json.loads(capsys.readouterr().out)] == [state]


def test_wrong_use_is_told(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["learn", "revert", "code:I10:ana"]) in (FAILED, MISUSED)
    assert main(["learn", "confirm", "nothing=I10"]) in (FAILED, MISUSED)
    assert main(["learn", "revert", "code:I10:ana", "--coder", "Ana"]) == MISUSED
    assert main(["learn", "list", "--coder", "nobody"]) in (FAILED, MISUSED)
    assert capsys.readouterr().err.count("chartside: ") == 4
