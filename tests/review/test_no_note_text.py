"""A whole run of the real service: afterwards no sentence of the note is in any file, log or table.

A sentence counts as found where four words of it in a row are, in any case and spacing, also as JSON, UTF-16
or base64 would write them. The quotations are in the record, sealed; nothing else of the note is.
"""

import base64
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlencode

import pytest
from sqlalchemy import inspect, text

from chartside.coding.suggester import Suggester
from chartside.review.database import Database
from web.test_serve import Serving, pair

NOTE = (
    "HISTORY OF PRESENT ILLNESS\n\nMrs. Wintergreen rows across the foggy lagoon each dawn, and her "
    "brother Barnaby keeps violet parrots. She says the orchard ladder slipped beneath her on Thursday. "
    "Denies any whistling noises inside her chest.\n\nASSESSMENT AND PLAN\n\n"
    "1. Hypertension, measured twice beside the noisy aquarium. Continue lisinopril as the lighthouse "
    "keeper's daughter advised.\n2. Type 2 diabetes mellitus, on insulin from the cerulean cooler box.\n"
    "3. Gout of the toe that danced with Professor Oswald.\n"
)
REASON = "the harbour pilot telephoned about this particular remark"
WORD = re.compile(r"[^\W_]+")
CAPTURED = "Grateful pelicans rehearse unlikely symphonies"


def grams(text: str) -> set[str]:
    """Every four words in a row."""
    words = WORD.findall(text.lower())
    return {" ".join(words[at : at + 4]) for at in range(len(words) - 3)}


