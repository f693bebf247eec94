"""What tells the codes below a header apart: the concepts of each title beyond the header's own.

"Chronic kidney disease, stage 4 (severe)" under "Chronic kidney disease" needs `stage 4`, no more. Words
in parentheses are nonessential (I.A.7), inclusion terms are other ways to say it, and what the guidelines
take for granted when nothing is said ("displaced", "closed") needs not be said
(`codesets/matching/taken-for-granted.tsv`).
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from chartside.codesets.code import Code
from chartside.codesets.codeset import CodeSet
from chartside.coding.axiswords import AxisWords
from chartside.datafiles import read_rows

_PARENTHESES = re.compile(r"\s*[(\[][^)\]]*[)\]]")
_WITHOUT = re.compile(
    r"\bwithout foreign body\b|\b(?:without|not|except|excluding|other than|no)\b.*?(?=\bwith\b|[,;]|$)",
    re.IGNORECASE,
)
_SIDE = re.compile(r"\b(left|right|bilateral|unilateral)\b", re.IGNORECASE)
_UNSPECIFIED = re.compile(r"\bunspecified\b|\bNOS\b", re.IGNORECASE)
_OTHER = re.compile(r"\bother\b", re.IGNORECASE)
_JOINED = re.compile(r"\b(?:and|or)\b", re.IGNORECASE)
_PLAIN = re.compile(r"\bwithout\b|\buncomplicated\b|\bnot intractable\b|\bnot specified\b", re.IGNORECASE)
_EMPTY = frozenset(
    "with of and or the in to on by from for due a an other unspecified specified site type nos nec part "
    "disease disorder condition form side left right bilateral unilateral initial subsequent sequela "
    "encounter elsewhere classified localized located at as not without than uncomplicated region limb "
    "extremity damage code category".split()
)


@dataclass(frozen=True, slots=True)
class Branch:
    """A code right below a header, and what a note must say for it.

    Attributes:
        code: the code's name; the rest of it is looked up when it is chosen.
        title: its title.
        needs: ways to say it, each a set of concepts; empty when its title adds nothing.
        side: `left`, `right`, `bilateral`, `unilateral` or None.
        default: it says that the detail is not given.
        other: it stands for all that the others do not name.
    """

    code: str
    title: str
    needs: tuple[frozenset[str], ...]
    side: str | None
    default: bool
    other: bool


class BranchReader:
    """Reads branches from the titles of one release."""

    def __init__(self, code_set: CodeSet, words: AxisWords) -> None:
        self._code_set = code_set
        self._words = words
        self._granted = read_granted()
        self._concepts: dict[str, frozenset[str]] = {}

    def below(self, code: Code) -> tuple[Branch, ...]:
        """The branches right below a header, in tabular order."""
        children = self._code_set.children(code.code)
        named = [self.concepts(child.description) for child in children]
        header = self._header(code, named)
        return tuple(_apart([self._branch(header, code, child) for child in children]))

    def _header(self, code: Code, below: Sequence[frozenset[str]]) -> frozenset[str]:
        """The concepts of a header that its children need not say again.

        "Hydrocele and spermatocele" above does not make every child both.
        """
        own = self.concepts(code.description)
        if not _JOINED.search(code.description):
            return own
        return frozenset(
            concept for concept in own if sum(concept in each for each in below) in (0, len(below))
        )

    def concepts(self, title: str) -> frozenset[str]:
        """The concepts that a title names, those in parentheses and after "without" aside."""
        known = self._concepts.get(title)
        if known is not None:
            return known
        bare = _PARENTHESES.sub("", title)
        plain = _WITHOUT.sub(" ", bare)
        named = self._words.concepts(plain)
        if plain != bare:
            named |= {concept for concept in self._words.concepts(bare) if concept.startswith("without ")}
        known = self._concepts[title] = frozenset(named) - _EMPTY
        return known

    def _branch(self, header: frozenset[str], above: Code, code: Code) -> Branch:
        prefixes = (code.code[:length] for length in range(1, len(code.code) + 1))
        granted = frozenset(word for prefix in prefixes for word in self._granted.get(prefix, ()))
        ways = [code.description]
        for each in code.inclusion_terms:
            if each.origin == code.code and not _UNSPECIFIED.search(each.text):
                ways.append(each.text)
        needs = [self.concepts(way) - header - granted for way in ways]
        if _OTHER.search(code.description):
            # What is "other" is told apart by more than the words of its header.
            needs[0] -= self.concepts(above.description)
        title = code.description
        other = bool(_OTHER.search(title))
        plain = bool(_PLAIN.search(title)) and not other
        unsaid = not needs[0] and not other and (plain or bool(_UNSPECIFIED.search(title)))
        return Branch(
            code=code.code,
            title=title,
            needs=tuple(dict.fromkeys(need for need in needs if need)) if needs[0] else (),
            side=_side_of(title, "unilateral" in above.description.lower()),
            default=unsaid or bool(_UNSPECIFIED.search(title) and code.code[-1] in "09"),
            other=other,
        )


def _apart(branches: Sequence[Branch]) -> Iterator[Branch]:
    """The branches without the concepts that all of them share, which tell none apart."""
    shared = frozenset.intersection(
        *(branch.needs[0] if branch.needs else frozenset() for branch in branches)
    )
    for branch in branches:
        needs = tuple(dict.fromkeys(need - shared for need in branch.needs if need - shared))
        if branch.needs and not branch.needs[0] - shared:
            needs = ()
        yield replace(branch, needs=needs)


def _side_of(title: str, one_sided: bool) -> str | None:
    """The side in a title; None when it names none or two, or says no more than that there is one."""
    found = {word.lower() for word in _SIDE.findall(title)}
    if one_sided or len(found) > 1:
        found.discard("unilateral")
    return found.pop() if len(found) == 1 else None


def read_granted() -> dict[str, list[str]]:
    """Code prefixes and the words that their titles may take for granted.

    Raises:
        DataFileError: with file, line and reason.
    """
    rows = read_rows(
        "matching/taken-for-granted.tsv", ("code_prefix", "word", "source"), unique=("code_prefix", "word")
    )
    granted: dict[str, list[str]] = {}
    for row in rows:
        granted.setdefault(row["code_prefix"], []).append(row["word"])
    return granted
