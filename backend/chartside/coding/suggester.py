"""From a note to all that is said about it: suggestions, what is not coded and why, conflicts."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path

from chartside.codesets.store import CodeSet, open_code_set
from chartside.coding.candidates import candidates
from chartside.coding.guidelines import Guidelines, read_guidelines
from chartside.coding.judgement import guideline_section, is_coded
from chartside.coding.ranking import Ranker, features, read_ranker, tier_of
from chartside.coding.reasoning import chain, evidence_of, flags_of, instructions_of
from chartside.coding.rules import excludes, external, overlap
from chartside.coding.rules.combination import Combination, combine, read_combinations
from chartside.model import (
    Assertion,
    Candidate,
    Conflict,
    MissingDetail,
    NotCoded,
    Note,
    Result,
    Setting,
    Suggestion,
    Tier,
)
from chartside.notes.pipeline import NoteReader, build_reader
from chartside.notes.vocabulary import Progress

Open = dict[str, tuple[MissingDetail, ...]]


class Suggester:
    """Suggests codes for notes; safe to share between threads."""

    def __init__(
        self,
        code_set: CodeSet,
        reader: NoteReader,
        ranker: Ranker,
        guidelines: Guidelines,
        combinations: Sequence[Combination] = (),
    ) -> None:
        self.code_set = code_set
        self.reader = reader
        self._ranker = ranker
        self._guidelines = guidelines
        self._combinations = combinations

    def suggest(self, note: Note) -> Result:
        """All that is said about `note`; offsets are code points of its text."""
        found = candidates(self.code_set, note.text, self.reader.read(note.text))
        coded: dict[str, list[Candidate]] = defaultdict(list)
        left_out: dict[tuple[str, Assertion], list[Candidate]] = defaultdict(list)
        open_detail: Open = {}
        for candidate, missing in found:
            assertion = candidate.mention.assertion
            if is_coded(assertion, note.setting, candidate.code):
                coded[candidate.code].append(candidate)
                open_detail[candidate.code] = missing
            else:
                left_out[candidate.code, assertion].append(candidate)
        for group in coded.values():
            group.sort(key=_titles_no_problem)
        combined = combine(self._combinations, coded, note.text)
        suggestions = self._suggestions(combined, open_detail, note.setting)
        return Result(
            id=note.id,
            code_set=self.code_set.release.label,
            setting=note.setting,
            suggestions=suggestions,
            not_coded=self._not_coded(left_out, note.setting),
            conflicts=self._conflicts(suggestions, left_out),
        )

    def _suggestions(
        self, coded: dict[str, list[Candidate]], open_detail: Open, setting: Setting
    ) -> tuple[Suggestion, ...]:
        outdone = overlap.outdone(self.code_set, coded)
        for bare, detailed in outdone.items():
            if detailed not in outdone:
                # What was said without the detail speaks for the detailed code too.
                coded[detailed] = sorted([*coded[detailed], *coded[bare]], key=_titles_no_problem)
        dropped = outdone.keys() | external.without_injury(coded)
        any_heading = any(c.mention.problem_heading for group in coded.values() for c in group)
        offered = []
        for code, group in coded.items():
            if code in dropped:
                continue
            probability = self._ranker.probability(features(code, group, any_heading))
            tier = tier_of(probability)
            if tier is not None:
                offered.append(
                    self._suggestion(code, group, probability, tier, open_detail.get(code, ()), setting)
                )
        offered.sort(key=lambda s: (-s.confidence, s.evidence[0].start))
        return tuple(offered)

    def _suggestion(
        self,
        code: str,
        group: Sequence[Candidate],
        probability: float,
        tier: Tier,
        missing: tuple[MissingDetail, ...],
        setting: Setting,
    ) -> Suggestion:
        details = self.code_set.get(code)
        steps = chain(group, setting)
        sections = [step.reference for step in steps if step.reference]
        own = self._guidelines.of_code(code)
        return Suggestion(
            code=code,
            description=details.description,
            tier=tier,
            confidence=round(probability, 3),
            evidence=tuple(evidence_of(candidate.mention) for candidate in group),
            reasoning=steps,
            guidelines=self._guidelines.resolve([*([own] if own else []), *sections]),
            instructions=instructions_of(self.code_set, code),
            flags=flags_of(details),
            missing=missing,
        )

    def _not_coded(
        self,
        left_out: dict[tuple[str, Assertion], list[Candidate]],
        setting: Setting,
    ) -> tuple[NotCoded, ...]:
        found = []
        for (code, assertion), group in left_out.items():
            section = guideline_section(assertion, setting)
            found.append(
                NotCoded(
                    code=code,
                    description=self.code_set.get(code).description,
                    reason=assertion.value,
                    evidence=tuple(evidence_of(candidate.mention) for candidate in group),
                    guideline=self._guidelines.get(section) if section else None,
                )
            )
        found.sort(key=lambda item: item.evidence[0].start)
        return tuple(found)

    def _conflicts(
        self,
        suggestions: Iterable[Suggestion],
        left_out: dict[tuple[str, Assertion], list[Candidate]],
    ) -> tuple[Conflict, ...]:
        offered = list(suggestions)
        listed = [s.code for s in offered if s.tier is Tier.SUGGESTED]
        found = list(excludes.conflicts(self.code_set, listed))
        for suggestion in offered:
            denied = left_out.get((suggestion.code, Assertion.NEGATED))
            if denied:
                here = " ".join(suggestion.evidence[0].text.split())
                there = " ".join(denied[0].mention.text.split())
                text = (
                    f"The note both states “{here}” and denies “{there}” ({suggestion.code}); "
                    "conflicting documentation is a question for the provider."
                )
                found.append(Conflict((suggestion.code,), "contradiction", text))
        return tuple(found)


def _titles_no_problem(candidate: Candidate) -> bool:
    return not candidate.mention.problem_heading


def build_suggester(home: Path, *, progress: Progress | None = None) -> Suggester:
    """Open the code set and the vocabulary under `home`, compiling what is missing.

    Raises:
        CodeSetError: the release cannot be compiled.
        DataFileError: a curated file is wrong.
    """
    code_set = open_code_set(home, progress=progress)
    reader = build_reader(home, code_set, progress)
    return Suggester(code_set, reader, read_ranker(), read_guidelines(), read_combinations())
