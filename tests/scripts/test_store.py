"""The texts for the stores say what the manifest asks for, in the lengths that the stores take."""

import json
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
STORE = ROOT / "extension" / "store"
MANIFEST = json.loads((ROOT / "extension" / "manifest.json").read_text(encoding="utf-8"))


def parts(file: str) -> list[str]:
    text = (STORE / file).read_text(encoding="utf-8")
    return [part.split("\n\n", 1)[1].strip() for part in f"\n{text}".split("\n# ")[1:]]


@pytest.mark.parametrize("file", ["listing.en.md", "listing.es.md"])
def test_a_listing_fits_the_stores(file: str) -> None:
    name, short, _, long = parts(file)
    assert len(name) <= 45
    assert len(short) <= 132
    assert 400 <= len(long) <= 10_000


def test_every_permission_is_explained() -> None:
    told = (STORE / "permissions.md").read_text(encoding="utf-8")
    asked = ("permissions", "host_permissions", "optional_host_permissions")
    missing = [each for key in asked for each in MANIFEST[key] if f"`{each}`" not in told]
    assert missing == []


def test_every_picture_is_there() -> None:
    rows = (STORE / "screenshots.md").read_text(encoding="utf-8").split("`")
    pictures = [row for row in rows if row.startswith("docs/screens/")]
    assert pictures
    assert [each for each in pictures if not (ROOT / each).is_file()] == []
