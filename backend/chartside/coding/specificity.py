"""From a term's code to the one that the documentation supports, never further.

Side, 7th character and "unspecified" follow sections I.B.2, I.B.13, I.A.5 and I.C.19.a of the
Official Guidelines: what the note says is used, what it does not say stays unspecified. A code that only
leaves detail open is left for its neighbour when the note gives the detail elsewhere for the same
condition; a bilateral condition without a bilateral code becomes two codes.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from chartside.codesets.store import Code, CodeSet
from chartside.coding.axes import Axes, axes_of
from chartside.coding.branches import Branch
from chartside.coding.choosing import Choice, choose
from chartside.coding.documentation import Documentation, Documented, side_in, words_in
from chartside.coding.seventh import default_extension
from chartside.model import MissingDetail, ReasoningStep

__all__ = ["Documented", "Refined", "refine", "refined", "side_in", "words_in"]

_UNSPECIFIED = re.compile(r"\bunspecified\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Refined:
    """The code reached, the steps that led there and the detail that the note leaves open."""

    code: Code
    steps: tuple[ReasoningStep, ...] = ()
    missing: tuple[MissingDetail, ...] = ()
    specific: bool = True


def refine(code_set: CodeSet, code: Code, documented: Documented) -> Refined | None:
    """The code that words and a side in hand support for `code`; None when they lead to no billable one."""
    found = refined(axes_of(code_set), code, documented)
    return found[0] if found else None


def refined(axes: Axes, code: Code, documented: Documentation) -> tuple[Refined, ...]:
    """The codes that the note supports for `code`: one, two for both sides, or none."""
    above = axes.open_above(code)
    for top in reversed(above):
        found = tuple(_descend(axes, Refined(top), documented, elsewhere=True))
        if found:
            return found
    start = Refined(code, specific=not _UNSPECIFIED.search(code.description))
    found = tuple(_descend(axes, start, documented))
    if above and len(found) == 1:
        open_detail = tuple(
            detail for top in above[:1] if (detail := axes.missing(top, found[0].code)) is not None
        )
        return (replace(found[0], missing=(*found[0].missing, *open_detail)),)
    return found


def _descend(
    axes: Axes, reached: Refined, documented: Documentation, *, elsewhere: bool = False
) -> Iterator[Refined]:
    """Billable codes below `reached`; with `elsewhere` the first step must be documented."""
    if reached.code.billable:
        yield reached
        return
    branches = axes.below(reached.code)
    if all(len(branch.code) == 8 for branch in branches) and len(branches) > 1:
        yield _with_phase(reached, axes.code_set.children(reached.code.code), documented)
        return
    choices = choose(axes, reached.code, branches, documented)
    for choice in choices:
        if elsewhere and not choice.documented:
            return
        below = list(_descend(axes, _step(axes, reached, branches, choice, documented), documented))
        if not below and elsewhere:
            return
        yield from below


def _step(
    axes: Axes, reached: Refined, branches: Sequence[Branch], choice: Choice, documented: Documentation
) -> Refined:
    code = axes.code_set.get(choice.branch.code)
    if len(branches) == 1:
        return replace(reached, code=code)
    if choice.documented:
        return replace(reached, code=code, steps=(*reached.steps, _why(code, choice, documented)))
    missing = axes.missing(reached.code, code)
    return replace(
        reached,
        code=code,
        missing=reached.missing if missing is None else (*reached.missing, missing),
        specific=False,
    )


def _why(code: Code, choice: Choice, documented: Documentation) -> ReasoningStep:
    quotes = list(dict.fromkeys(documented.quote(said) for said in choice.said))
    if choice.by_side:
        quotes.append(choice.by_side)
    return ReasoningStep(
        "specificity",
        f"The note says {', '.join(quotes)}: {code.code} {code.description}.",
        "I.B.2" if choice.said else "I.B.13",
    )


def _with_phase(reached: Refined, children: Sequence[Code], documented: Documentation) -> Refined:
    """The code with its 7th character; the phase of care is read from the whole note later."""
    chosen, options = default_extension(children, documented.near)
    missing = (MissingDetail("7th character", options),) if options else ()
    return replace(reached, code=chosen, missing=(*reached.missing, *missing))
