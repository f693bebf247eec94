"""Every threat of SECURITY.md names the tests that stand against it, and they are there."""

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
