"""The only place that knows JSON: what comes in, what goes out, in the names that others build on.

The command line writes the same objects as the service; only the unit of the offsets differs.
"""

import json
import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from chartside.codesets.flags import CodeFlags
from chartside.codesets.opening import AnyCodeSet
from chartside.codesets.store import Code, Hit
from chartside.errors import InputError, UnknownCodeError
from chartside.model import Assertion, Cue, Evidence, NotCoded, Note, Result, Setting, Suggestion
from chartside.web.flags_json import write_flags, write_suggestion_flags
from chartside.web.offsets import Offset, code_points, utf16_units, without_surrogates

Json = dict[str, Any]
LONGEST_ID = 200
"""Longest `id` of a note, in characters."""
LONGEST_CODE = 12
INSTRUCTIONS = ("code_first", "use_additional", "code_also", "excludes1", "excludes2")


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit of offsets: its name in the answer, and how to count in it."""

    name: str
    within: Any  # Callable[[str], Offset]; mypy takes a function in a slot for a method


UTF16 = Unit("utf16", utf16_units)
CODEPOINT = Unit("codepoint", code_points)


def parse_object(text: bytes | str) -> Json:
    """One JSON object.

    Raises:
        InputError: it is something else; the sentence holds nothing of the text.
    """
    try:
        value = json.loads(text.decode("utf-8-sig") if isinstance(text, bytes) else text)
    except UnicodeDecodeError:
        raise InputError("This is not UTF-8 text; send JSON in UTF-8.") from None
    except (ValueError, RecursionError):
        raise InputError('This is not valid JSON; send one object such as {"text": "…"}.') from None
    if not isinstance(value, dict):
        raise InputError('Send one JSON object, such as {"text": "…"}.')
    return value


def read_note(row: Json, *, setting: Setting = Setting.OUTPATIENT, day: date | None = None) -> Note:
    """The note of a request or of a line; `setting` and `day` stand in for what it leaves out.

    Raises:
        InputError: a field is missing or cannot be read.
    """
    given = row.get("setting")
    when = row.get("date")
    return Note(
        text=read_text(row),
        id=read_id(row),
        setting=setting if given is None else read_setting(given),
        date=day if when is None else read_date(when),
    )


def read_text(row: Json) -> str:
    """The field `text`."""
    text = row.get("text")
    if not isinstance(text, str):
        raise InputError("The field `text` is missing or is not a string; put the note there.")
    return without_surrogates(text)


def read_id(row: Json) -> str:
    """The field `id`, empty when left out; whole numbers are taken as text."""
    value = row.get("id")
    if isinstance(value, int) and not isinstance(value, bool):
        # Numbers above 64 bits are no ids, and Python refuses to print the longest.
        value = str(value) if abs(value) < 1 << 64 else None
    elif value is None:
        value = ""
    if not isinstance(value, str) or len(value) > LONGEST_ID:
        raise InputError(f"The field `id` must be a string of at most {LONGEST_ID} characters.")
    return without_surrogates(value)


def read_setting(value: object) -> Setting:
    """`outpatient` or `inpatient`."""
    try:
        return Setting(value)  # type: ignore[arg-type]
    except ValueError:
        raise InputError("The setting must be outpatient or inpatient.") from None


def read_date(value: object) -> date:
    """A day such as 2026-04-01."""
    if isinstance(value, str) and re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
        try:
            return date.fromisoformat(value)
        except ValueError:
            pass
    raise InputError("The date must be a day of the calendar, written YYYY-MM-DD.")


def read_span(row: Json) -> tuple[str, str, int, int]:
    """Id, text, start and end of one line of `chartside assertions`."""
    text, start, end = read_text(row), row.get("start"), row.get("end")
    if type(start) is not int or type(end) is not int or not 0 <= start < end <= len(text):
        raise InputError("`start` and `end` must be code point offsets inside `text`, start before end.")
    return read_id(row), text, start, end


def write_result(result: Result, text: str, unit: Unit) -> Json:
    """The output object of `suggest`; `text` is the note that the offsets count in."""
    return write_result_at(result, unit.within(text), unit.name)


def write_result_at(result: Result, at: Offset, unit: str) -> Json:
    """As `write_result`, without the note."""
    return {
        "id": result.id,
        "code_set": result.code_set,
        "setting": result.setting.value,
        "offset_unit": unit,
        "suggestions": [_suggestion(item, at) for item in result.suggestions],
        "not_coded": [_not_coded(item, at) for item in result.not_coded],
        "conflicts": [
            {"codes": list(item.codes), "kind": item.kind, "text": item.text} for item in result.conflicts
        ],
        "notices": list(result.notices),
        "ms_drg": result.ms_drg and asdict(result.ms_drg),
    }


def write_assertion(span_id: str, assertion: Assertion, cues: Iterable[Cue]) -> Json:
    """One output line of `chartside assertions`, in code points."""
    return {"id": span_id} | write_judgement(assertion, cues, code_points(""))


def write_judgement(assertion: Assertion, cues: Iterable[Cue], at: Offset) -> Json:
    """An assertion and the cues that decided it."""
    return {"assertion": assertion.value, "cues": [_cue(cue, at) for cue in cues]}


def write_hits(words: str, code_set: str, hits: Iterable[Hit], notices: Iterable[str] = ()) -> Json:
    """The answer of a search, best first; `notices` say when the release is not the one of the date."""
    return {
        "query": words,
        "code_set": code_set,
        "results": [
            {"code": h.code, "description": h.description, "billable": h.billable, "matched": h.matched}
            for h in hits
        ],
        "notices": list(notices),
    }


def get_code(code_set: AnyCodeSet, code: str) -> Code:
    """The code as the coder wrote it, dots, case and spaces aside.

    Raises:
        UnknownCodeError: there is none; what was asked for is repeated only if it could be a code.
    """
    found = code_set.find(code) if len(code) <= LONGEST_CODE else None
    if found is None:
        tame = len(code) <= LONGEST_CODE and code.isascii() and code.isprintable()
        raise UnknownCodeError(code.strip() if tame else "that", code_set.release.label)
    return found


def write_code(code: Code, code_set: AnyCodeSet, flags: CodeFlags, notices: Iterable[str] = ()) -> Json:
    """One code, whole: where it stands, what it includes, what its chapter, block and parents say of it."""
    parents = code_set.ancestors(code.code)
    return {
        "code": code.code,
        "description": code.description,
        "billable": code.billable,
        "header": code.header,
        "code_set": code_set.release.label,
        "flags": write_flags(flags),
        "chapter": {"number": code.chapter, "description": code.chapter_title},
        "parents": [{"code": p.code, "description": p.description} for p in parents],
        "children": [
            {"code": c.code, "description": c.description, "billable": c.billable}
            for c in code_set.children(code.code)
        ],
        "seventh_characters": [{"character": c, "meaning": m} for c, m in code.seventh_characters],
        "notices": list(notices),
    } | {
        name: [{"text": i.text, "codes": list(i.codes), "origin": i.origin} for i in getattr(code, name)]
        for name in (*INSTRUCTIONS, "includes", "inclusion_terms", "notes")
    }


def _suggestion(item: Suggestion, at: Offset) -> Json:
    told = item.instructions
    return {
        "code": item.code,
        "description": item.description,
        "tier": item.tier.value,
        "confidence": round(item.confidence, 3),
        "evidence": [write_evidence(e, at) for e in item.evidence],
        "reasoning": [{"step": s.step, "text": s.text, "reference": s.reference} for s in item.reasoning],
        "guidelines": [
            {"section": g.section, "title": g.title, "summary": g.summary} for g in item.guidelines
        ],
        "instructions": {name: list(getattr(told, name)) for name in INSTRUCTIONS},
        "flags": write_suggestion_flags(item.flags),
        "missing": [
            {"axis": m.axis, "options": [{"code": code, "label": label} for code, label in m.options]}
            for m in item.missing
        ],
        "query": item.query,
        "poa": item.poa,
    }


def _not_coded(item: NotCoded, at: Offset) -> Json:
    rule = item.guideline
    return {
        "code": item.code,
        "description": item.description,
        "reason": item.reason,
        "evidence": [write_evidence(e, at) for e in item.evidence],
        "guideline": f"{rule.section} {rule.title}: {rule.summary}" if rule else "",
    }


def write_evidence(item: Evidence, at: Offset) -> Json:
    """A quotation of the note."""
    return {
        "start": at(item.start),
        "end": at(item.end),
        "text": item.text,
        "section": item.section,
        "assertion": item.assertion.value,
        "cues": [_cue(cue, at) for cue in item.cues],
    }


def _cue(cue: Cue, at: Offset) -> Json:
    return {"start": at(cue.start), "end": at(cue.end), "text": cue.text, "category": cue.category}
