"""From a note to all that is said about it: suggestions, what is not coded and why, conflicts."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

from chartside.codesets.flags import FlagStore, open_flags
from chartside.codesets.store import CodeSet, open_code_set
from chartside.coding.adjusting import Adjuster, prefer, rank
from chartside.coding.axes import axes_of
from chartside.coding.candidates import candidates
from chartside.coding.cautions import cautions
from chartside.coding.features import features_of
from chartside.coding.guidelines import Guidelines, read_guidelines
from chartside.coding.house_terms import Terms, with_house_terms
from chartside.coding.index_path import index_steps
from chartside.coding.inpatient import grouping, present_on_admission
from chartside.coding.judgement import guideline_section
from chartside.coding.narration import Narration
from chartside.coding.notewords import NoteWords
from chartside.coding.queries import draft
from chartside.coding.ranking import Ranker, read_ranker
from chartside.coding.reasoning import chain, flags_of, instructions_of, quotations
from chartside.coding.rules import Rule, read_rules
from chartside.coding.sequencing import sequenced
from chartside.coding.worksheet import Worksheet, open_worksheet
from chartside.model import (
    Assertion,
    Candidate,
    Conflict,
    Guideline,
    NotCoded,
    Note,
    ReasoningStep,
    Result,
    Setting,
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
        axes_of(self.code_set).close()
        self.code_set.close()
        self.flags.close()

    def suggest(self, note: Note, adjuster: Adjuster | None = None) -> Result:
        """All that is said about `note`; offsets are code points of its text.

        `adjuster` moves the ranking by what was learned from decisions, and knows the terms confirmed here.
        """
        sheet = self.worksheet(note, adjuster.terms if adjuster is not None else {})
        if adjuster is not None:
            prefer(sheet, adjuster)
        said = cautions(note.text, sheet.mentions)
        blank = Result(
            id=note.id,
            code_set=self.code_set.release.label,
            setting=note.setting,
            notices=tuple(caution.text for caution in said),
        )
        if any(caution.silences for caution in said):
            return blank
        short, rest = self._suggestions(sheet, adjuster)
        inpatient = note.setting is Setting.INPATIENT
        return replace(
            blank,
            suggestions=(*short, *rest),
            not_coded=self._not_coded(sheet),
            conflicts=self._conflicts([*short, *rest], sheet),
            ms_drg=grouping([s.code for s in short], note.date, self.code_set) if inpatient else None,
        )

    def worksheet(self, note: Note, terms: Terms = MappingProxyType({})) -> Worksheet:
        """The note's codes after all rules, before they are ranked; `terms` were confirmed here."""
        reading, words = self.reader.open(note.text), NoteWords(note.text)
        mentions = with_house_terms(reading, words, terms) if terms else reading.mentions
        found = candidates(self.code_set, note.text, mentions, words)
        sheet = open_worksheet(note, self.code_set, mentions, found, Narration(reading, words))
        for rule in self._rules:
            rule(sheet)
        return sheet

    def _suggestions(
        self, sheet: Worksheet, adjuster: Adjuster | None
    ) -> tuple[list[Suggestion], list[Suggestion]]:
        """The short list in the order of reporting, and the rest by confidence."""
        offered = []
        for each in rank(features_of(sheet), self._ranker, adjuster):
            made = self._suggestion(each.code, each.probability, each.tier, sheet)
            told = made.reasoning if each.step is None else (*made.reasoning, each.step)
            offered.append(replace(made, reasoning=told, basis=(each.place, round(each.before, 4))))
        offered.sort(key=lambda s: (-s.confidence, s.evidence[0].start))
        suggested = {s.code: s for s in offered if s.tier is Tier.SUGGESTED}
        short = [
            s if s is suggested[s.code] else replace(s, guidelines=self._guidelines_of(s.code, s.reasoning))
            for s in sequenced(self.code_set, list(suggested.values()), sheet.note.setting)
        ]
        return short, [s for s in offered if s.tier is Tier.POSSIBLE]

    def _guidelines_of(self, code: str, reasoning: Iterable[ReasoningStep]) -> tuple[Guideline, ...]:
        own = self._guidelines.of_code(code)
        return self._guidelines.resolve([own or "", *(step.reference for step in reasoning)])

    def _suggestion(self, code: str, probability: float, tier: Tier, sheet: Worksheet) -> Suggestion:
        note, group, missing = sheet.note, sheet.coded[code], sheet.missing.get(code, ())
        details = self.code_set.get(code)
        evidence = quotations(group)
        inpatient = note.setting is Setting.INPATIENT
        reasoning = chain(group, note.setting, index_steps(self.code_set, details, group, sheet.narration))
        return Suggestion(
            code=code,
            description=details.description,
            tier=tier,
            confidence=round(probability, 3),
            evidence=evidence,
            reasoning=reasoning,
            guidelines=self._guidelines_of(code, reasoning),
            instructions=instructions_of(self.code_set, code),
            flags=flags_of(details, self.flags.of(code, note.date)),
            missing=missing,
            query=draft(group, missing),
            poa=present_on_admission(code, evidence, note.text) if inpatient else None,
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
            evidence=quotations(group),
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
    return suggester_for(home, code_set, open_flags(home, progress=progress), progress)


def suggester_for(
    home: Path, code_set: CodeSet, flags: FlagStore, progress: Progress | None = None
) -> Suggester:
    """A suggester on a code set that is open already.

    Raises:
        DataFileError: a curated file is wrong.
    """
    reader = build_reader(home, code_set, progress)
    axes_of(code_set).use_compiled(home, progress)
    return Suggester(code_set, reader, read_ranker(), read_guidelines(), flags, read_rules(code_set))
