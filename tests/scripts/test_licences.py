"""Licences of what Chartside installs: each package has its row in `scripts/licences.tsv`, and it is so."""

import csv
import json
import re
import zipfile
from importlib.metadata import PackageNotFoundError, distribution

import pytest
from packaging.markers import Marker

import _locks
import package_extension

TABLE = _locks.ROOT / "scripts" / "licences.tsv"
COLUMNS = ["package", "stated", "licence", "kind", "why", "source"]
PERMISSIVE = {
    *("MIT", "MIT-0", "MIT-CMU", "BSD-2-Clause", "BSD-3-Clause", "0BSD", "ISC", "Zlib", "Apache-2.0"),
    *("PSF-2.0", "CNRI-Python", "ZPL-2.1", "CC0-1.0"),
}
KINDS = {"permissive": PERMISSIVE, "weak copyleft": PERMISSIVE | {"MPL-2.0"}}
COPYLEFT = re.compile(r"\b[AL]?GPL|Affero|General Public|SSPL|\bEUPL|Creative Commons.*NonCommercial", re.I)
EXCEPTIONS = {"unidecode"}
"""Told in NOTICE, each with its reason; a further one is to be thought about, not just to be added."""


def rows() -> list[dict[str, str]]:
    lines = TABLE.read_text("utf-8").splitlines()
    table = list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
    assert list(table[0]) == COLUMNS
    return table


def stated(package: str) -> str:
    """What an installed package says of its licence: an expression, else its field and classifiers."""
    told = distribution(package).metadata
    if told.get("License-Expression"):
        return told["License-Expression"]
    field = " ".join((told.get("License") or "").split())[:60].strip()
    classifiers = [
        each.rpartition(" :: ")[2]
        for each in told.get_all("Classifier") or []
        if each.startswith("License ::")
    ]
    return "; ".join(each for each in [field, *classifiers] if each) or "nothing"


def refused(row: dict[str, str]) -> bool:
    """Whether a row's licence is none that its kind allows, or is copyleft without being an exception."""
    if row["kind"] == "exception":
        return row["package"] not in EXCEPTIONS or len(row["why"]) < 20
    words = set(re.split(r" (?:AND|OR) ", row["licence"]))
    return not words <= KINDS.get(row["kind"], set()) or bool(COPYLEFT.search(row["stated"]))


@pytest.mark.parametrize("lock", [_locks.LAPTOP, _locks.DEPARTMENT], ids=["laptop", "department"])
def test_every_package_that_is_installed_has_its_row(lock):
    known = {(row["package"], row["stated"]) for row in rows()}
    pins = _locks.read_lock(lock)
    assert {pin.name for pin in pins} <= {package for package, _ in known}
    here = [pin.name for pin in pins if not pin.marker or Marker(pin.marker).evaluate()]
    assert len(here) > 80
    assert [(name, stated(name)) for name in here if (name, stated(name)) not in known] == []


def test_every_row_is_allowed_and_of_a_package_that_is_locked():
    table = rows()
    assert [row["package"] for row in table if refused(row)] == []
    assert {row["package"] for row in table} == {pin.name for pin in _locks.read_lock(_locks.DEPARTMENT)}
    assert len({(row["package"], row["stated"]) for row in table}) == len(table)
    assert all(row["source"] and (row["why"] or row["kind"] == "permissive") for row in table)


@pytest.mark.parametrize(
    ("package", "said", "licence", "kind"),
    [
        ("new", "GPL-3.0-only", "GPL-3.0-only", "permissive"),
        ("new", "GNU Affero General Public License v3", "MIT", "permissive"),
        ("new", "MIT", "MIT AND AGPL-3.0-only", "permissive"),
        ("new", "MPL-2.0", "MPL-2.0", "permissive"),
        ("new", "GPL-3.0-only", "GPL-3.0-only", "exception"),
        ("new", "nothing", "", "permissive"),
        ("new", "MIT", "MIT", "anything"),
    ],
)
def test_what_would_be_refused(package, said, licence, kind):
    row = dict(
        zip(COLUMNS, (package, said, licence, kind, "because it was asked for", "metadata"), strict=True)
    )
    assert refused(row)
    assert not refused(row | {"stated": "MIT", "licence": "MIT OR Apache-2.0", "kind": "permissive"})


def test_who_states_no_licence_brings_its_text():
    for row in rows():
        if row["stated"] != "nothing":
            continue
        assert row["package"] == "pysimstring"
        texts = [
            file.read_text("utf-8")
            for file in distribution(row["package"]).files or []
            if "LICENSE" in file.name
        ]
        assert any("BSD 3-Clause License" in text for text in texts)


def test_notice_names_every_exception_and_weak_copyleft():
    notice = (_locks.ROOT / "NOTICE").read_text("utf-8")
    for row in rows():
        if row["kind"] != "permissive":
            assert re.search(rf"\b{row['package']}\b", notice, re.I), row["package"]


def test_the_packages_of_the_extension_hold_only_our_files(tmp_path):
    ours = {
        path.relative_to(package_extension.EXTENSION).as_posix()
        for path in package_extension.EXTENSION.rglob("*")
        if path.is_file()
    }
    made = package_extension.make_all(package_extension.EXTENSION, tmp_path, package_extension.EARLIEST)
    for package in made:
        with zipfile.ZipFile(package) as archive:
            names = archive.namelist()
            assert {"manifest.json"} < set(names) <= ours
            for name in names:
                if name.endswith(".js"):
                    text = archive.read(name).decode("utf-8")
                    taken = re.findall(r"""(?<!\.)\b(?:from\s|import\s*\(?)\s*["']([^"'\n]+)["']""", text)
                    assert all(each.startswith(("./", "../", "/")) for each in taken), (name, taken)
                    # What a bundler or a minifier leaves.
                    assert not re.search(r"@license|@preserve|copyright|sourceMappingURL", text, re.I), name
                    assert max(map(len, text.splitlines())) < 1000, name


def test_no_javascript_tool_is_something_that_is_shipped():
    package = json.loads((_locks.ROOT / "package.json").read_text("utf-8"))
    assert package["private"] is True
    assert not package.get("dependencies")
    pages = [*(_locks.ROOT / "backend").rglob("*.html"), *(_locks.ROOT / "backend").rglob("*.js")]
    assert pages
    assert not [path for path in pages if "node_modules" in path.read_text("utf-8")]


def test_a_package_that_is_not_there_is_not_passed_over():
    with pytest.raises(PackageNotFoundError):
        stated("no-such-package-of-ours")
