"""The axes of a release: the branches below its headers, what they are about, and what is left open."""

import re
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

from chartside.codesets.database import Progress
from chartside.codesets.store import Code, CodeSet
from chartside.coding.axiswords import AxisWords, read_axis_words
from chartside.coding.branch_store import BranchStore, open_branches
from chartside.coding.branches import Branch, BranchReader
from chartside.model import MissingDetail

_UNSPECIFIED = re.compile(r"\bunspecified\b|\bNOS\b", re.IGNORECASE)
_NOT_LIFTED = ("Z", "U", "V", "W", "X", "Y")
"""Chapters whose codes are reasons and circumstances; they are not refined from elsewhere."""


class Axes:
    """Branches below the headers of one release; each is worked out once."""

    def __init__(self, code_set: CodeSet, words: AxisWords) -> None:
        self.code_set = code_set
        self.words = words
        self._compiled: BranchStore | None = None
        self._reader = BranchReader(code_set, words)
        self._known: dict[str, tuple[Branch, ...]] = {}
        self._sites: dict[str, list[str]] = {}
        self._above: dict[str, tuple[Code, ...]] = {}
        self._missing: dict[tuple[str, str], MissingDetail | None] = {}

    def use_compiled(self, home: Path, progress: Progress | None = None) -> None:
        """Read branches from the file under `home`, compiled first when it is missing.

        Raises:
            CodeSetError: it cannot be compiled.
        """
        if self._compiled is None:
            self._compiled = open_branches(home, self.code_set, self._reader, progress)

    def close(self) -> None:
        """Close the file; branches are worked out from the titles after that."""
        compiled, self._compiled = self._compiled, None
        if compiled is not None:
            compiled.close()

    def below(self, code: Code) -> tuple[Branch, ...]:
        """The branches right below a header, in tabular order."""
        known = self._known.get(code.code)
        if known is None:
            stored = self._compiled.below(code.code) if self._compiled else None
            known = self._known[code.code] = self._reader.below(code) if stored is None else stored
        return known

    def sites(self, code: Code) -> list[str]:
        """The sites that the titles of a code and of a side below it name."""
        known = self._sites.get(code.code)
        if known is None:
            below = (branch.title for branch in self.below(code) if branch.side)
            titles = (code.description, next(below, ""))
            found = [self.words.narrow(self._reader.concepts(title)) for title in titles]
            known = self._sites[code.code] = list(dict.fromkeys(found[0] + found[1]))
        return known

    def is_default(self, code: Code) -> bool:
        """Whether a code's title says no more than the code above it."""
        if code.parent is None:
            return False
        above = self.code_set.get(code.parent)
        own = next(branch for branch in self.below(above) if branch.code == code.code)
        unsaid = bool(_UNSPECIFIED.search(code.description))
        return own.default or unsaid or (own.side == "unilateral" and not own.needs)

    def open_above(self, code: Code) -> tuple[Code, ...]:
        """The codes above, nearest first, as long as the one below only leaves detail open."""
        known = self._above.get(code.code)
        if known is None:
            above: list[Code] = []
            below = code
            while below.parent is not None and below.code[0] not in _NOT_LIFTED and self.is_default(below):
                below = self.code_set.get(below.parent)
                above.append(below)
            known = self._above[code.code] = tuple(above)
        return known

    def missing(self, above: Code, chosen: Code) -> MissingDetail | None:
        """What would lead from a header to another branch than the chosen code, with each it could be."""
        key = (above.code, chosen.code)
        if key not in self._missing:
            branches = self.below(above)
            axis = self.axis(branches)
            options = tuple(
                (branch.code, (axis == "laterality" and branch.side) or branch.title)
                for branch in branches
                if branch.code != chosen.code
                and not chosen.code.startswith(branch.code)
                and (branch.needs or branch.side or branch.other)
            )
            self._missing[key] = MissingDetail(axis, options) if options else None
        return self._missing[key]

    def axis(self, branches: Sequence[Branch]) -> str:
        """The name of what tells these branches apart."""
        if {"left", "right"} <= {branch.side for branch in branches}:
            return "laterality"
        named = [
            axis
            for branch in branches
            for need in branch.needs[:1]
            for concept in sorted(need)
            if (axis := self.words.axis(concept))
        ]
        axis = max(sorted(set(named)), key=named.count) if named else "type"
        with_it = sum(" with " in f" {branch.title.lower()} " for branch in branches)
        return "complication" if axis in ("type", "site") and with_it * 2 > len(branches) else axis


@lru_cache(maxsize=4)
def axes_of(code_set: CodeSet) -> Axes:
    """The axes of a release, with the tables read once.

    Raises:
        DataFileError: with file, line and reason.
    """
    return Axes(code_set, read_axis_words())
