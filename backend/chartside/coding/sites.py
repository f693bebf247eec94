"""A condition that is coded by site, named without one: the site is taken from where the note gives it.

"Osteoarthritis" as a problem's title and "both knees" under it, or "osteoarthritis of the knee" elsewhere in
the note, is osteoarthritis of the knee (I.B.2). Two sites leave it open.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from chartside.coding.axiswords import Said
from chartside.coding.context import Context
from chartside.model import Assertion, Mention, ReasoningStep
from chartside.notes.composed import Condition, read_conditions

NEAR = 32
"""Characters between a condition and the site in its phrase."""

_BREAK = re.compile(r"[,;:.()\n]|\b(?:and|or|with|without|but|which|that|is|was|has)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Sited:
    """The code of a condition at the site that the note gives, and the words that give it."""

    code: str
    site: str
    quote: str

    def step(self, description: str) -> ReasoningStep:
        """The step as a coder reads it."""
        text = f"The note places it: {self.quote}, so {self.code} {description}."
        return ReasoningStep("specificity", text, "I.B.2")


class BareConditions:
    """Conditions by the names, and else by the code, that they have without a site."""

    def __init__(self, conditions: Sequence[Condition]) -> None:
        self._by_name = {
            name.lower(): condition
            for condition in conditions
            if condition.code and condition.sites
            for name in condition.words
        }
        codes = [condition.code for condition in self._by_name.values()]
        self._by_code = {
            condition.code: condition
            for condition in self._by_name.values()
            if codes.count(condition.code) == len(condition.words)
        }

    def _condition(self, mention: Mention) -> Condition | None:
        term = mention.codes[0]
        return self._by_name.get(term.term.lower()) or self._by_code.get(term.code)

    def beside(self, mention: Mention) -> bool:
        """Whether the code of a mention stays beside the one of its site: a tick bite has a cause too."""
        condition = self._by_name.get(mention.codes[0].term.lower())
        return condition is not None and condition.code[0] != mention.codes[0].code[0]

    def sited(self, mention: Mention, context: Context) -> Sited | None:
        """The condition of `mention` at the only site that the note gives for it; None when there is none."""
        condition = self._condition(mention)
        if condition is None:
            return None
        if mention.codes[0].kind == "general" and not mention.problem_heading:
            return None
        for found in (
            self._within(condition, mention, context),
            self._below(condition, mention, context),
        ):
            if found:
                return found[0] if len({sited.code for sited in found}) == 1 else None
        if not mention.problem_heading:
            return None
        return self._named_elsewhere(condition, mention, context)

    def _within(self, condition: Condition, mention: Mention, context: Context) -> list[Sited]:
        """The sites that stand in the phrase of the condition."""
        found = []
        for site, code in condition.sites.items():
            said = context.says(mention, site, "phrase")
            if said is not None and _close(mention, said, context.text):
                found.append(Sited(code, site, f"“{context.text[said.start : said.end]}”"))
        return _narrowest(found)

    def _below(self, condition: Condition, mention: Mention, context: Context) -> list[Sited]:
        """The sites that stand under the problem's title."""
        problems = context.kin(mention).problems if context.in_own_problem(mention) else ()
        found = []
        for site, code in condition.sites.items() if problems else ():
            for said in context.facts.within(site, problems):
                if context.facts.affirmed(said):
                    found.append(Sited(code, site, f"“{context.text[said.start : said.end]}”"))
                    break
        return _narrowest(found)

    def _named_elsewhere(self, condition: Condition, mention: Mention, context: Context) -> Sited | None:
        codes = {code: site for site, code in condition.sites.items()}
        found = {}
        for other in context.mentions:
            code = other.codes[0].code
            if other.assertion is Assertion.PRESENT and code != condition.code:
                named = next((each for each in codes if code.startswith(each)), None)
                if named:
                    found[named] = Sited(named, codes[named], f"“{' '.join(other.text.split())}”")
        return next(iter(found.values())) if len(found) == 1 else None


def _close(mention: Mention, said: Said, text: str) -> bool:
    """Whether a site stands beside its condition, with nothing between that could own it."""
    between = text[said.end : mention.start] if said.end <= mention.start else text[mention.end : said.start]
    return len(between) <= NEAR and not _BREAK.search(between)


def _narrowest(found: list[Sited]) -> list[Sited]:
    """Sites without those that only hold another ("hand" beside "index finger")."""
    return [
        sited
        for sited in found
        if not any(other is not sited and other.site.endswith(f" {sited.site}") for other in found)
    ]


def read_bare_conditions() -> BareConditions:
    """The conditions of `codesets/matching/condition-words.tsv`.

    Raises:
        DataFileError: with file, line and reason.
    """
    return BareConditions(read_conditions())
