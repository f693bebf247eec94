"""Audit reports in every form, from the record of one review."""

import csv
import io
import json
import re
from dataclasses import replace

import pytest

from chartside.errors import InputError, NotFoundError
from chartside.review.export import FORMS, export
from chartside.review.records import Decision, DecisionKind, Quote, RejectReason
from chartside.review.verify import verify

from .conftest import ANA, SECRET, Record, result

ACCEPT, CHANGE, REJECT, ADD = DecisionKind
HOSTILE = '=HYPERLINK("http://x")<script>alert(1)</script> & "ü ≥ 5 年'


@pytest.fixture
def reviewed(record: Record) -> str:
    """An encounter with one decision of each kind, read twice, finalized."""
    reviews = record.reviews
    encounter = record.opened("E11.9", "I10", "R50.9", "N30.00", "J45.909")
    reviews.decide(ANA, encounter, Decision(ACCEPT, "E11.9", active_seconds=4))
    reviews.decide(ANA, encounter, Decision(REJECT, "J45.909", reason=RejectReason.UNRELATED))
    reviews.undo(ANA, encounter)
    why = Decision(REJECT, "R50.9", reason=RejectReason.OTHER, reason_text=HOSTILE)
    reviews.decide(ANA, encounter, why)
    reviews.decide(ANA, encounter, Decision(CHANGE, "I11.9", from_code="I10"))
    reviews.read_again(ANA, encounter, record.note("longer"), result("E11.9", "N30.00", "J45.909"))
    added = Decision(ADD, "Z79.4", quotes=(Quote(3, 9, f"insulin {HOSTILE}", "plan"),), active_seconds=95)
    reviews.decide(ANA, encounter, added)
    reviews.finalize(ANA, encounter)
    return encounter


def made(record: Record, encounter: str, form: str) -> bytes:
    return export(record.reviews, encounter, form, ANA, lambda code: f"Known title of {code}")


def test_json_says_who_decided_what_when_and_why(record: Record, reviewed: str) -> None:
    told = json.loads(made(record, reviewed, "json"))
    assert [(each["code"], each["how"], each["other"]) for each in told["codes"]] == [
        ("E11.9", "accept", None),
        ("I11.9", "change", "I10"),
        ("Z79.4", "add", None),
    ]
    accepted, changed, added = told["codes"]
    assert accepted["coder"]["name"] == "Ana"
    assert accepted["quotes"][0] | {"cues": []} == {
        "start": 10, "end": 10 + len(SECRET), "text": SECRET, "section": "hpi", "assertion": "present",
        "cues": [],
    }  # fmt: skip
    assert SECRET in accepted["shown"]["reasoning"][0]["text"]
    assert changed["quotes"][0]["text"] == SECRET
    assert changed["shown"]["description"] == "Known title of I11.9"
    assert added["quotes"][0]["text"].startswith("insulin")
    assert [(each["code"], each["other"], each["reason"]) for each in told["rejected"]] == [
        ("R50.9", None, "other"),
        ("I10", "I11.9", None),
    ]
    assert told["rejected"][0]["reason_text"] == HOSTILE
    # Turned down while it was on screen: the first reading, not the last one, says why it was offered.
    assert told["rejected"][1]["shown"]["description"] == "Title of I10"
    assert [each["code"] for each in told["undecided"]] == ["N30.00", "J45.909"]
    assert [line["kind"] for line in told["ledger"]] == (
        "opened decided decided undone decided decided read_again decided finalized".split()
    )
    assert told["events_good"]
    assert told["encounter"]["versions"] == {"engine": "0.1.0", "rules": "rules", "weights": "weights"}
    assert told["encounter"]["active_seconds"] == 95
    assert accepted["hash"] == told["ledger"][1]["hash"]


def test_every_export_is_an_event_and_the_chain_verifies(record: Record, reviewed: str) -> None:
    for form in FORMS:
        assert made(record, reviewed, form)
    told = json.loads(made(record, reviewed, "json"))
    assert [line["text"] for line in told["ledger"][-5:]] == [f"exported as {form}" for form in FORMS]
    with record.database.read() as connection:
        assert verify(connection, record.reviews.vault).ok


def test_csv_runs_nothing(record: Record, reviewed: str) -> None:
    rows = list(csv.DictReader(io.StringIO(made(record, reviewed, "csv").decode("utf-8-sig"))))
    assert [(row["list"], row["code"]) for row in rows] == [
        ("coded", "E11.9"), ("coded", "I11.9"), ("coded", "Z79.4"), ("rejected", "R50.9"),
        ("rejected", "I10"), ("not_decided", "N30.00"), ("not_decided", "J45.909"),
    ]  # fmt: skip
    assert rows[3]["reason_text"] == f"'{HOSTILE}"
    assert not [cell for row in rows for cell in row.values() if cell.startswith(("=", "+", "-", "@"))]


