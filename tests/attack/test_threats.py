"""Every threat of SECURITY.md names the tests that stand against it, and they are there."""

import json
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_each_threat_names_tests_that_exist():
    text = (ROOT / "SECURITY.md").read_text("utf-8")
    rows = [line for line in text.splitlines() if line.startswith("| ")][1:]
    assert len(rows) > 25
    for row in rows:
        named = re.findall(r"`(tests/[\w/]+\.py)`", row.rsplit("|", 2)[1])
        assert named, row
        for each in named:
            assert re.search(r"^(async )?def test_", (ROOT / each).read_text("utf-8"), re.M), each


def test_every_package_is_pinned_by_version_and_hash():
    locks = sorted(ROOT.glob("requirements*.lock"))
    assert locks
    for lock in locks:
        text = re.sub(r"\\\n", "", lock.read_text("utf-8"))
        for line in text.splitlines():
            if line[:1].isalnum():
                assert re.match(r"[\w.\[\]-]+==\S+.*--hash=sha256:[0-9a-f]{64}", line), (lock.name, line[:80])
    packages = json.loads((ROOT / "package-lock.json").read_text("utf-8"))["packages"]
    for name, package in packages.items():
        assert not name or package["integrity"].startswith("sha512-"), name
