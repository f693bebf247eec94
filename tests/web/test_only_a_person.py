"""Nothing finalizes without a person: every route and every command, tried with the token of a script."""

import argparse
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from chartside import cli
from chartside.cli import build_parser
from chartside.settings import Settings

from .calls import get, opened, paired, post
from .test_review_page import entered, send

Headers = dict[str, str]
FINALIZING = {"encounters.finalize", "review.finalize"}
BODY = {"note": {"text": "Gout."}, "text": "Gout.", "kind": "accept", "code": "I10", "id": "all"}
SOURCES = Path(cli.__file__).parent


def commands(parser: argparse.ArgumentParser, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """Every command of the command line."""
    below = [each for each in parser._actions if isinstance(each, argparse._SubParsersAction)]
    if path:
        yield path
    for each in below:
        for name, made in each.choices.items():
            yield from commands(made, (*path, name))


def test_only_two_routes_can_finalize_and_both_refuse_a_script(
    app: Flask, client: FlaskClient, bearer: Headers, settings: Settings
) -> None:
    encounter = opened(client, bearer)
    page = entered(client, bearer)
    tried = set()
    for rule in app.url_map.iter_rules():
        values = {"encounter": encounter, "code": "I10", "entry_id": 1, "form": "json", "what": "confirm"}
        address = rule.rule.replace("/static/<name>", "/static/review.css")
        for name, value in values.items():
            address = address.replace(f"<{name}>", str(value)).replace(f"<int:{name}>", str(value))
        address = address.replace("<any(confirm, withdraw):what>", "confirm")
        assert "<" not in address, address
        for method in rule.methods & {"GET", "POST"}:
            tried.add(rule.endpoint)
            if rule.endpoint in ("review.leave", "encounters.erase", "review.erase"):
                continue
            if rule.endpoint.startswith("review."):
                where = address.removeprefix("/review/")
                answer = send(page, where, id="all") if method == "POST" else page.get(address)
            else:
                sent = BODY if method == "POST" else None
                answer = client.open(address, method=method, headers=bearer, json=sent)
            if rule.endpoint in FINALIZING:
                assert answer.status_code == 409
                assert b"Only a person" in answer.data
            assert get(client, bearer, encounter)["state"] == "open", rule.endpoint
    assert tried > FINALIZING


def test_the_same_two_finalize_for_a_person(client: FlaskClient, settings: Settings) -> None:
    ana = paired(settings, "Ana")
    first, second = opened(client, ana), opened(client, ana)
    assert post(client, ana, f"{first}/finalize").status_code == 200
    page = entered(client, ana)
    assert send(page, f"encounters/{second}/finalize").status_code == 303
    assert {get(client, ana, each)["state"] for each in (first, second)} == {"finalized"}


def test_no_command_finalizes() -> None:
    known = list(commands(build_parser()))
    assert ("serve",) in known
    assert not [path for path in known if any("final" in word or "accept" in word for word in path)]


@pytest.mark.parametrize("method", ["finalize", "reopen"])
def test_nothing_but_the_two_routes_calls_it(method: str) -> None:
    callers = {
        str(file.relative_to(SOURCES))
        for file in SOURCES.rglob("*.py")
        if f".{method}(" in file.read_text(encoding="utf-8")
    }
    assert callers == {"web/encounters.py", "web/review_page.py"}


def test_only_the_record_itself_writes_that_an_encounter_is_final() -> None:
    writers = {
        str(file.relative_to(SOURCES))
        for file in SOURCES.rglob("*.py")
        if '"finalized", coder.id' in file.read_text(encoding="utf-8")
    }
    assert writers == {"review/reviews.py"}
