"""The chart check: codes that are on the claim already, held against the note, one by one.

It finds over- and under-coding alike. It is an aid to look at: what it says of a code is what the engine
read in the note, with the words and the section of the guidelines; the coder decides.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Protocol

from chartside.codesets.code import Code, key_of
from chartside.codesets.codeset import CodeSet
from chartside.codesets.library import Library
from chartside.coding.guidelines import Guidelines, read_guidelines
from chartside.coding.rules.excludes import conflicts
from chartside.model import Conflict, Evidence, Guideline, NotCoded, Note, Result, Setting, Suggestion, Tier
from chartside.review.findings import Finding, Verdict, cue, quote
from chartside.review.likeness import SYMPTOMS, covers, same_condition, side_of, vagueness

MOST = 200
"""Codes of one claim that are looked at."""
_WHY = {
    "negated": "the note denies {quote}{cue}",
    "uncertain": "the note leaves {quote} uncertain{cue}, which an outpatient's claim does not code",
    "historical": "the note tells of {quote} as history{cue}",
    "family": "{quote} is said of the family{cue}",
    "hypothetical": "{quote} is only considered{cue}",
    "integral_symptom": "{quote} is a routine symptom of {others}",
    "diagnostic": "{quote} is what was looked for, and {others} says what was found",
}


class Suggests(Protocol):
    """What the check needs of the suggester: the plain one, for a claim is held against the note alone."""

    library: Library

    @property
    def code_set(self) -> CodeSet:
        """The code set for notes without a date."""

    def suggest(self, note: Note) -> Result:
        """All that is said about one note, offsets in code points."""


def check_note(suggester: Suggests, note: Note, claimed: Iterable[str]) -> tuple[Result, list[Finding]]:
    """What is said about a note, and the codes of its claim held against it, in the release of its date."""
    result = suggester.suggest(note)
    code_set = suggester.library.code_set(day=note.date).code_set if note.date else suggester.code_set
    assert isinstance(code_set, CodeSet)
    return result, check(result, claimed, code_set)


def check(
    result: Result, claimed: Iterable[str], code_set: CodeSet, guidelines: Guidelines | None = None
) -> list[Finding]:
    """What the note says of each code of a claim, then the conflicts among them, then what is missing.

    Args:
        result: all that is said about the note, from the engine.
        claimed: codes as they stand on the claim; dots, case and repetitions do not matter.
        code_set: the release of the note's date.
        guidelines: the sections to refer to; those that come with Chartside if left out.
    """
    return _Check(result, code_set, guidelines or _official()).findings(list(claimed)[:MOST])


@lru_cache(maxsize=1)
def _official() -> Guidelines:
    return read_guidelines()


class _Check:
    def __init__(self, result: Result, code_set: CodeSet, guidelines: Guidelines) -> None:
        self._result, self._code_set, self._guidelines = result, code_set, guidelines
        self._offered = {each.code: each for each in result.suggestions}
        self._listed = [each for each in result.suggestions if each.tier is Tier.SUGGESTED]

    def findings(self, claimed: Sequence[str]) -> list[Finding]:
        known: dict[str, Code] = {}
        found = []
        for written in dict.fromkeys(key_of(each) for each in claimed if each.strip()):
            code = self._code_set.find(written) if len(written) <= 8 and written.isascii() else None
            if code is None:
                found.append(self._unknown(written))
            elif not code.billable:
                found.append(self._header(code))
            else:
                known[code.code] = code
                found.append(self._judged(code))
        found += self._conflicts(list(known))
        told = {code for finding in found for code in finding.others}
        found += [self._missing(each) for each in self._listed if each.code not in {*known, *told}]
        return found

    def _unknown(self, written: str) -> Finding:
        tame = written if written.isascii() and written.isalnum() and len(written) <= 8 else "This"
        text = f"{tame} is no code of {self._code_set.release.label}; look it up by its words."
        return Finding(tame, "", Verdict.UNKNOWN, text)

    def _header(self, code: Code) -> Finding:
        below = [each for each in self._result.suggestions if each.code.startswith(code.code)]
        others = tuple(each.code for each in below if each.tier is Tier.SUGGESTED) or tuple(
            each.code for each in below[:1]
        )
        end = f"the note documents {_and(others)}" if others else "choose a code below it"
        text = f"{code.code} is a heading and is not reported; {end}."
        return self._finding(code, Verdict.NOT_BILLABLE, text, _evidence(below), "I.B.2", others)

    def _judged(self, code: Code) -> Finding:
        offered = self._offered.get(code.code)
        if offered and offered.tier is Tier.SUGGESTED:
            return self._supported(code, offered)
        better = self._more_specific(code)
        if better:
            text = f"The note documents more than {code.code} says: {_and([each.code for each in better])}."
            return self._finding(
                code, Verdict.LESS_SPECIFIC, text, _evidence(better), "I.B.2", [s.code for s in better]
            )
        if offered:
            return self._supported(code, offered)
        for left in self._result.not_coded:
            if left.code == code.code:
                return self._left_out(code, left)
        return self._by_relatives(code)

    def _supported(self, code: Code, offered: Suggestion) -> Finding:
        text = f"The note supports {code.code}: {quote(offered.evidence)}."
        if offered.tier is Tier.POSSIBLE:
            text = f"The note names {quote(offered.evidence)}, which may stand for {code.code}; look at it."
        section = offered.guidelines[0] if offered.guidelines else None
        return Finding(code.code, code.description, Verdict.SUPPORTED, text, offered.evidence, section)

    def _more_specific(self, code: Code) -> list[Suggestion]:
        """Listed codes that say all that `code` does, and more."""
        left = next((each for each in self._result.not_coded if each.code == code.code), None)
        if left is not None:
            if left.reason != "superseded":
                return []
            return [each for each in self._listed if _overlap(each.evidence, left.evidence)] or [
                each for each in self._listed if each.code[:3] == code.code[:3]
            ]
        vague = vagueness(code.description)
        if not vague or code.code[0] == SYMPTOMS:
            return []
        return [
            each
            for each in self._listed
            if each.code[:3] == code.code[:3]
            and vagueness(each.description) < vague
            and same_condition(each, code)
        ]

    def _left_out(self, code: Code, left: NotCoded) -> Finding:
        into = [each.code for each in self._listed if _overlap(each.evidence, left.evidence)]
        others = into or [each.code for each in self._listed[:1]]
        form = _WHY.get(left.reason) if "{others}" not in _WHY.get(left.reason, "") or others else None
        why = (form or "{quote} alone is not reported").format(
            quote=quote(left.evidence), cue=cue(left.evidence), others=_and(others)
        )
        verdict = Verdict.CONTRADICTED if left.reason == "negated" else Verdict.NOT_SUPPORTED
        text = f"{code.code} is {_said(verdict)}: {why}."
        return Finding(code.code, code.description, verdict, text, left.evidence, left.guideline)

    def _by_relatives(self, code: Code) -> Finding:
        """The note does not name the code; what it says of its like decides."""
        for each in self._result.suggestions:
            if any(option == code.code for detail in each.missing for option, _ in detail.options):
                return self._too_specific(code, each)
        relatives = [each for each in self._result.suggestions if each.code[:3] == code.code[:3]]
        for each in relatives:
            sides = side_of(each.description), side_of(code.description)
            if all(sides) and sides[0] != sides[1] and same_condition(each, code):
                text = f"{code.code} is contradicted: the note says {sides[0]} ({each.code})."
                return self._finding(code, Verdict.CONTRADICTED, text, each.evidence, "I.B.13", [each.code])
        for each in relatives:
            if vagueness(each.description) and not vagueness(code.description):
                return self._too_specific(code, each)
        denied = [each for each in self._result.not_coded if covers(each, code)]
        if denied and not relatives:
            return self._left_out(code, denied[0])
        if relatives:
            codes = [each.code for each in relatives if each.tier is Tier.SUGGESTED] or [relatives[0].code]
            text = f"{code.code} is not supported; the note documents {_and(codes)} in its place."
            return self._finding(code, Verdict.NOT_SUPPORTED, text, _evidence(relatives), None, codes)
        text = f"{code.code} is not supported: nothing was found in the note that names it."
        return self._finding(code, Verdict.NOT_SUPPORTED, text, (), None)

    def _too_specific(self, code: Code, documented: Suggestion) -> Finding:
        text = (
            f"The note documents {documented.code} ({quote(documented.evidence)}); the detail that "
            f"{code.code} adds is not in it."
        )
        evidence, others = documented.evidence, [documented.code]
        return self._finding(code, Verdict.MORE_SPECIFIC, text, evidence, "I.B.2", others)

    def _conflicts(self, codes: Sequence[str]) -> Iterator[Finding]:
        own: list[Conflict] = [
            each
            for each in self._result.conflicts
            if each.kind != "excludes1" and set(codes).issuperset(each.codes)
        ]
        for each in (*conflicts(self._code_set, codes), *own):
            first, *others = each.codes
            shown = [self._offered[code] for code in each.codes if code in self._offered]
            section = {"excludes1": "I.A.12.a", "contradiction": "I.A.19", "code_first": "I.A.13"}[each.kind]
            yield self._finding(
                self._code_set.get(first), Verdict.CONFLICTING, each.text, _evidence(shown), section, others
            )

    def _missing(self, each: Suggestion) -> Finding:
        text = f"The note documents {each.code} ({quote(each.evidence)}), which is not on the claim."
        section = each.guidelines[0] if each.guidelines else None
        return Finding(each.code, each.description, Verdict.MISSING, text, each.evidence, section)

    def _finding(
        self,
        code: Code,
        verdict: Verdict,
        text: str,
        evidence: tuple[Evidence, ...],
        section: str | None,
        others: Iterable[str] = (),
    ) -> Finding:
        inpatient = self._result.setting is Setting.INPATIENT
        named: Guideline | None = self._guidelines.get(section or ("III" if inpatient else "IV.J"))
        return Finding(code.code, code.description, verdict, text, evidence, named, tuple(others))


def _said(verdict: Verdict) -> str:
    return verdict.value.replace("_", " ")


def _and(codes: Sequence[str]) -> str:
    return " and ".join(filter(None, (", ".join(codes[:-1]), *codes[-1:])))


def _evidence(items: Iterable[Suggestion]) -> tuple[Evidence, ...]:
    return tuple(dict.fromkeys(each.evidence[0] for each in items if each.evidence))


def _overlap(some: Iterable[Evidence], others: Sequence[Evidence]) -> bool:
    return any(one.start < other.end and other.start < one.end for one in some for other in others)
