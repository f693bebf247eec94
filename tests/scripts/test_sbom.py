"""The bill of materials: a valid CycloneDX file of every locked package, the same on every computer."""

import json
import re
from pathlib import Path

import pytest
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from packaging.markers import Marker

import _locks
import sbom
from test_docs import MACHINE_PATH, REGISTRY

PYTHON = sorted(sbom.LOCKS)
ALL = [*PYTHON, sbom.JAVASCRIPT]


@pytest.fixture(scope="module")
def written(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("sbom") / "new"
    assert sbom.main([str(folder)]) == 0
    return folder


def bill(folder: Path, name: str) -> dict:
    return json.loads((folder / name).read_text("utf-8"))


@pytest.mark.parametrize("name", ALL)
def test_each_bill_is_valid_by_its_schema(written, name):
    text = (written / name).read_text("utf-8")
    validator = JsonStrictValidator(SchemaVersion.from_version(bill(written, name)["specVersion"]))
    assert validator.validate_str(text) is None
    if name == "laptop.cdx.json":
        assert validator.validate_str(text.replace('"purl"', '"pearl"')) is not None


@pytest.mark.parametrize("name", PYTHON)
def test_every_locked_package_is_in_it_with_version_purl_and_hashes(written, name):
    # Read without our own reader of locks.
    text = sbom.LOCKS[name].read_text("utf-8")
    locked = {
        f"pkg:pypi/{package}@{version}": set(re.findall(r"sha256:([0-9a-f]{64})", rest))
        for package, version, rest in re.findall(r"^([\w.-]+)==([^\s;]+)((?:.*\\\n)*.*)$", text, re.M)
    }
    assert len(locked) == len(re.findall(r"^\w", text, re.M)) > 100
    told = {
        each["purl"]: {each_hash["content"] for each_hash in each["hashes"]}
        for each in bill(written, name)["components"]
        if each["purl"] == f"pkg:pypi/{each['name']}@{each['version']}"
    }
    assert told == locked


@pytest.mark.parametrize("name", ["laptop.cdx.json", "department.cdx.json"])
def test_every_package_that_chartside_runs_with_has_its_licence(written, name):
    told = {each["name"]: each.get("licenses", [{}])[0] for each in bill(written, name)["components"]}
    assert [package for package, licence in told.items() if not licence] == []
    assert told["waitress"]["expression"] == "ZPL-2.1"
    assert told["unidecode"]["expression"] == "GPL-2.0-or-later"


def test_every_javascript_tool_is_in_it(written):
    components = bill(written, sbom.JAVASCRIPT)["components"]
    assert {(each["group"] + "/" if "group" in each else "") + each["name"] for each in components} == {
        pin.name for pin in _locks.read_npm(_locks.JAVASCRIPT)
    }
    assert {each["purl"] for each in components} == {pin.purl for pin in _locks.read_npm(_locks.JAVASCRIPT)}
    assert all(each["hashes"] for each in components)


def test_chartside_asks_for_what_pyproject_names(written):
    laptop = bill(written, "laptop.cdx.json")
    asked = next(each for each in laptop["dependencies"] if each["ref"] == "chartside")["dependsOn"]
    names = {re.sub(r"pkg:pypi/(.+)@.*", r"\1", each) for each in asked}
    assert {"flask", "medspacy", "simple-icd-10-cm"} < names
    assert not {"gunicorn", "dask", "werkzeug", "unidecode"} & names
    assert laptop["metadata"]["component"]["licenses"][0]["license"]["id"] == "Apache-2.0"


@pytest.mark.parametrize("name", PYTHON)
def test_it_says_which_package_wants_which(written, name):
    told = bill(written, name)
    names = {each["bom-ref"]: each["name"] for each in told["components"]}
    wants = {each["ref"]: each.get("dependsOn", []) for each in told["dependencies"]}
    reached, left = set(), ["chartside"]
    while left:
        if (one := left.pop()) not in reached:
            reached.add(one)
            left += wants[one]
    # What is for another system or Python alone, nobody here can say who wants it.
    markers = {each["bom-ref"]: each.get("properties", [{}])[0].get("value") for each in told["components"]}
    here = {each for each, marker in markers.items() if marker is None or Marker(marker).evaluate()}
    assert here - reached == set()
    flask = next(each for each in names if names[each] == "flask")
    assert {"werkzeug", "jinja2", "click"} <= {names[each] for each in wants[flask]}
    assert "asgiref" not in names.values()  # flask[async], which nobody asked for


@pytest.mark.parametrize("name", PYTHON)
def test_a_package_of_one_system_says_where(written, name):
    told = {each["name"]: each.get("properties") for each in bill(written, name)["components"]}
    assert told["secretstorage"][0]["value"] == 'sys_platform == "linux"'
    assert told["flask"] is None


def test_two_runs_write_the_same_bytes_and_name_no_registry_and_no_machine(written, tmp_path):
    assert sbom.main([str(tmp_path)]) == 0
    for name in ALL:
        assert (tmp_path / name).read_bytes() == (written / name).read_bytes()
        text = (tmp_path / name).read_text("utf-8")
        assert not REGISTRY.search(text)
        assert not MACHINE_PATH.search(text)
        assert sbom.ROOT.as_posix() not in text
        assert "timestamp" not in text


def test_without_npm_it_says_so(monkeypatch, tmp_path, capsys):
    monkeypatch.setattr(sbom, "javascript_bill", lambda: None)
    monkeypatch.setattr(sbom, "LOCKS", {})
    assert sbom.main([str(tmp_path)]) == 1
    assert "npm" in capsys.readouterr().err


def test_a_line_that_is_no_pin_is_refused(tmp_path):
    lock = tmp_path / "requirements.lock"
    lock.write_text("flask==3.1.3 \\\n    --hash=sha256:00\nclick>=8 \\\n    --hash=sha256:00\n")
    with pytest.raises(ValueError, match="click is not pinned"):
        _locks.read_lock(lock)
    lock.write_text("flask==3.1.3\n")
    with pytest.raises(ValueError, match="flask is not pinned"):
        _locks.read_lock(lock)
