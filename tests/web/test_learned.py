"""The service suggests with what was learned, and never waits for the record."""

import threading
from contextlib import contextmanager
from time import monotonic

import pytest
from flask.testing import FlaskClient

from chartside.errors import StoreError
from chartside.review.database import Database
from chartside.settings import Settings
from chartside.web import lessons

from .calls import Headers, opened, paired, post

BACK = "Assessment:\n1. Low back pain. Physical therapy.\n2. Type 2 diabetes mellitus, on insulin.\n"


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """However busy the computer is that tests."""
    monkeypatch.setattr(lessons, "PATIENCE", 60.0)


def suggested(client: FlaskClient, headers: Headers, text: str = BACK) -> dict[str, dict]:
    answer = client.post("/v1/suggest", json={"text": text}, headers=headers)
    assert answer.status_code == 200
    return {each["code"]: each for each in answer.get_json()["suggestions"]}


def learned_of(found: dict[str, dict], code: str) -> str:
    return " ".join(step["text"] for step in found[code]["reasoning"] if step["step"] == "learned")


def change(client: FlaskClient, headers: Headers, times: int = 5) -> None:
    for _ in range(times):
        encounter = opened(client, headers, note={"text": BACK})
        made = post(
            client, headers, f"{encounter}/decisions", kind="change", code="M54.59", from_code="M54.50"
        )
        assert made.status_code == 200
        post(client, headers, f"{encounter}/finalize")


def test_a_change_that_is_made_again_and_again_is_offered_and_says_why(
    client: FlaskClient, settings: Settings, ana: Headers
) -> None:
    ben = paired(settings, "Ben")
    before = suggested(client, ana)
    assert "M54.59" not in before
    change(client, ana)
    after = suggested(client, ana)
    assert "M54.59" in learned_of(after, "M54.59")
    assert "5 of 5" in learned_of(after, "M54.59")
    assert after["M54.50"]["confidence"] < before["M54.50"]["confidence"]
    codes = list(after)
    assert codes.index("M54.59") < codes.index("M54.50")
    answer = client.post("/v1/encounters", json={"note": {"text": BACK}}, headers=ana).get_json()
    assert {each["code"]: each for each in answer["result"]["suggestions"]} == after
    assert suggested(client, ben) == before
    client.post("/v1/learned/revert", json={"id": "all"}, headers=ana)
    assert suggested(client, ana) == before


def test_a_record_that_does_not_answer_does_not_hold_suggestions_up(
    client: FlaskClient, ana: Headers, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = suggested(client, ana)
    change(client, ana)
    moved = suggested(client, ana)
    assert moved != plain
    answering = threading.Event()
    real = Database.read

    @contextmanager
    def waits(database: Database):
        assert answering.wait(60)
        with real(database) as connection:
            yield connection

    monkeypatch.setattr(lessons, "PATIENCE", 0.01)
    monkeypatch.setattr(Database, "read", waits)
    assert suggested(client, ana) == plain
    answering.set()
    monkeypatch.setattr(Database, "read", real)
    monkeypatch.setattr(lessons, "PATIENCE", 60.0)
    # The reading that was held up is still the one that is waited for, until it ends.
    end = monotonic() + 60
    while suggested(client, ana) != moved:
        assert monotonic() < end


def test_a_record_in_trouble_leaves_plain_suggestions(
    client: FlaskClient, ana: Headers, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = suggested(client, ana)
    change(client, ana)

    def broken(database: Database):
        raise StoreError("Nothing was written to the record: another program has locked it.")

    with monkeypatch.context() as patch:
        patch.setattr(Database, "read", broken)
        assert suggested(client, ana) == plain
    assert suggested(client, ana) != plain


def add(client: FlaskClient, headers: Headers, quote: str, code: str, **more: object) -> None:
    text = f"Assessment:\n1. {quote}. Continue walking.\n"
    encounter = opened(client, headers, note={"text": text}, **more)
    start = text.index(quote)
    evidence = [{"start": start, "end": start + len(quote), "text": quote}]
    made = post(client, headers, f"{encounter}/decisions", kind="add", code=code, evidence=evidence)
    assert made.status_code == 200


def synonyms(client: FlaskClient, headers: Headers) -> list[dict]:
    return client.get("/v1/synonyms", headers=headers).get_json()["synonyms"]


def settle(client: FlaskClient, headers: Headers, what: str, name: str) -> None:
    answer = client.post(f"/v1/synonyms/{what}", json={"id": name}, headers=headers)
    assert answer.status_code == 200


def test_a_term_is_proposed_then_confirmed_then_used_then_withdrawn(
    client: FlaskClient, settings: Settings, ana: Headers
) -> None:
    ben, eva = paired(settings, "Ben"), paired(settings, "Eva")
    term, text = "Rheumatic tenderness", "Assessment:\n1. Rheumatic tenderness. Continue walking.\n"
    plain = suggested(client, ana, text)
    assert "M79.7" not in plain
    add(client, ana, term, "M79.7")
    (proposed,) = synonyms(client, ana)
    assert (proposed["term"], proposed["code"], proposed["state"]) == (
        "rheumatic tenderness",
        "M79.7",
        "proposed",
    )
    assert suggested(client, ana, text) == plain
    settle(client, ana, "confirm", proposed["id"])
    used = suggested(client, ana, text)["M79.7"]
    assert (used["evidence"][0]["text"], used["tier"]) == (term, "suggested")
    assert "confirmed here as a term for M79.7" in used["reasoning"][0]["text"]
    assert " by Ana, " in used["reasoning"][0]["text"]
    assert "M79.7" not in suggested(client, ana, "Assessment:\n1. No rheumatic tenderness. Gout.\n")
    assert suggested(client, ben, text) == plain
    settle(client, eva, "confirm", proposed["id"])
    assert "M79.7" in suggested(client, ben, text)
    settle(client, ben, "withdraw", proposed["id"])
    assert suggested(client, ana, text) == plain


@pytest.mark.parametrize(
    ("quote", "code"),
    [
        ("Mr Quetzalcoatl", "M79.7"),
        ("Seen 2026", "M79.7"),
        ("Gout", "M10.9"),
        ("Pain of the back of the left knee and of the right", "M79.7"),
    ],
)
def test_what_holds_a_name_or_a_number_or_is_known_is_never_proposed(
    client: FlaskClient, ana: Headers, quote: str, code: str
) -> None:
    add(client, ana, quote, code)
    assert synonyms(client, ana) == []


def test_training_and_scripts_propose_nothing(client: FlaskClient, ana: Headers, bearer: Headers) -> None:
    add(client, ana, "Rheumatic tenderness", "M79.7", mode="training")
    add(client, bearer, "Rheumatic tenderness", "M79.7")
    assert synonyms(client, ana) == []


def test_the_review_page_asks_each_coder(client: FlaskClient, ana: Headers, page: FlaskClient) -> None:
    add(client, ana, "Rheumatic tenderness", "M79.7")
    shown = page.get("/review/learned").get_data(as_text=True)
    assert "Confirm rheumatic tenderness for M79.7" in shown
    (proposed,) = synonyms(client, ana)
    settle(client, ana, "confirm", proposed["id"])
    shown = page.get("/review/learned").get_data(as_text=True)
    assert "confirmed, used for you" in shown
    assert "Confirm rheumatic tenderness" not in shown
