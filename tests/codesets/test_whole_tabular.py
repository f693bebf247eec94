"""The packaged release against its own XML, walked here anew: nothing is missing, nothing is invented."""

import random
from collections import defaultdict
from xml.etree import ElementTree

import pytest

from chartside.codesets.release import CODE_LIST_FILE, TABULAR_FILE, open_packaged

LEAVES = 74_719
"""Valid codes of April 2026. Counts of 74,736 add 12 blocks without codes of their own, and 5 categories that
are blocks too and so stand twice in the list of the package."""
HEADERS = 23_467
SAMPLE = 1_000
KINDS = {
    "includes": ["includes"],
    "excludes1": ["excludes1"],
    "excludes2": ["excludes2"],
    "code_first": ["codeFirst"],
    "use_additional": ["useAdditionalCode"],
    "code_also": ["codeAlso"],
    "notes": ["notes", "sevenChrNote"],
}


def one_line(text):
    return " ".join((text or "").split())


def name_of(element):
    return element.get("id") or one_line(element.findtext("name"))


@pytest.fixture(scope="module")
def listed():
    with open_packaged(CODE_LIST_FILE) as stream:
        return {line for line in stream.read().decode().split() if len(line) > 2 and "-" not in line}


@pytest.fixture(scope="module")
def walked():
    """Key of every <diag> and the elements from it up to the chapter."""
    with open_packaged(TABULAR_FILE) as stream:
        root = ElementTree.parse(stream).getroot()
    found = {}

    def walk(element, above):
        lineage = [element, *above]
        if element.tag == "diag":
            found[name_of(element).replace(".", "")] = lineage
        for child in element:
            if child.tag in ("section", "diag"):
                walk(child, lineage)

    for chapter in root.iter("chapter"):
        walk(chapter, [])
    return found


@pytest.fixture(scope="module")
def umbrellas(walked):
    """Blocks without codes, each with the range that it stands over."""
    sections = {}
    for lineage in walked.values():
        for chapter in lineage[-1:]:
            for section in chapter.findall("section"):
                if section.find("diag") is None:
                    first, _, last = section.get("id").partition("-")
                    sections[section.get("id")] = (first, last, section)
    return sections


def base_of(key, walked):
    """The <diag> that a code stands at, its 7th character and placeholders aside."""
    if key in walked:
        return key
    base = key[:-1]
    while base not in walked:
        assert base.endswith("X"), key
        base = base[:-1]
    return base


def lineage_of(key, walked, umbrellas):
    """Elements from a code to its chapter, the umbrella blocks between block and chapter."""
    lineage = walked[base_of(key, walked)]
    block = lineage[-2]
    first, _, last = block.get("id").partition("-")
    over = [
        section
        for start, end, section in umbrellas.values()
        if section is not block and start <= first and (last or first) <= end
    ]
    over.sort(key=lambda section: _width(section.get("id")))
    return [*lineage[:-1], *over, lineage[-1]]


def _width(span):
    first, _, last = span.partition("-")
    return (ord(last[0]) - ord(first[0])) * 1000 + int(last[1:3]) - int(first[1:3])


def instructions(tags, lineage):
    return [
        (one_line("".join(note.itertext())), name_of(element))
        for element in lineage
        for child in element
        if child.tag in tags
        for note in child.findall("note")
        if one_line("".join(note.itertext()))
    ]


def test_every_leaf_and_every_header_is_there_with_text_parent_and_instructions(code_set, listed, walked):
    every = {code.replace(".", ""): (title, billable) for code, title, billable in code_set.every()}
    categories = {key for key in every if len(key) == 3}
    assert every.keys() == listed
    assert walked.keys() <= listed
    assert sum(billable for _, billable in every.values()) == LEAVES
    assert sum(not billable for _, billable in every.values()) == HEADERS
    assert all(title for title, _ in every.values())
    for key in every:
        code = code_set.get(key)
        assert code.description == every[key][0]
        parent = (code.parent or "").replace(".", "")
        assert code.block
        assert code.chapter
        if key in categories:
            assert code.parent is None
        elif key in walked:
            assert parent == name_of(walked[key][1]).replace(".", "")
        else:
            assert parent == base_of(key, walked)
            assert key[-1] in dict(code.seventh_characters)


def test_titles_are_those_of_the_xml(code_set, walked):
    titles = {code.replace(".", ""): title for code, title, _ in code_set.every()}
    wanted = {key: one_line(lineage[0].findtext("desc")) for key, lineage in walked.items()}
    assert {key: titles[key] for key in wanted} == wanted


@pytest.fixture(scope="module")
def sample(code_set):
    codes = sorted(code for code, _, _ in code_set.every())
    return random.Random(20260401).sample(codes, SAMPLE)


@pytest.mark.parametrize("kind", KINDS)
def test_merged_instructions_and_their_origins_are_those_of_a_walk(code_set, walked, umbrellas, sample, kind):
    found = defaultdict(int)
    for code in sample:
        merged = [(item.text, item.origin) for item in getattr(code_set.get(code), kind)]
        wanted = instructions(KINDS[kind], lineage_of(code.replace(".", ""), walked, umbrellas))
        assert sorted(merged) == sorted(wanted), code
        found[kind] += len(wanted)
    assert found[kind] > SAMPLE // 50


def test_own_instructions_come_first(code_set, sample):
    for code in sample:
        origins = [item.origin for item in code_set.get(code).excludes1]
        if code in origins:
            assert origins[0] == code
