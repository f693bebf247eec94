"""Which of the codes below a header the note supports: by what it says, by the side, or by default."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from chartside.codesets.store import Code
from chartside.coding.axes import Axes
from chartside.coding.axiswords import Said
from chartside.coding.branches import Branch
from chartside.coding.documentation import Documentation

_LEVEL = re.compile(r"\bat ([CTL]\d)-([CTLS])(\d) level\b")
_DEFAULTS: tuple[Callable[[Branch], bool], ...] = (
    lambda branch: branch.default and "with unspecified" not in branch.title,
    lambda branch: branch.default,
    lambda branch: not branch.needs and branch.code[-1] == "9",
    lambda branch: branch.code[-1] == "9" and not branch.other,
    lambda branch: "without complication" in branch.title.lower(),
    lambda branch: branch.other and branch.code[-1] in "89",
)
"""What stands for detail that is not given, best first: "unspecified", else code 9, else "other"."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A branch, and what the note says for it: words, or the side."""

    branch: Branch
    said: tuple[Said, ...] = ()
    by_side: str | None = None

    @property
    def documented(self) -> bool:
        """Whether the note gives the detail; False for a default."""
        return bool(self.said) or self.by_side is not None


def choose(axes: Axes, parent: Code, branches: Sequence[Branch], documented: Documentation) -> list[Choice]:
    """The branches that the note supports best; several when sides or levels have codes of their own."""
    if len(branches) == 1:
        return [Choice(branches[0])]
    levels = _levels(branches, documented) if " level" in branches[-1].title else []
    if len(levels) > 1:
        return levels
    side = None
    if any(branch.side for branch in branches):
        side = documented.side(parent, axes.sites(parent))
    if side == "bilateral" and not any(branch.side == "bilateral" for branch in branches):
        both = [_best(branches, documented, one) for one in ("left", "right")]
        if all(choice is not None and choice.by_side for choice in both):
            return [choice for choice in both if choice is not None]
        side = None
    choice = _best(branches, documented, side)
    return [choice] if choice is not None else []


def _levels(branches: Sequence[Branch], documented: Documentation) -> list[Choice]:
    """The discs that the sentence names one by one ("C4-5 and C5-6"), where each has a code (I.B.2)."""
    found = []
    for branch in branches:
        pair = _LEVEL.search(branch.title)
        if pair is None:
            continue
        upper, letter, lower = pair.groups()
        named = re.search(rf"\b{upper}[ /-]{{1,3}}{letter}?{lower}\b", documented.near, re.IGNORECASE)
        said = _said(branch, documented) if named else None
        if said:
            found.append(Choice(branch, said))
    return found


def _best(branches: Sequence[Branch], documented: Documentation, side: str | None) -> Choice | None:
    rated: list[tuple[int, int, int, Choice]] = []
    paired = any(branch.side == "bilateral" for branch in branches)
    for place, branch in enumerate(branches):
        fits = _fits(branch.side, side) and (paired or branch.side != "unilateral")
        if not fits and branch.side is not None:
            continue
        said = _said(branch, documented)
        if said is None:
            continue
        choice = Choice(branch, said, side if fits and branch.side else None)
        if choice.by_side or (choice.said and not branch.default):
            rated.append(
                (len({each.concept for each in said}), int(choice.by_side is not None), -place, choice)
            )
    if rated:
        rated.sort(key=lambda each: each[:3], reverse=True)
        first = rated[0]
        rivals = [each for each in rated[1:] if each[:2] == first[:2] and each[3].said]
        if not rivals or not first[3].said:
            return first[3]
    return _default(branches, side)


def _fits(own: str | None, documented: str | None) -> bool:
    return own is not None and (
        own == documented or (own == "unilateral" and documented in ("left", "right"))
    )


def _said(branch: Branch, documented: Documentation) -> tuple[Said, ...] | None:
    """What the note says of a branch: nothing needed, the longest way that it says, or None."""
    best: tuple[Said, ...] | None = None if branch.needs else ()
    for need in branch.needs:
        if not documented.names(need):
            continue
        found: list[Said] = []
        for concept in sorted(need):
            said = documented.says(concept)
            if said is None:
                break
            found.append(said)
        else:
            if best is None or len(found) > len(best):
                best = tuple(found)
    return best


def _default(branches: Sequence[Branch], side: str | None) -> Choice | None:
    """The branch for detail that is not given: "unspecified", else code 9, else "other"."""
    usable = [branch for branch in branches if branch.side is None or _fits(branch.side, side)]
    for fits in _DEFAULTS:
        for branch in usable:
            if fits(branch):
                return Choice(branch)
    return None
