"""Every threat of SECURITY.md names the tests that stand against it, and they are there."""

import ast
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
        assert len(named) == row.rsplit("|", 2)[1].count("`") // 2, row
        for each in named:
            assert re.match(r"test_\w+\.py", each.rpartition("/")[2]), each
            assert checks(ROOT / each), each


def checks(path: Path) -> bool:
    """Whether a file has a test that says what must be so."""
    tests = [
        node
        for node in ast.parse(path.read_text("utf-8")).body
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name.startswith("test_")
    ]
    return any(isinstance(inner, ast.Assert | ast.Raise) for node in tests for inner in ast.walk(node))


def test_a_file_without_a_test_stands_against_nothing(tmp_path):
    file = tmp_path / "test_it.py"
    for text in (
        "",
        "def helper():\n    assert True\n",
        "# def test_x(): assert 1\n",
        "def test_x():\n    pass\n",
    ):
        file.write_text(text)
        assert not checks(file)
    file.write_text("def test_x():\n    assert 1 + 1 == 2\n")
    assert checks(file)


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
