"""A record of our own for each test, and results as the engine gives them."""

import os
import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from chartside.model import (
    Assertion,
    Evidence,
    Flags,
    Instructions,
    ReasoningStep,
    Result,
    Setting,
    Suggestion,
    Tier,
)
from chartside.review.database import Database
from chartside.review.keyfile import open_vault
from chartside.review.records import Coder, NoteFacts, Versions
from chartside.review.reviews import Reviews

from .postgres import Server
from .serving import Nursery

os.environ["CHARTSIDE_KEYS"] = "file"
ANA, BEN = Coder("ana", "Ana"), Coder("ben", "Ben")
SECRET = "burning sensation when passing water"


def suggestion(code: str, text: str = SECRET, tier: Tier = Tier.SUGGESTED) -> Suggestion:
    evidence = Evidence(10, 10 + len(text), text, "hpi", Assertion.PRESENT)
    step = ReasoningStep("term", f"“{text}” is a curated synonym for {code}.", "clinical usage")
    return Suggestion(
        code, f"Title of {code}", tier, 0.5, (evidence,), (step,), (), Instructions(), Flags(True, False)
    )


def result(*codes: str) -> Result:
    return Result("n", "ICD-10-CM 2026-04-01", Setting.OUTPATIENT, tuple(suggestion(code) for code in codes))


@dataclass
class Record:
    folder: Path
    reviews: Reviews

    @property
    def is_sqlite(self) -> bool:
        return self.database.is_sqlite

    @property
    def database(self) -> Database:
        return self.reviews.database

    def note(self, text: str = "note") -> NoteFacts:
        digest = self.reviews.vault.note_digest(text)
        return NoteFacts("ehr.example", digest, len(text), Setting.OUTPATIENT)

    def opened(self, *codes: str, coder: Coder = ANA) -> str:
        return self.reviews.open(coder, self.note(), result(*codes))


@pytest.fixture(scope="session")
def postgres() -> Iterator[Server]:
    """A real PostgreSQL server."""
    server = Server()
    yield server
    server.stop()


@pytest.fixture(scope="session")
def nursery(home: Path) -> Iterator[Nursery]:
    """Starts real services in a moment."""
    made = Nursery(home)
    yield made
    made.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest) -> str | None:
    """Where the record lies: SQLite in its folder, or a new database of the server."""
    return None if request.param == "sqlite" else request.getfixturevalue("postgres").url()


@pytest.fixture
def make_record(tmp_path: Path, url: str | None) -> Iterator[Callable[[], Record]]:
    """Opens the same record again and again."""
    made: list[Record] = []

    def make() -> Record:
        database = Database(tmp_path / "review", url)
        vault = open_vault(tmp_path / "review", fresh=database.is_empty())
        record = Record(tmp_path / "review", Reviews(database, vault, Versions("0.1.0", "rules", "weights")))
        made.append(record)
        return record

    yield make
    for record in made:
        record.database.close()


@pytest.fixture
def record(make_record: Callable[[], Record]) -> Record:
    made = make_record()
    made.reviews.add_coder(ANA)
    made.reviews.add_coder(BEN)
    return made


@pytest.fixture
def passphrase() -> str:
    return secrets.token_hex(8)
