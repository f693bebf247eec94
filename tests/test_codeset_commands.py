"""`chartside codeset` as a person or a script meets it: a process of its own, on small releases."""

import csv
import io
import json
import os
import subprocess
import sys
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent / "codesets"))
import small_release as small

Run = Callable[..., subprocess.CompletedProcess[bytes]]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Runs `chartside codeset` in a home of its own."""

    def codeset(*arguments: object) -> subprocess.CompletedProcess[bytes]:
        env = os.environ | {"CHARTSIDE_HOME": str(tmp_path / "home")}
        command = [sys.executable, "-m", "chartside.cli", "codeset", *map(str, arguments)]
        done = subprocess.run(command, capture_output=True, timeout=120, env=env)
        assert b"Traceback" not in done.stderr
        return done

    return codeset


@pytest.fixture
def whole(tmp_path: Path) -> Path:
    """A whole release of October 2026 as a zip."""
    path = tmp_path / "2027-code-tables.zip"
    path.write_bytes(small.zipped(small.whole()))
    return path


def said(done: subprocess.CompletedProcess[bytes], status: int) -> str:
    """The one sentence on stderr."""
    lines = done.stderr.decode().splitlines()
    assert (done.returncode, len(lines), done.stdout) == (status, 1, b""), done
    return lines[0]


def shown(done: subprocess.CompletedProcess[bytes]) -> str:
    assert (done.returncode, done.stderr) == (0, b""), done
    return done.stdout.decode()


def test_help_needs_no_manual(run: Run) -> None:
    text = shown(run("--help"))
    for command in ("list", "import", "fetch", "rollback", "changes"):
        assert f"    {command} " in text
        assert shown(run(command, "--help"))
    assert "date of service" in text
    assert "examples:" in shown(run("import", "--help"))


@pytest.mark.parametrize(
    "arguments",
    [["nonsense"], ["import"], ["import", "x", "--effective", "soon"], ["fetch", "--date", "1.4.2026"],
     ["changes", "2026-04-01"], ["list", "--format", "xml"]],
)  # fmt: skip
def test_wrong_use_is_one_sentence(run: Run, arguments: list[str]) -> None:
    assert "--help`" in said(run(*arguments), 2)


def test_a_command_that_names_none_shows_which_there_are(run: Run) -> None:
    done = run()
    assert (done.returncode, done.stdout) == (2, b"")
    assert b"rollback" in done.stderr


def test_list_import_and_rollback(run: Run, whole: Path) -> None:
    assert "ICD-10-CM 2026-04-01" in shown(run("list"))
    text = shown(run("import", whole))
    assert text.startswith("ICD-10-CM 2026-10-01 is in force for encounters from 2026-10-01 on.\n")
    assert "2027-code-tables.zip/icd10cm_tabular_2027.xml" in text
    assert "        69 codes" in text
    assert "1 other file was left out" in text
    assert "if they are of April, import with --effective" in text
    listed = json.loads(shown(run("list", "--format", "json")))["releases"]
    assert [(one["code_set"], one["packaged"]) for one in listed] == [
        ("ICD-10-CM 2026-04-01", True),
        ("ICD-10-CM 2026-10-01", False),
    ]
    assert listed[0]["to"] == "2026-09-30"
    assert listed[1]["counts"]["codes"] == 69
    assert "has all of this already" in shown(run("import", whole))
    assert shown(run("rollback")) == "ICD-10-CM 2026-10-01 is no longer installed.\n"
    assert "No import is there to take back" in said(run("rollback"), 2)
    assert "There is no release '2026-10-01'" in said(run("rollback", "2026-10-01"), 2)


def test_what_is_refused_is_a_sentence(run: Run, tmp_path: Path) -> None:
    assert "There is no file or folder" in said(run("import", tmp_path / "none.zip"), 2)
    broken = tmp_path / "icd10cm_tabular_2027.xml"
    broken.write_bytes(small.tabular()[:5000])
    assert "icd10cm_tabular_2027.xml cannot be read" in said(run("import", broken), 1)


def test_changes_as_table_csv_and_json(run: Run, tmp_path: Path) -> None:
    for day, content in (
        ("2026-10-01", small.tabular()),
        ("2027-04-01", small.tabular(without="C00.9", instead={"A00.1": "New title"})),
    ):
        path = tmp_path / f"tabular-{day}.xml"
        path.write_bytes(content)
        shown(run("import", path))
    text = shown(run("changes", "2026-10-01", "2027-04-01"))
    assert "0 new, 1 revised, 1 deleted." in text
    text = shown(run("changes", "2026-10-01", "2027-04-01", "--format", "csv"))
    rows = [tuple(row.values()) for row in csv.DictReader(io.StringIO(text))]
    assert rows == [
        ("deleted", "C00.9", "Sample condition C00.9", "yes", ""),
        ("revised", "A00.1", "New title", "yes", "Sample condition A00.1"),
    ]
    found = json.loads(shown(run("changes", "2027-04-01", "2026-10-01", "--format", "json")))
    assert found["from"] == "ICD-10-CM 2027-04-01"
    assert [one["change"] for one in found["changes"]] == ["revised", "new"]
    assert "The two releases do not differ." in shown(run("changes", "2026-10-01", "2026-10-01"))
    assert "installed are" in said(run("changes", "2020-10-01", "2026-10-01"), 2)


def test_fetch_says_what_it_needs(run: Run) -> None:
    if find_spec("cms_icd") is None:
        assert "Fetching needs Python 3.12 or newer" in said(run("fetch"), 1)
    else:
        # Nothing is fetched by a test; `tests/codesets/test_fetch.py` fetches without a network.
        assert "Needs Python 3.12 or newer" in shown(run("fetch", "--help"))


def test_lookup_and_code_in_the_release_of_a_day_and_system(run: Run, tmp_path: Path) -> None:
    table = tmp_path / "cpt.csv"
    table.write_text("code,description\n99213,Sample visit of an established patient\n", "utf-8")
    shown(run("import", table, "--effective", "2026-01-01"))
    env = os.environ | {"CHARTSIDE_HOME": str(tmp_path / "home")}

    def chartside(*arguments: str) -> subprocess.CompletedProcess[bytes]:
        command = [sys.executable, "-m", "chartside.cli", *arguments]
        return subprocess.run(command, capture_output=True, timeout=120, env=env)

    assert "99213" in shown(chartside("lookup", "--system", "cpt", "visit"))
    late = chartside("code", "--system", "CPT", "--date", "2027-02-01", "99213")
    assert "Sample visit of an established patient" in late.stdout.decode()
    assert "From 1 January 2027 another release is in force" in late.stderr.decode()
    found = json.loads(shown(chartside("code", "99213", "--system", "CPT", "--format", "json")))
    assert (found["code_set"], found["notices"]) == ("CPT 2026-01-01", [])
    assert "must be ICD-10-CM" in said(chartside("lookup", "--system", "WHO", "x"), 2)
    assert "No release of HCPCS Level II" in said(chartside("lookup", "--system", "HCPCS", "x"), 2)
