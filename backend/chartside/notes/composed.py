"""Terms composed of a condition and a site: "bruise" and "shin" make "shin bruise" and "bruise of the shin".

What is composed is data: names of conditions and sites, and the code of each pair
(`codesets/matching/condition-words.tsv`, `site-words.tsv`, `condition-sites.tsv`).
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from chartside.datafiles import read_rows
from chartside.model import TermCode

SOURCE = "condition and site"


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition that is coded by site.

    Attributes:
        words: its names.
        code: the code when no site is given; empty when it has none.
        alone: names that stand for that code wherever they are said; others only as a problem's title.
        sites: the code at each site, a header where more is open.
    """

    name: str
    words: tuple[str, ...]
    code: str
    alone: frozenset[str]
    sites: dict[str, str]


def read_conditions() -> tuple[Condition, ...]:
    """The conditions with their sites.

    Raises:
        DataFileError: with file, line and reason.
    """
    words: dict[str, list[str]] = defaultdict(list)
    alone: dict[str, set[str]] = defaultdict(set)
    bare: dict[str, str] = {}
    for row in read_rows(
        "matching/condition-words.tsv",
        ("words", "condition", "code", "alone", "source"),
        optional=("code", "alone"),
        unique=("words", "condition"),
        allowed={"alone": ("yes", "title", "")},
    ):
        words[row["condition"]].append(row["words"])
        bare[row["condition"]] = row["code"]
        if row["alone"] == "yes":
            alone[row["condition"]].add(row["words"])
    sites: dict[str, dict[str, str]] = defaultdict(dict)
    columns = ("condition", "site", "code", "source")
    for row in read_rows(
        "matching/condition-sites.tsv", columns, unique=("condition", "site"), allowed={"condition": words}
    ):
        sites[row["condition"]][row["site"]] = row["code"]
    return tuple(
        Condition(name, tuple(names), bare[name], frozenset(alone[name]), sites[name])
        for name, names in words.items()
    )


def read_sites() -> dict[str, tuple[str, ...]]:
    """Words for a site, and the site with the wider ones that hold it.

    Raises:
        DataFileError: with file, line and reason.
    """
    columns = ("words", "site", "within", "source")
    rows = read_rows("matching/site-words.tsv", columns, optional=("within",), unique=("words",))
    return {row["words"]: (row["site"], *filter(None, row["within"].split(","))) for row in rows}


def composed_terms() -> Iterator[TermCode]:
    """Every name of a condition alone, before and after every word for each of its sites."""
    places: dict[str, list[str]] = defaultdict(list)
    for words, sites in read_sites().items():
        places[sites[0]].append(words)
    for condition in read_conditions():
        for name in condition.words:
            if condition.code:
                kind = "synonym" if name in condition.alone else "general"
                yield TermCode(condition.code, SOURCE, kind, name)
            for site, code in condition.sites.items():
                for place in places[site]:
                    yield TermCode(code, SOURCE, "synonym", f"{place} {name}")
                    for joint in ("of", "in", "on"):
                        yield TermCode(code, SOURCE, "synonym", f"{name} {joint} {place}")
