"""What the documents say is so: commands, links, scripts; and nothing in the project names a machine."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from chartside.cli import build_parser

ROOT = Path(__file__).resolve().parent.parent
SKIPPED = {".git", ".venv", "node_modules", "build", "dist", "__pycache__"}
DOCUMENTS = sorted([*ROOT.glob("*.md"), *ROOT.glob("codesets/**/*.md"), *ROOT.glob("docs/**/*.md")])
README = (ROOT / "README.md").read_text(encoding="utf-8")

LINK = re.compile(r"\]\(([^()\s]+)\)")
REGISTRY = re.compile(
    r"pypi\.org|pythonhosted\.org|npmjs\.(?:org|com)|yarnpkg\.com|deb\.debian\.org|registry\.[a-z]+\.[a-z]+|"
    r"--(?:extra-)?index-url[ =]\S"
)
MACHINE_PATH = re.compile(
    r"(?<![\w.*}>/~-])/(?:root|home|work|opt|Users|mnt|private)/[\w.]|\b[A-Z]:\\+Users\b", re.ASCII
)


def files(folder: Path = ROOT) -> Iterator[Path]:
    """Every file of the project that could be committed."""
    for path in folder.iterdir():
        if path.name in SKIPPED or path.name.endswith(("_cache", ".egg-info")) or path.name == ".hypothesis":
            continue
        if path.is_dir():
            yield from files(path)
        elif not path.is_symlink():
            yield path


def commands() -> set[str]:
    """The subcommands that `chartside --help` lists."""
    listed = re.search(
        r"^commands:|^positional arguments:", text := build_parser().format_help(), re.MULTILINE
    )
    assert listed
    part = text[listed.end() :].split("\n\n")[0]
    return set(re.findall(r"^ {4}([a-z]+)", part, re.MULTILINE))


def anchor(heading: str) -> str:
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


def test_readme_and_help_name_the_same_commands():
    assert commands() == set(re.findall(r"(?<!/)\bchartside ([a-z]+)\b", README))


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_link_inside_the_project_leads_somewhere(document):
    for link in LINK.findall(document.read_text(encoding="utf-8")):
        if link.startswith(("http:", "https:", "mailto:")):
            continue
        name, _, section = link.partition("#")
        target = document.parent / name if name else document
        assert target.exists(), link
        if section:
            headings = re.findall(r"^#+ (.+)$", target.read_text(encoding="utf-8"), re.MULTILINE)
            assert section in {anchor(heading) for heading in headings}, link


def test_every_script_and_switch_in_the_documents_exists():
    for document in DOCUMENTS:
        for name in re.findall(r"(?<!tests/)\bscripts/\w+\.py", document.read_text(encoding="utf-8")):
            assert (ROOT / name).is_file(), f"{document.name}: {name}"
    for script, switch in re.findall(r"(scripts/\w+\.py) (--[a-z-]+)", README):
        assert f'"{switch}"' in (ROOT / script).read_text(encoding="utf-8"), f"{script} {switch}"


def test_the_readme_names_the_keys_of_the_manifest():
    commands = json.loads((ROOT / "extension" / "manifest.json").read_text(encoding="utf-8"))["commands"]
    keys = {command["suggested_key"]["default"] for command in commands.values()}
    assert set(re.findall(r"\bAlt\+Shift\+\w", README)) == keys


def test_every_table_that_people_curate_is_explained():
    text = (ROOT / "codesets" / "README.md").read_text(encoding="utf-8")
    for table in (ROOT / "codesets").rglob("*.tsv"):
        name = table.relative_to(ROOT / "codesets").as_posix()
        assert f"`{name}`" in text or f"`{table.parent.name}/*.tsv`" in text, name


def test_the_contributing_guide_knows_every_kind_of_term():
    from chartside.codesets import curated

    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    assert all(f"`{kind}`" in text for kind in curated.KINDS)


def test_no_file_names_a_registry_or_a_machine():
    found = []
    for path in files():
        if path == Path(__file__):
            continue
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        for pattern in (REGISTRY, MACHINE_PATH):
            hit = pattern.search(text)
            if hit:
                line = text.count("\n", 0, hit.start()) + 1
                found.append(f"{path.relative_to(ROOT).as_posix()}:{line}: {hit.group()}")
    assert found == []