def readings(content: bytes) -> Iterator[str]:
    """What a file may say."""
    yield content.decode("utf-8", "replace")
    for start in (0, 1):
        yield content[start:].decode("utf-16-le", "replace")
    for found in re.findall(rb"[A-Za-z0-9+/_-]{40,}", content):
        packed = found.translate(bytes.maketrans(b"-_", b"+/"))
        for start in range(4):
            part = packed[start:]
            yield base64.b64decode(part[: len(part) // 4 * 4]).decode("utf-8", "replace")


def leaks(content: bytes, wanted: set[str]) -> set[str]:
    """The four words in a row of `wanted` that `content` holds."""
    return {gram for text in readings(content) for gram in grams(text) & wanted}


WANTED = grams(NOTE) | grams(REASON) | grams(CAPTURED)


def test_the_search_finds_what_it_looks_for() -> None:
    sentence = "keeps violet PARROTS.\nShe says"
    for content in (
        sentence.encode(),
        b"\0" + sentence.encode("utf-16-le"),
        json.dumps(sentence).replace("\\n", " ").encode(),
        b"x " + base64.b64encode(sentence.encode() * 2),
    ):
        assert leaks(content, WANTED) != set()
    assert leaks(b"violet parrots keeps She says", WANTED) == set()


@pytest.fixture
def service(
    home: Path, suggester: Suggester, url: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Serving]:
    """The real service, all of whose files lie below `tmp_path`."""
    mine, temporary = tmp_path / "home", tmp_path / "tmp"
    for folder in (mine, temporary):
        folder.mkdir()
    for folder in ("codesets", "vocabulary"):
        (mine / folder).symlink_to(home / folder, target_is_directory=True)
    monkeypatch.setenv("TMPDIR", str(temporary))
    if url:
        monkeypatch.setenv("CHARTSIDE_DATABASE_URL", url)
    made = Serving(mine)
    yield made
    made.stop()


def coded(service: Serving, headers: dict[str, str], mode: str) -> str:
    """One encounter from the note to the end; its identifier."""

    def post(path: str, expected: int = 200, **body: object) -> dict:
        status, answer, _ = service.send("POST", f"/v1/{path}", body, headers)
        assert status == expected, (path, answer)
        return answer

    def quote(words: str, **more: object) -> dict:
        start = NOTE.index(words)
        return {"start": start, "end": start + len(words), "text": words, **more}

    note = {"id": "n", "text": NOTE}
    name = post("encounters", note=note, page="ehr.example", mode=mode)["encounter"]
    here = f"encounters/{name}"
    long = quote("Gout of the toe that danced with Professor Oswald", section="assessment_plan")
    post(
        f"{here}/decisions",
        kind="accept",
        code="I10",
        evidence=[quote("Hypertension, measured twice beside")],
    )
    post(f"{here}/decisions", kind="add", code="M10.9", evidence=[long], reason_text=REASON)
    post(f"{here}/decisions", kind="reject", code="Z79.4", reason="other", reason_text=REASON)
    post(f"{here}/decisions", kind="change", code="E11.65", from_code="E11.9", evidence=[long])
    post(f"{here}/undo")
    post(f"{here}/activity", seconds=1)
    post(f"{here}/decisions", 400, kind="add", code=CAPTURED)
    post(
        f"{here}/decisions",
        400,
        kind="add",
        code="I10",
        evidence=[{"start": CAPTURED, "end": 0, "text": NOTE}],
    )
    post(f"{here}/decisions", 400, kind="add", code="I10", reason=CAPTURED)
    post(f"{here}/read", note={"text": NOTE + CAPTURED + "."})
    if mode != "assisted":
        post(f"{here}/reveal")
    post("encounters", 400, note={"text": NOTE, "date": CAPTURED})
    post("encounters", 400, note=note, page=NOTE)
    post("encounters/find", note=note, page="ehr.example")
    post("check", note=note, codes=["I10", "E11.9", "S52.501A"])
    post("suggest", **note)
    post(f"{here}/finalize")
    for form in ("json", "html", "csv", "fhir", "pdf"):
        assert fetched(service.port, f"/v1/{here}/report.{form}", headers) == 200
    for path in (here, "encounters", "statistics", "learned", "synonyms"):
        assert service.send("GET", f"/v1/{path}", None, headers)[0] == 200
    kept = service.send("GET", f"/v1/{here}", None, headers)[1]
    assert {REASON, long["text"]} <= set(texts(kept))
    assert service.send("GET", f"/v1/encounters?{urlencode({'coder': CAPTURED})}", None, headers)[0] == 404
    assert service.send("POST", f"/v1/{here}/decisions", NOTE.encode(), headers)[0] == 400
    link = post("review-link")["url"]
    _, _, given = service.send("GET", link[link.index("/review") :])
    session = {"Cookie": given["set-cookie"].partition(";")[0]}
    for path in ("", "/statistics", "/learned", f"/encounters/{name}"):
        assert service.send("GET", f"/review{path}", None, session)[0] == 200
    return name


def texts(told: object) -> Iterator[str]:
    """Every text within a JSON value."""
    if isinstance(told, str):
        yield told
    elif isinstance(told, list | dict):
        for part in told.values() if isinstance(told, dict) else told:
            yield from texts(part)


def fetched(port: int, path: str, headers: dict[str, str]) -> int:
    """The status of an answer that may be no text."""
    with closing(HTTPConnection("127.0.0.1", port, timeout=60)) as connection:
        connection.request("GET", path, headers=headers)
        answer = connection.getresponse()
        answer.read()
        return answer.status


def tables(home: Path, url: str | None) -> bytes:
    """Every value of every table, as text."""
    with closing(Database(home / "review", url)) as database, database.read() as connection:
        told = [
            repr(value)
            for name in inspect(connection).get_table_names()
            for row in connection.execute(text(f'SELECT * FROM "{name}"'))
            for value in row
        ]
    assert len(told) > 200
    return "\n".join(told).encode()


def test_a_whole_run_leaves_no_sentence_of_the_note(
    service: Serving, url: str | None, tmp_path: Path
) -> None:
    headers = pair(service)
    names = [coded(service, headers, mode) for mode in ("assisted", "first_pass", "training")]
    for command in (
        ["audit", "verify"],
        ["audit", "list"],
        ["check", "-", "I10", "E11.9"],
        ["audit", "anchor"],
    ):
        done = subprocess.run(
            [sys.executable, "-m", "chartside.cli", *command],
            input=NOTE,
            env=os.environ | {"CHARTSIDE_HOME": str(service.home)},
            capture_output=True,
            text=True,
            timeout=120,
        )
        assert done.returncode == 0, done.stderr
        assert leaks(done.stderr.encode(), WANTED) == set()
    files = searched(tmp_path, service, url)
    assert any(path.name == "tokens.json" for path in files)
    if url is None:
        assert {"review.sqlite3", "review.sqlite3-wal", "review.sqlite3-shm"} <= {path.name for path in files}
    assert service.send("POST", f"/v1/encounters/{names[0]}/erase", {}, headers)[0] == 200
    searched(tmp_path, service, url)
    assert service.stop() == 0
    searched(tmp_path, service, url)


def searched(folder: Path, service: Serving, url: str | None) -> list[Path]:
    """The files that there are; none of them, no table and no line of the service holds the note."""
    files = [path for path in folder.rglob("*") if path.is_file() and not path.is_symlink()]
    for path in files:
        assert leaks(path.read_bytes(), WANTED) == set(), path.name
    assert leaks(service.printed.encode(), WANTED) == set()
    assert leaks(tables(service.home, url), WANTED) == set()
    return files