def test_html_is_one_page_that_runs_nothing(record: Record, reviewed: str) -> None:
    page = made(record, reviewed, "html").decode()
    assert "<script" not in page.lower()
    assert "&lt;script&gt;" in page
    assert not re.search(r"(?:src|href)=|url\(|@import|\son\w+=", page.split("</style>")[1])
    for words in ("finalized by Ana", SECRET, "Known title of Z79.4", "in favour of", "took back"):
        assert words in page


def test_pdf_holds_its_fonts(record: Record, reviewed: str) -> None:
    page = made(record, reviewed, "pdf")
    assert page.startswith(b"%PDF-")
    assert b"/FontFile2" in page
    assert b"/JavaScript" not in page


def test_pdf_takes_a_code_that_a_long_note_names_again_and_again(record: Record) -> None:
    told = result("I10", "R50.9")
    named = tuple(replace(each, evidence=each.evidence * 200) for each in told.suggestions)
    encounter = record.reviews.open(ANA, record.note(), replace(told, suggestions=named))
    record.reviews.decide(ANA, encounter, Decision(ACCEPT, "I10"))
    wide = Quote(3, 4003, "WWW " * 1000, "plan")
    record.reviews.decide(ANA, encounter, Decision(ADD, "Z79.4", quotes=(wide,), reason_text="WWW " * 500))
    assert made(record, encounter, "pdf").startswith(b"%PDF-")


def test_fhir_is_valid_and_names_the_coder(record: Record, reviewed: str) -> None:
    from fhir.resources.R4B.bundle import Bundle

    written = made(record, reviewed, "fhir")
    read = Bundle.model_validate_json(written)
    assert (read.model_dump_json(indent=1) + "\n").encode() == written
    told = [entry["resource"] for entry in json.loads(written)["entry"]]
    conditions = [each for each in told if each["resourceType"] == "Condition"]
    assert [each["code"]["coding"][0]["code"] for each in conditions] == ["E11.9", "I11.9", "Z79.4"]
    assert {each["code"]["coding"][0]["system"] for each in conditions} == {
        "http://hl7.org/fhir/sid/icd-10-cm"
    }
    assert SECRET in conditions[0]["note"][0]["text"]
    known = {entry["fullUrl"] for entry in json.loads(written)["entry"]}
    for each in (each for each in told if each["resourceType"] == "Provenance"):
        assert each["target"][0]["reference"] in known
        assert each["agent"][0]["who"]["reference"] in known
        assert each["agent"][0]["who"]["display"] == "Ana"
    encounter = next(each for each in told if each["resourceType"] == "Encounter")
    assert {each["condition"]["reference"] for each in encounter["diagnosis"]} <= known


@pytest.mark.parametrize("form", FORMS)
def test_an_erased_encounter_keeps_its_decisions_and_no_words(
    record: Record, reviewed: str, form: str
) -> None:
    record.reviews.erase(ANA, [reviewed])
    page = made(record, reviewed, form)
    assert b"E11.9" in page or form == "pdf"
    assert SECRET.encode() not in page


@pytest.mark.parametrize("form", FORMS)
def test_an_encounter_without_a_decision_has_a_report(record: Record, form: str) -> None:
    assert made(record, record.opened(), form)


def test_what_is_not_there_is_refused_and_leaves_no_event(record: Record, reviewed: str) -> None:
    with pytest.raises(InputError, match="json, csv, html, pdf, fhir"):
        export(record.reviews, reviewed, "xml", ANA)
    with pytest.raises(NotFoundError):
        export(record.reviews, "no-such", "json", ANA)
    told = json.loads(made(record, reviewed, "json"))
    assert told["ledger"][-1]["kind"] == "finalized"


def test_an_event_that_was_changed_is_told(record: Record, reviewed: str) -> None:
    with record.database.write() as connection:
        connection.exec_driver_sql("UPDATE event SET actor = 'ben' WHERE kind = 'finalized'")
    told = json.loads(made(record, reviewed, "json"))
    assert not told["events_good"]
    assert [line["kind"] for line in told["ledger"] if not line["good"]] == ["finalized"]
    assert b"does not match its hash" in made(record, reviewed, "html")
