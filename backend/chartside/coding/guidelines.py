"""The Official Guidelines, in our own words, and which of them speaks to which code or judgement."""

from collections.abc import Iterable

from chartside.datafiles import read_rows
from chartside.model import Guideline


class Guidelines:
    """Looks up a guideline by its section number, or those that concern a code."""

    def __init__(self, sections: dict[str, Guideline], by_prefix: dict[str, str]) -> None:
        self._sections = sections
        self._by_prefix = by_prefix

    def get(self, section: str) -> Guideline | None:
        """The guideline of a section such as `I.A.15`; None when we have no summary of it."""
        return self._sections.get(section)

    def of_code(self, code: str) -> str | None:
        """The section for the longest prefix of `code` that has one."""
        bare = code.replace(".", "")
        for length in range(len(bare), 0, -1):
            section = self._by_prefix.get(bare[:length])
            if section:
                return section
        return None

    def resolve(self, sections: Iterable[str]) -> tuple[Guideline, ...]:
        """The guidelines of these sections, once each, in order; unknown ones are left out."""
        return tuple(
            guideline for section in dict.fromkeys(sections) if (guideline := self._sections.get(section))
        )


def read_guidelines() -> Guidelines:
    """The guidelines of `codesets/guidelines/`.

    Raises:
        DataFileError: with file, line and reason.
    """
    rows = read_rows(
        "guidelines/official.tsv", ("section", "title", "summary", "source"), unique=("section",)
    )
    codes = read_rows("guidelines/by-code.tsv", ("code_prefix", "section", "note"), unique=("code_prefix",))
    return Guidelines(
        {row["section"]: Guideline(row["section"], row["title"], row["summary"]) for row in rows},
        {row["code_prefix"].replace(".", ""): row["section"] for row in codes},
    )
