"""The 7th character: the code of a wanted encounter among the extensions of one code (I.A.5, I.C.19.a)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from chartside.codesets.store import Code, CodeSet

_OPEN_THREE = re.compile(r"\bopen fracture type III", re.IGNORECASE)
_OPEN = re.compile(r"\bopen fracture", re.IGNORECASE)
_WORD = re.compile(r"[a-z0-9]+")
_ASIDE = re.compile(r"\([^)]*\)")
_SMALL = frozenset("with of the or and stage fetus".split())
_MEANING = re.compile(r"\b(?:(?:initial|subsequent) encounter\b.*|sequela)$")
_BARE = re.compile(r"\b(?:unspecified|without|not applicable)\b", re.IGNORECASE)
_HEALING = ("delayed healing", "nonunion", "malunion")


@dataclass(frozen=True, slots=True)
class Encounter:
    """What the note says about the care of an injury.

    Attributes:
        phase: `initial`, `subsequent` or `sequela`.
        healing: `delayed healing`, `nonunion`, `malunion` or empty for routine healing.
        opened: 0 closed (also when nothing is said), 1 open, 3 open of type III.
    """

    phase: str = "initial"
    healing: str = ""
    opened: int = 0


def has_phase(children: Sequence[Code]) -> bool:
    """Whether these extensions tell initial from subsequent encounters (others tell stage or fetus)."""
    ends = {child.code[-1] for child in children}
    return {"A", "D", "S"} <= ends and all(len(child.code.replace(".", "")) == 7 for child in children)


def extension_of(children: Sequence[Code], encounter: Encounter) -> Code:
    """The extension for `encounter`; what the code does not tell apart is passed over."""
    of_phase = [child for child in children if encounter.phase in meaning_of(child)] or list(children)
    if encounter.phase == "subsequent":
        of_phase = [child for child in of_phase if _healing(child) == encounter.healing] or of_phase
    by_opening = {_opening(child): child for child in reversed(of_phase)}
    return by_opening.get(encounter.opened) or by_opening.get(1 if encounter.opened else 0) or of_phase[0]


def with_phase(code_set: CodeSet, code: str, encounter: Encounter) -> str | None:
    """The billable code for `code`, a 7th character added or changed where its category wants one."""
    found = code_set.find(code)
    if found is None:
        return None
    bare = found.parent if found.billable and len(code.replace(".", "")) == 7 else code
    children = code_set.children(bare) if bare else ()
    if children and has_phase(children):
        return extension_of(children, encounter).code
    return code if found.billable else None


def meaning_of(code: Code) -> str:
    """What the 7th character adds to a title: "initial encounter for closed fracture"."""
    found = _MEANING.search(code.description)
    return found.group() if found else code.description.rsplit(", ", 1)[-1]


def phase_of(code: Code) -> str:
    """`initial`, `subsequent` or `sequela`, as the code's title says it; empty when it says nothing."""
    said = meaning_of(code)
    return next((phase for phase in ("initial", "subsequent", "sequela") if phase in said), "")


def _healing(code: Code) -> str:
    return next((word for word in _HEALING if word in code.description), "")


def _opening(code: Code) -> int:
    if _OPEN_THREE.search(code.description):
        return 3
    return 1 if _OPEN.search(code.description) else 0


def default_extension(children: Sequence[Code], near: str) -> tuple[Code, tuple[tuple[str, str], ...]]:
    """The extension to start from, and the choices left open as pairs of code and meaning.

    The phase of care is read from the whole note later (`rules/phase.py`); a stage, a tophus or a fetus
    is read from the words `near` the condition.
    """
    options = tuple((child.code, meaning_of(child)) for child in children)
    if has_phase(children):
        return extension_of(children, Encounter()), options
    said = set(_WORD.findall(near.lower()))
    for child, (_, meaning) in zip(children, options, strict=True):
        words = set(_WORD.findall(_ASIDE.sub("", meaning.lower()))) - _SMALL
        if words and words <= said and "unspecified" not in meaning:
            return child, ()
    bare = [child for child, (_, meaning) in zip(children, options, strict=True) if _BARE.search(meaning)]
    return (bare or list(children))[0], options
