"""The audit of what is installed: a hole that is known is found, and silence is never called all good."""

import json
import zipfile
from pathlib import Path

import pytest

import audit
from _advisories import look, semver
from _locks import Pinned

FLASK = Pinned("PyPI", "flask", "3.1.3")
DRAFT = Pinned("npm", "@scope/draft", "1.10.0-beta.2")


def advisory(
    name: str = "Flask", ecosystem: str = "PyPI", id: str = "TEST-1", versions=(), events=None, **more
) -> dict:
    affected: dict = {"package": {"ecosystem": ecosystem, "name": name}, "versions": list(versions)}
    if events is not None:
        affected["ranges"] = [{"type": "SEMVER" if ecosystem == "npm" else "ECOSYSTEM", "events": events}]
    return {"id": id, "modified": "2026-11-01T00:00:00Z", "affected": [affected], **more}


def write(folder: Path, *advisories: dict) -> Path:
    for number, each in enumerate(advisories):
        (folder / f"{number}.json").write_text(json.dumps(each))
    return folder


def between(*bounds: str) -> list[dict[str, str]]:
    """Such as introduced, fixed, introduced, fixed."""
    return [{("introduced", "fixed")[number % 2]: bound} for number, bound in enumerate(bounds)]


@pytest.mark.parametrize(
    ("told", "meant"),
    [
        ({"events": between("0")}, True),
        ({"events": between("0", "3.1.4")}, True),
        ({"events": between("0", "3.1.3")}, False),
        ({"events": between("3.1.3", "3.2")}, True),
        ({"events": between("3.1.3rc1")}, True),
        ({"events": between("3.1.10")}, False),
        ({"events": between("0", "3.0", "3.1", "3.2")}, True),
        ({"events": between("0", "3.0", "3.2", "3.3")}, False),
        ({"events": list(reversed(between("3.1", "3.2")))}, True),
        ({"events": [{"introduced": "0"}, {"last_affected": "3.1.3"}]}, True),
        ({"events": [{"introduced": "0"}, {"last_affected": "3.1.2"}]}, False),
        ({"versions": ["3.1.3"]}, True),
        ({"versions": ["3.1.2"]}, False),
        ({"versions": ["3.1.2"], "events": between("0", "3.0")}, False),
        # What cannot be told is told.
        ({"events": between("no version at all")}, True),
        ({}, True),
        ({"name": "flask-cors", "events": between("0")}, False),
        ({"ecosystem": "npm", "name": "flask", "events": between("0")}, False),
        ({"events": between("0"), "withdrawn": "2026-11-02T00:00:00Z"}, False),
    ],
)
def test_versions_of_python_packages(tmp_path, told, meant):
    findings = look([FLASK], write(tmp_path, advisory(**told)))
    assert [each.pin for each in findings.found] == ([FLASK] if meant else [])
    assert sum(findings.read.values()) == 1


@pytest.mark.parametrize(
    ("events", "meant"),
    [
        (between("0", "1.10.0"), True),
        (between("0", "1.9.0"), False),
        (between("0", "1.10.0-beta.2"), False),
        (between("0", "1.10.0-beta.11"), True),
        (between("1.10.0-alpha"), True),
        (between("1.10.0"), False),
        (between("what"), True),
    ],
)
def test_versions_of_javascript_packages(tmp_path, events, meant):
    told = advisory("@scope/draft", "npm", events=events)
    assert bool(look([DRAFT], write(tmp_path, told)).found) is meant


def test_the_order_of_semantic_versioning():
    # The example of its section 11.
    order = ["alpha", "alpha.1", "alpha.beta", "beta", "beta.2", "beta.11", "rc.1"]
    versions = [*(f"1.0.0-{each}" for each in order), "1.0.0", "1.0.1", "1.2.0", "1.10.0", "2.0.0"]
    assert sorted(versions[5:] + versions[:5], key=semver) == versions
    assert semver("1.0.0+a") == semver("1.0.0+b")


def test_a_hole_of_a_locked_package_is_found_in_folders_and_zip_files(tmp_path, capsys):
    python = advisory("Jinja2", events=between("0", "999"), id="TEST-P", aliases=["CVE-0"], summary="Bad.")
    (tmp_path / "python").mkdir()
    (tmp_path / "python" / "list.json").write_text(json.dumps([python, advisory(events=between("0", "1"))]))
    with zipfile.ZipFile(tmp_path / "all.zip", "w") as archive:
        archive.writestr("a.json", json.dumps(advisory("esbuild", "npm", events=between("0"), id="TEST-J")))
    assert audit.main(["--offline", str(tmp_path)]) == 1
    out = capsys.readouterr().out
    assert "3 advisories read; the newest is of 2026-11-01" in out
    assert "PyPI jinja2 3.1.6: TEST-P, CVE-0; fixed in 999. Bad." in out
    assert "npm esbuild" in out
    assert "TEST-J; no version without it is named" in out
    assert "Holes are known in 2 of" in out


