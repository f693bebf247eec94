"""The house rules that a reader cannot see at a glance: floors, and files of one idea each."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import chartside

PACKAGE = Path(chartside.__file__).parent
LONGEST = 250
FLOORS = {
    "": 0, "errors": 0, "model": 0, "settings": 0, "datafiles": 0, "quiet": 0, "collector": 0,
    "spreadsheet": 0, "department": 0, "wholefile": 0,
    "codesets": 1,
    "notes": 2,
    "coding": 3,
    "review": 4,
    "web": 5, "batch": 5, "cli": 5, "commands": 5, "terminal": 5, "textinput": 5,
    "codepage": 5, "codeset_arguments": 5, "codeset_commands": 5, "csvtable": 5,
    "audit_arguments": 5, "audit_commands": 5, "audit_common": 5, "audit_table": 5, "audit_keys": 5,
    "check_arguments": 5, "check_commands": 5, "evaluate_arguments": 5, "evaluate_commands": 5,
    "learn_commands": 5, "batch_arguments": 5, "batch_commands": 5, "coder_arguments": 5,
    "coder_commands": 5, "serve_commands": 5,
}  # fmt: skip
FILES = sorted(PACKAGE.rglob("*.py"))


def part(module: str) -> str:
    """`chartside.web.app` stands on the floor of `web`."""
    return module.split(".")[1] if "." in module else ""


def imported(file: Path) -> Iterator[str]:
    """Every module of ours that a file imports, lazily or not."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name.split(".")[0] == "chartside")
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{file.name}: imports are written in full"
            if node.module == "chartside":
                yield from (f"chartside.{a.name}" for a in node.names if not a.name.startswith("__"))
            elif node.module and node.module.startswith("chartside."):
                yield node.module


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(PACKAGE)))
def test_imports_point_downward_only(file: Path) -> None:
    place = file.relative_to(PACKAGE).with_suffix("").parts
    floor = FLOORS["" if place == ("__init__",) else place[0]]
    above = {module for module in imported(file) if FLOORS[part(module)] > floor}
    assert not above


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(PACKAGE)))
def test_a_file_is_one_idea(file: Path) -> None:
    assert len(file.read_text(encoding="utf-8").splitlines()) <= LONGEST


def test_the_web_floor_alone_knows_flask() -> None:
    knows = {
        file.relative_to(PACKAGE).parts[0]
        for file in FILES
        if any(word in file.read_text(encoding="utf-8") for word in ("import flask", "from flask"))
    }
    assert knows <= {"web"}
