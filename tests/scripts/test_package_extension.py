import hashlib
import json
import os
import shutil
import subprocess
import sys
import zipfile

import pytest

import package_extension
from package_extension import EXTENSION, ROOT, Stop, make_all

WHEN = package_extension.EARLIEST
NODE_MODULES = ROOT / "node_modules"


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """The three packages by browser."""
    out = tmp_path_factory.mktemp("dist")
    return {path.name.split("-")[1]: path for path in make_all(EXTENSION, out, WHEN)}


def manifest(package):
    with zipfile.ZipFile(package) as archive:
        return json.loads(archive.read("manifest.json"))


def test_two_builds_are_the_same_byte_for_byte(made, tmp_path):
    copy = tmp_path / "elsewhere" / "extension"
    shutil.copytree(EXTENSION, copy)
    for file in copy.rglob("*"):
        file.chmod(0o755)
        os.utime(file, (1, 1))
    for path in make_all(copy, tmp_path / "again", WHEN):
        assert path.read_bytes() == made[path.name.split("-")[1]].read_bytes()


def test_entries_tell_nothing_of_the_computer(made):
    for package in made.values():
        with zipfile.ZipFile(package) as archive:
            entries = archive.infolist()
        assert [entry.filename for entry in entries] == sorted(entry.filename for entry in entries)
        assert {entry.date_time for entry in entries} == {(1980, 1, 1, 0, 0, 0)}
        assert {(entry.external_attr >> 16, entry.create_system) for entry in entries} == {(0o100644, 3)}
        assert not any(entry.extra or entry.comment for entry in entries)


def test_the_time_is_that_of_the_source(monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1790000000")
    assert package_extension.moment() == 1_790_000_000
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "5")
    assert package_extension.moment() == WHEN
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "today")
    with pytest.raises(Stop, match="SOURCE_DATE_EPOCH"):
        package_extension.moment()


def test_each_store_gets_what_its_browser_knows(made):
    source = json.loads((EXTENSION / "manifest.json").read_text(encoding="utf-8"))
    for browser in ("chrome", "edge"):
        own = manifest(made[browser])
        assert own["background"] == {"service_worker": "background/main.js", "type": "module"}
        assert not {"key", "browser_specific_settings"} & set(own)
        assert own["storage"] == {"managed_schema": "managed_schema.json"}
        assert own["minimum_chrome_version"] == source["minimum_chrome_version"]
    own = manifest(made["firefox"])
    assert own["background"] == {"scripts": ["background/main.js"], "type": "module"}
    assert not {"key", "minimum_chrome_version", "storage"} & set(own)
    gecko = own["browser_specific_settings"]["gecko"]
    assert gecko["data_collection_permissions"] == {"required": ["none"]}
    for browser in made:
        own = manifest(made[browser])
        for name in ("permissions", "host_permissions", "optional_host_permissions", "version"):
            assert own[name] == source[name]


def test_the_code_is_the_code_of_the_folder_and_nothing_else(made):
    known = {file.relative_to(EXTENSION).as_posix(): file for file in EXTENSION.rglob("*") if file.is_file()}
    for browser, package in made.items():
        with zipfile.ZipFile(package) as archive:
            names = set(archive.namelist())
            for name in names - {"manifest.json"}:
                assert archive.read(name) == known[name].read_bytes()
        left = {name for name in known if not name.startswith(("store/", "types/"))} - names
        assert left == ({"managed_schema.json"} if browser == "firefox" else set())
        assert not any("test" in name or name.endswith((".map", ".ts", ".md", ".tsv")) for name in names)


@pytest.mark.parametrize("name", ["content/note.map", "content/.hidden.js", "notes.txt"])
def test_a_stray_file_is_refused(name, tmp_path):
    copy = tmp_path / "extension"
    shutil.copytree(EXTENSION, copy)
    (copy / name).write_text("x")
    with pytest.raises(Stop, match="does not belong"):
        make_all(copy, tmp_path / "dist", WHEN)
    assert not (tmp_path / "dist").exists()


def test_the_listing_holds_the_sums(made, capsys, monkeypatch, tmp_path):
    monkeypatch.setattr(sys, "argv", ["package_extension.py", "--out", str(tmp_path)])
    assert package_extension.main() == 0
    said = capsys.readouterr().out
    for line in (tmp_path / "SHA256SUMS").read_text().splitlines():
        digest, name = line.split("  ")
        assert hashlib.sha256((tmp_path / name).read_bytes()).hexdigest() == digest
        assert line in said
    assert said.count("\n") == 3


def test_the_linter_of_the_firefox_store_finds_nothing(made, tmp_path):
    with zipfile.ZipFile(made["firefox"]) as archive:
        archive.extractall(tmp_path / "firefox")
    linter = NODE_MODULES / "web-ext" / "bin" / "web-ext.js"
    node = shutil.which("node") or str(ROOT / ".venv" / "bin" / "node")
    command = [node, str(linter), "lint", "--output", "json", "--source-dir", str(tmp_path / "firefox")]
    said = json.loads(subprocess.run(command, capture_output=True, check=False, timeout=120).stdout)
    assert said["errors"] + said["warnings"] + said["notices"] == []
    assert said["count"] == 0
