"""Assertions of given spans, lookup and code, as a script or a person meets them."""

import json
import re

import pytest

from cli_process import Run, said


def test_assertions_of_given_spans(run: Run) -> None:
    spans = [
        {"id": "1", "text": "Denies fever.", "start": 7, "end": 12},
        {"id": 2, "text": "😀 Has asthma.", "start": 6, "end": 12},
        {"id": "3", "text": "x", "start": 0, "end": 9},
    ]
    done = run("assertions", "--input", "-", stdin="\n".join(map(json.dumps, spans)).encode())
    first, second = map(json.loads, done.stdout.decode().splitlines())
    assert list(first) == ["id", "assertion", "cues"]
    assert (first["id"], first["assertion"], first["cues"][0]["text"]) == ("1", "negated", "Denies")
    assert (second["id"], second["assertion"]) == ("2", "present")
    assert done.returncode == 1
    assert "line 3: `start` and `end`" in done.stderr.decode()


def test_lookup(run: Run) -> None:
    shown = run("lookup", "diabetic", "kidney", "disease").stdout.decode()
    assert re.search(r"E11\.2[0-9] +Type 2 diabetes .*yes", shown)
    found = json.loads(run("lookup", "--format", "json", "--limit", "3", "gout").stdout)
    assert len(found["results"]) == 3
    nothing = run("lookup", "qqqxyzzy")
    assert nothing.returncode == 0
    assert "No code found" in nothing.stdout.decode()


def test_code(run: Run) -> None:
    shown = run("code", "e1122").stdout.decode()
    assert "E11.22  Type 2 diabetes mellitus with diabetic chronic kidney disease  billable" in shown
    assert "Use additional code" in shown
    assert "(from E11)" in shown
    assert "CMS-HCC V28 37  Diabetes with Chronic Complications" in shown
    assert "(drgpy " in shown
    assert json.loads(run("code", "E11.22", "--format", "json").stdout)["code"] == "E11.22"
    assert "not billable" in run("code", "S83.2").stdout.decode()


@pytest.mark.parametrize("code", ["Z99.999", "nothing", "", "x" * 300])
def test_an_unknown_code_is_a_sentence(run: Run, code: str) -> None:
    assert "look it up by its words instead" in said(run("code", code), 2)
