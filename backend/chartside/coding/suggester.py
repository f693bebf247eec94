"""From a note to all that is said about it: suggestions, what is not coded and why, conflicts."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from chartside.codesets.flags import FlagStore, open_flags
from chartside.codesets.store import CodeSet, open_code_set
from chartside.coding.candidates import candidates
from chartside.coding.guidelines import Guidelines, read_guidelines
from chartside.coding.judgement import guideline_section
from chartside.coding.ranking import Ranker, features, read_ranker, tier_of
from chartside.coding.reasoning import chain, evidence_of, flags_of, instructions_of
from chartside.coding.rules import Rule, read_rules
from chartside.coding.worksheet import Worksheet, open_worksheet
from chartside.model import (
    Assertion,
    Candidate,
    Conflict,
    MissingDetail,
    NotCoded,
    Note,
    Result,
    Suggestion,
    Tier,
)
from chartside.notes.pipeline import NoteReader, build_reader
from chartside.notes.vocabulary import Progress


class Suggester:
    """Suggests codes for notes; safe to share between threads."""

    def __init__(
        self,
        code_set: CodeSet,
        reader: NoteReader,
        ranker: Ranker,
        guidelines: Guidelines,
        flags: FlagStore,
        rules: Sequence[Rule] = (),
    ) -> None:
        self.code_set = code_set
        self.reader = reader
        self.flags = flags
        self._ranker = ranker
        self._guidelines = guidelines
        self._rules = rules

    def close(self) -> None:
        """Close the files; nothing can be suggested after that."""
        self.code_set.close()
        self.flags.close()

    def suggest(self, note: Note) -> Result:
        """All that is said about `note`; offsets are code points of its text."""
        mentions = self.reader.read(note.text)
        found = candidates(self.code_set, note.text, mentions)
        sheet = open_worksheet(note, self.code_set, mentions, found)
        for rule in self._rules:
            rule(sheet)
        suggestions = self._suggestions(sheet)
        return Result(
            id=note.id,
            code_set=self.code_set.release.label,
            setting=note.setting,
            suggestions=suggestions,
            not_coded=self._not_coded(sheet),
            conflicts=self._conflicts(suggestions, sheet),
        )

    def _suggestions(self, sheet: Worksheet) -> tuple[Suggestion, ...]:
        coded = sheet.coded
        any_heading = any(c.mention.problem_heading for group in coded.values() for c in group)
        offered = []
        for code, group in coded.items():
            known = features(code, group, any_heading, sheet.support.get(code, ()))
            probability = self._ranker.probability(known)
            tier = tier_of(probability)
            if tier is not None:
                missing = sheet.missing.get(code, ())
                offered.append(self._suggestion(code, group, probability, tier, missing, sheet.note))
        offered.sort(key=lambda s: (-s.confidence, s.evidence[0].start))
        return tuple(offered)

    def _suggestion(
        self,
        code: str,
        group: Sequence[Candidate],
        probability: float,
        tier: Tier,
        missing: tuple[MissingDetail, ...],
        note: Note,
    ) -> Suggestion:
        details = self.code_set.get(code)
        steps = chain(group, note.setting)
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
            flags=flags_of(details, self.flags.of(code, note.date)),
            missing=missing,
        )

    def _not_coded(self, sheet: Worksheet) -> tuple[NotCoded, ...]:
        found = [
            self._left_out(code, assertion.value, guideline_section(assertion, sheet.note.setting), group)
            for (code, assertion), group in sheet.left_out.items()
        ]
        found += [
            self._left_out(code, folded.reason, folded.section, folded.candidates)
            for code, folded in sheet.folded.items()
        ]
        found.sort(key=lambda item: item.evidence[0].start)
        return tuple(found)

    def _left_out(self, code: str, reason: str, section: str | None, group: Sequence[Candidate]) -> NotCoded:
        return NotCoded(
            code=code,
            description=self.code_set.get(code).description,
            reason=reason,
            evidence=tuple(evidence_of(candidate.mention) for candidate in group),
            guideline=self._guidelines.get(section) if section else None,
        )

    def _conflicts(self, suggestions: Iterable[Suggestion], sheet: Worksheet) -> tuple[Conflict, ...]:
        offered = list(suggestions)
        listed = {s.code for s in offered if s.tier is Tier.SUGGESTED}
        found = [conflict for conflict in sheet.conflicts if listed.issuperset(conflict.codes)]
        for suggestion in offered:
            denied = sheet.left_out.get((suggestion.code, Assertion.NEGATED))
            if denied:
                here = " ".join(suggestion.evidence[0].text.split())
                there = " ".join(denied[0].mention.text.split())
                text = (
                    f"The note both states “{here}” and denies “{there}” ({suggestion.code}); "
                    "conflicting documentation is a question for the provider."
                )
                found.append(Conflict((suggestion.code,), "contradiction", text))
        return tuple(found)


def build_suggester(home: Path, *, progress: Progress | None = None) -> Suggester:
    """Open the code set, the flags and the vocabulary under `home`, compiling what is missing.

    Raises:
        CodeSetError: the release or the flags cannot be compiled.
        DataFileError: a curated file is wrong.
    """
    code_set = open_code_set(home, progress=progress)
    flags = open_flags(home, progress=progress)
    reader = build_reader(home, code_set, progress)
    return Suggester(code_set, reader, read_ranker(), read_guidelines(), flags, read_rules(code_set))
