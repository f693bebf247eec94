"""The jobs: what is said of one note, as the object that is written for it.

suggest   all suggestions, the same object as `chartside suggest` writes
check     the codes of its claim held against the note, as `chartside check` writes it
release   what differs between the suggestions under two releases
hcc       risk groups (CMS-HCC V28) that the note supports and its claim does not have
"""

import hashlib
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

from chartside.batch.reading import Work
from chartside.batch.rows import Setup
from chartside.codesets.codeset import CodeSet
from chartside.codesets.curated import content_hash
from chartside.coding.dated import DatedSuggester, build_dated_suggester
from chartside.errors import InputError
from chartside.model import Note, Result, Suggestion, Tier
from chartside.review.versions import engine_versions
from chartside.settings import Settings
from chartside.web import schemas
from chartside.web.check_json import MOST, write_findings
from chartside.web.offsets import code_points

Suggests = Callable[[Note], Result]
NO_CLAIM = "There is no claim with the id of this note."


def build_job(setup: Setup) -> tuple[Work, str]:
    """What reads a note for a job, and the versions and code sets that it works with.

    Raises:
        CodeSetError: the code set or the flags cannot be compiled.
        InputError: a release that is asked for is not installed.
    """
    settings = Settings(home=Path(setup.home)) if setup.home else Settings()
    suggester = _opened(settings.home)
    identity = identity_of(suggester)
    if setup.job == "check":
        return _check(suggester), identity
    if setup.job == "hcc":
        return _hcc(suggester), identity
    if setup.job == "release":
        return _release(settings.home, setup, suggester), identity
    return _suggest(suggester), identity


@lru_cache(maxsize=1)
def _opened(home: Path) -> DatedSuggester:
    """Shared by the jobs that a process has done; it stays as long as the process."""
    return build_dated_suggester(home)


def identity_of(suggester: DatedSuggester) -> str:
    """Version, digest of what it judges by, and code set, such as `0.1.0 3f1c… icd-10-cm-2026-04-01.0`."""
    made = engine_versions()
    installed = [each.state.edition for each in suggester.library.installed()]
    # Without a date, a risk group is that of today.
    tables = suggester.flags.of("I10").sources
    told = "\n".join([made.rules, made.weights, content_hash(), *installed, *tables])
    digest = hashlib.sha256(told.encode()).hexdigest()[:16]
    return f"{made.engine} {digest} {suggester.code_set.edition}"


def _suggest(suggester: DatedSuggester) -> Work:
    def work(note: Note, _: tuple[str, ...] | None) -> schemas.Json:
        return schemas.write_result(suggester.suggest(note), note.text, schemas.CODEPOINT)

    return work


def _check(suggester: DatedSuggester) -> Work:
    from chartside.review.check import check_note

    def work(note: Note, claim: tuple[str, ...] | None) -> schemas.Json:
        if claim is None:
            raise InputError(NO_CLAIM)
        if len(claim) > MOST:
            raise InputError(f"A claim of more than {MOST} codes is not checked.")
        _, found = check_note(suggester, note, claim)
        return {
            "id": note.id,
            "offset_unit": "codepoint",
            "findings": write_findings(found, code_points("")),
        }

    return work


def _release(home: Path, setup: Setup, suggester: DatedSuggester) -> Work:
    from chartside.codesets.changes import find_release
    from chartside.codesets.opening import open_state
    from chartside.coding.suggester import Suggester, suggester_for

    def opened(name: str) -> Suggester:
        installed = find_release(suggester.library.installed(), name)
        code_set = open_state(home, installed.state)
        if not isinstance(code_set, CodeSet):
            raise InputError(f"{installed.release} has no suggestions; name two releases of ICD-10-CM.")
        return suggester_for(home, code_set, suggester.flags)

    before, after = opened(setup.before), opened(setup.after)
    labels = {"before": before.code_set.release.label, "after": after.code_set.release.label}

    def work(note: Note, _: tuple[str, ...] | None) -> schemas.Json:
        old = {each.code: each for each in before.suggest(note).suggestions}
        new = {each.code: each for each in after.suggest(note).suggestions}
        return {
            "id": note.id,
            **labels,
            "gone": [_brief(each) for code, each in old.items() if code not in new],
            "new": [_brief(each) for code, each in new.items() if code not in old],
            "revised": [
                {"code": code, "was": old[code].description, "now": each.description}
                for code, each in new.items()
                if code in old and old[code].description != each.description
            ],
            "moved": [
                {"code": code, "was": old[code].tier.value, "now": each.tier.value}
                for code, each in new.items()
                if code in old and old[code].tier is not each.tier
            ],
        }

    return work


def _hcc(suggester: DatedSuggester) -> Work:
    def groups(code: str, note: Note) -> tuple[str, ...]:
        number = suggester.flags.of(code, note.date).hcc_v28
        return tuple(number.number.split(" + ")) if number else ()

    def work(note: Note, claim: tuple[str, ...] | None) -> schemas.Json:
        result = suggester.suggest(note)
        claimed = {group for code in claim or () for group in groups(code, note)}
        gaps: dict[str, list[Suggestion]] = {}
        for each in result.suggestions:
            for group in groups(each.code, note):
                if group not in claimed:
                    gaps.setdefault(group, []).append(each)
        return {
            "id": note.id,
            "code_set": result.code_set,
            "claimed": sorted(claimed, key=int),
            "gaps": [
                {
                    "hcc_v28": group,
                    "tier": (
                        Tier.SUGGESTED if any(s.tier is Tier.SUGGESTED for s in found) else Tier.POSSIBLE
                    ).value,
                    "codes": [
                        _brief(each)
                        | {"evidence": [schemas.write_evidence(e, code_points("")) for e in each.evidence]}
                        for each in found
                    ],
                }
                for group, found in sorted(gaps.items(), key=lambda item: int(item[0]))
            ],
        }

    return work


def _brief(each: Suggestion) -> schemas.Json:
    return {
        "code": each.code,
        "description": each.description,
        "tier": each.tier.value,
        "confidence": round(each.confidence, 3),
    }
