"""From a category down to the code that the documentation supports, never further.

Side, 7th character and "unspecified" follow sections I.B.2, I.B.13, I.A.5 and I.C.19.a of the
Official Guidelines: what the note says is used, what it does not say stays unspecified.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from chartside.codesets.store import Code, CodeSet
from chartside.model import MissingDetail, ReasoningStep

_SIDES = re.compile(
    r"\b(?:((?i:left|lt|lle|lue)|OS)|((?i:right|rt|rle|rue)|OD)|((?i:bilateral|bilaterally|both|ble|bue)|OU))\b"
    r"|\b([LR])\b"
)
_SIDE_WORD = re.compile(r"\b(left|right|bilateral)\b", re.IGNORECASE)
_UNILATERAL = re.compile(r"\bunilateral\b", re.IGNORECASE)
_SIDE_OR_NONE = re.compile(r"\b(?:unspecified|left|right|bilateral|unilateral)\b")
_UNSPECIFIED = re.compile(r"\bunspecified\b", re.IGNORECASE)
_SUBSEQUENT = re.compile(
    r"\b(?:follow[- ]?up|healing|healed|aftercare|post[- ]?op(?:erative)?|cast removal|suture removal|"
    r"status post|s/p)\b",
    re.IGNORECASE,
)
_SEQUELA = re.compile(r"\b(?:sequelae?|late effects?|residual|old)\b", re.IGNORECASE)
_WORD = re.compile(r"[a-z]{4,}")
_EMPTY_WORDS = frozenset(
    "with without unspecified other type site disease disorder left right bilateral initial subsequent "
    "encounter specified classified elsewhere part level chronic".split()
)


@dataclass(frozen=True, slots=True)
class Documented:
    """What the note says around one condition.

    Attributes:
        side: `left`, `right`, `bilateral` or None.
        words: folded words that may name type, site or stage.
        near: the text around the mention, for phases of care.
    """

    side: str | None
    words: frozenset[str]
    near: str


@dataclass(frozen=True, slots=True)
class Refined:
    """The code reached, the steps that led there and the detail that the note leaves open."""

    code: Code
    steps: tuple[ReasoningStep, ...] = ()
    missing: tuple[MissingDetail, ...] = ()
    specific: bool = True


def side_in(text: str) -> str | None:
    """The one side named in `text`; None when there is none or more than one."""
    sides = set()
    for left, right, both, letter in _SIDES.findall(text.replace("R/L", "").replace("L/R", "")):
        sides.add("left" if left or letter == "L" else "right" if right or letter == "R" else "bilateral")
        if both:
            return "bilateral"
    if len(sides) == 2:
        return "bilateral" if "bilateral" in sides else None
    return sides.pop() if sides else None


def words_in(text: str) -> frozenset[str]:
    """Words of a text that can tell one subcategory from another."""
    return frozenset(_WORD.findall(text.lower())) - _EMPTY_WORDS


def refine(code_set: CodeSet, code: Code, documented: Documented) -> Refined | None:
    """Descend from `code` to a billable code; None when nothing documented leads to one."""
    steps: list[ReasoningStep] = []
    missing: list[MissingDetail] = []
    start = _on_documented_side(code_set, code, documented)
    if start is not code:
        steps.append(_side_step(documented.side, start))
    specific = start is not code or not _UNSPECIFIED.search(code.description)
    code = start
    while not code.billable:
        children = code_set.children(code.code)
        if not children:
            return None
        chosen, step, open_detail = _choose(code, children, documented)
        if chosen is None:
            return None
        if step is not None:
            steps.append(step)
        if open_detail is not None:
            missing.append(open_detail)
            specific = False
        code = chosen
    return Refined(code, tuple(steps), tuple(missing), specific)


def _on_documented_side(code_set: CodeSet, code: Code, documented: Documented) -> Code:
    """The code of the documented side, when `code` is the same condition on an unspecified side."""
    single = documented.side == "bilateral" and _UNILATERAL.search(code.description)
    if (
        documented.side is None
        or code.parent is None
        or not (single or _UNSPECIFIED.search(code.description))
    ):
        return code
    wanted = _bare_title(code)
    for sibling in code_set.children(code.parent):
        if _side_of(sibling) == documented.side and _bare_title(sibling) == wanted:
            return sibling
    return code


def _side_step(side: str | None, code: Code) -> ReasoningStep:
    return ReasoningStep("specificity", f"The note says {side}: {code.code}.", "I.B.13")


def _bare_title(code: Code) -> str:
    """A title without its side, to find the same condition on another side."""
    return " ".join(_SIDE_OR_NONE.sub(" ", code.description.lower()).replace(",", " ").split())


def _choose(
    parent: Code, children: Sequence[Code], documented: Documented
) -> tuple[Code | None, ReasoningStep | None, MissingDetail | None]:
    if len(children) == 1:
        return children[0], None, None
    if all(_is_extension(parent, child) for child in children):
        return _choose_phase(children, documented)
    # Of two codes for a side the first is the default: displaced before nondisplaced (I.C.19.c).
    sides = {side: child for child in reversed(children) if (side := _side_of(child))}
    if len(sides) >= 2:
        return _choose_side(children, sides, documented)
    return _choose_by_words(parent, children, documented)


def _is_extension(parent: Code, child: Code) -> bool:
    return len(child.code.replace(".", "")) == 7


def _choose_phase(
    children: Sequence[Code], documented: Documented
) -> tuple[Code | None, ReasoningStep | None, MissingDetail | None]:
    by_character = {child.code[-1]: child for child in children}
    wanted = "S" if _SEQUELA.search(documented.near) else "D" if _SUBSEQUENT.search(documented.near) else "A"
    options = tuple((child.code, child.description.rsplit(", ", 1)[-1]) for child in children)
    missing = MissingDetail("7th character", options)
    chosen = by_character.get(wanted) or by_character.get("A") or children[0]
    meaning = chosen.description.rsplit(", ", 1)[-1]
    if wanted == "A":
        why = ": the note speaks of no follow-up or late effect; confirm the phase of care."
    else:
        why = ", from the words about the phase of care."
    step = ReasoningStep("specificity", f"7th character {chosen.code[-1]} ({meaning}){why}", "I.C.19.a")
    return chosen, step, missing


def _choose_side(
    children: Sequence[Code], sides: dict[str, Code], documented: Documented
) -> tuple[Code | None, ReasoningStep | None, MissingDetail | None]:
    side = documented.side
    if side is not None and side in sides:
        return sides[side], _side_step(side, sides[side]), None
    options = tuple((child.code, side) for side, child in sides.items())
    neither = [child for child in children if _side_of(child) is None]
    return _unspecified_child(neither), None, MissingDetail("laterality", options)


def _choose_by_words(
    parent: Code, children: Sequence[Code], documented: Documented
) -> tuple[Code | None, ReasoningStep | None, MissingDetail | None]:
    known = words_in(parent.description)
    best, best_words = None, frozenset[str]()
    for child in children:
        own = words_in(child.description) - known
        shared = own & documented.words
        if own and len(shared) == len(own) and len(shared) > len(best_words):
            best, best_words = child, shared
    if best is not None:
        text = f"The note says {', '.join(sorted(best_words))}: {best.code} {best.description}."
        return best, ReasoningStep("specificity", text), None
    chosen = _unspecified_child(children)
    options = tuple((child.code, child.description) for child in children if child is not chosen)[:8]
    return chosen, None, MissingDetail("type", options) if chosen is not None else None


def _unspecified_child(children: Sequence[Code]) -> Code | None:
    for child in children:
        if _UNSPECIFIED.search(child.description):
            return child
    for child in children:
        if child.code[-1] == "9" or "without complication" in child.description.lower():
            return child
    return None


def _side_of(code: Code) -> str | None:
    """The side in a code's title; None when it names none or two."""
    found = {word.lower() for word in _SIDE_WORD.findall(code.description)}
    return found.pop() if len(found) == 1 else None
