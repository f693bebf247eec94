"""The words on screen: the same strings in every language, each used, none missing."""

import csv
import json
import re
from typing import Any

import pytest

from .harness.chromium import EXTENSION, REPOSITORY

LOCALES = EXTENSION / "_locales"
LANGUAGES = sorted(folder.name for folder in LOCALES.iterdir())
PLACE = re.compile(r"\$(\w+)\$")
CODE = "".join(
    file.read_text(encoding="utf-8")
    for kind in ("*.js", "*.html", "manifest.json")
    for file in sorted(EXTENSION.rglob(kind))
)
LITERAL = re.compile(r"""\bt\(\s*["'](\w+)["']|data-t(?:-label)?="(\w+)"|__MSG_(\w+)__""")
TEMPLATE = re.compile(r"`(\w+_\$\{[^`]*|\$\{\w+\}_\w+)`")
QUOTED = set(re.findall(r"""["'](\w+)["']""", CODE))


def strings(language: str) -> dict[str, Any]:
    """The messages of a language."""
    found: dict[str, Any] = json.loads((LOCALES / language / "messages.json").read_text(encoding="utf-8"))
    return found


ENGLISH = strings("en")


@pytest.mark.parametrize("language", LANGUAGES)
def test_has_the_same_strings_and_placeholders_as_english(language: str) -> None:
    other = strings(language)
    assert list(other) == list(ENGLISH)
    for name, entry in ENGLISH.items():
        assert other[name].get("placeholders") == entry.get("placeholders"), name
        wanted = {place.lower() for place in PLACE.findall(entry["message"])}
        assert {place.lower() for place in PLACE.findall(other[name]["message"])} == wanted, name
        assert wanted == set(entry.get("placeholders", {})), name
        assert ("%s" in other[name]["message"]) == ("%s" in entry["message"]), name


@pytest.mark.parametrize("language", LANGUAGES)
def test_says_something_everywhere_and_fits_the_stores(language: str) -> None:
    found = strings(language)
    assert all(entry["message"].strip() == entry["message"] != "" for entry in found.values())
    assert len(found["name"]["message"]) <= 45
    assert len(found["description"]["message"]) <= 132


def test_spanish_is_spanish() -> None:
    spanish = strings("es")
    long = {name: entry["message"] for name, entry in ENGLISH.items() if " " in entry["message"]}
    assert {name for name, text in long.items() if spanish[name]["message"] == text} == {"flag_hcc"}


def test_every_string_that_is_asked_for_is_there() -> None:
    asked = {name for found in LITERAL.findall(CODE) for name in found if name}
    assert len(asked) > 100
    assert asked - set(ENGLISH) == set()


def test_no_string_is_left_over() -> None:
    made = [re.sub(r"\\\$\\\{.*?\\\}", r"\\w+", re.escape(text)) for text in TEMPLATE.findall(CODE)]
    left = {
        name
        for name in set(ENGLISH) - QUOTED
        if not any(re.fullmatch(pattern, name) for pattern in made)
        and not re.search(rf"__MSG_{name}__", CODE)
    }
    assert left == set()


def test_every_section_of_a_note_has_a_name() -> None:
    table = REPOSITORY / "codesets" / "sections" / "headings.tsv"
    with table.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader((line for line in file if not line.startswith("#")), delimiter="\t"))
    named = {name.removeprefix("section_") for name in ENGLISH if name.startswith("section_")}
    assert named == {row["category"] for row in rows}