def test_all_good_is_said_only_when_there_were_advisories_for_both(tmp_path, capsys):
    harmless = [advisory(events=between("0", "1")), advisory("esbuild", "npm", events=between("0", "0.0.1"))]
    assert audit.main(["--offline", str(write(tmp_path, *harmless))]) == 0
    assert "Nothing is known against any of the" in capsys.readouterr().out
    assert audit.main(["--offline", str(tmp_path / "0.json")]) == 3
    out = capsys.readouterr().out
    assert "Not audited, since there are no advisories for npm among them" in out
    assert "PyPI" not in out
    assert "says nothing about them" in out


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.json", b"{"),
        ("a.json", b"[3]"),
        ("a.json", b'{"id": "x", "affected": [{"package": {}}]}'),
        ("a.json", b'{"affected": []}'),
        ("a.json", b"\xff\xfe\x00"),
        ("a.zip", b"no zip"),
    ],
)
def test_what_is_no_advisory_stops_the_audit(tmp_path, capsys, name, content):
    write(tmp_path, advisory(events=between("0")))
    (tmp_path / name).write_bytes(content)
    assert audit.main(["--offline", str(tmp_path)]) == 2
    told = capsys.readouterr()
    assert told.err.startswith("Nothing was audited: a.")
    assert "Holes" not in told.out
    assert audit.main(["--offline", str(tmp_path / "gone")]) == 2


@pytest.fixture
def answers(monkeypatch):
    """What the two tools print, in place of running them."""
    told: dict[str, object] = {"pip": {}, "npm": {}}

    def run(command: list[str]) -> object:
        assert "--offline" not in command
        if command[1] == "audit":
            return told["npm"]
        wanted = Path(command[command.index("-r") + 1]).read_text("utf-8").split()
        pins = dict(each.split("==") for each in wanted if "==" in each)
        return {"dependencies": [told["pip"](*pin) for pin in pins.items()]} if told["pip"] else {}

    monkeypatch.setattr(audit, "_json", run)
    return told


def test_without_advisories_it_says_that_nothing_was_audited(answers, capsys):
    assert audit.main([]) == 3
    out = capsys.readouterr().out
    assert "since the package index gave no advisories: alembic" in out
    assert "since npm's index gave no advisories" in out
    assert "could not be audited; this says nothing about them." in out
    assert "Nothing is known" not in out


def test_a_package_that_pip_audit_passed_over_is_not_audited(answers, capsys):
    answers["npm"] = {"auditReportVersion": 2, "vulnerabilities": {}}
    answers["pip"] = lambda name, version: (
        {"name": name, "skip_reason": "not found"}
        if name == "flask"
        else {"name": name, "version": version, "vulns": []}
    )
    assert audit.main([]) == 3
    assert "since the package index gave no advisories: flask.\n1 of " in capsys.readouterr().out
    answers["pip"] = lambda name, version: {"name": name, "version": version, "vulns": []}
    assert audit.main([]) == 0
    assert "Nothing is known against any of the" in capsys.readouterr().out


def test_what_the_indexes_know_is_told(answers, capsys):
    hole = {"id": "TEST-1", "aliases": ["CVE-1"], "fix_versions": ["9"], "description": "Bad.\nAnd more."}
    answers["pip"] = lambda name, version: {
        "name": name, "version": version, "vulns": [hole] if name == "numpy" else []
    }  # fmt: skip
    via = [{"url": "https://example.org/1", "title": "Worse"}, "other"]
    answers["npm"] = {"auditReportVersion": 2, "vulnerabilities": {"esbuild": {"via": via}}}
    assert audit.main([]) == 1
    out = capsys.readouterr().out
    # It is locked in two versions, for older and newer Python.
    assert out.count("PyPI numpy ") == 2
    assert "TEST-1, CVE-1; fixed in 9. Bad.\n" in out
    assert "https://example.org/1; no version without it is named. Worse" in out


def test_a_tool_that_fails_or_prints_something_else_said_nothing():
    assert audit._json(["false"]) == {}
    assert audit._json(["echo", "no JSON"]) == {}
    assert audit._json(["echo", "[1]"]) == {}
    assert audit._json(["no-such-program-of-ours"]) == {}
    assert audit._json(["echo", '{"a": 1}']) == {"a": 1}
