"""JSON of encounters and decisions. On the wire offsets are UTF-16 units, in the record code points."""

import re
from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import TypeVar

from chartside.errors import InputError
from chartside.review.records import (
    Decision,
    DecisionKind,
    DecisionView,
    EncounterView,
    Mode,
    Quote,
    RejectReason,
)
from chartside.web.offsets import Offset, to_code_points, to_utf16, without_surrogates
from chartside.web.schemas import Json

MOST_QUOTES = 100
LONGEST_QUOTE = 4000
LONGEST_REASON = 2000
MOST_SECONDS = 60.0
"""Of one beat of activity; longer ones hold idle time."""
LONGEST_SINCE = 43_200.0
"""Seconds before an encounter is opened in which its coder may have seen the note."""
SOURCE = re.compile(r"[A-Za-z0-9._:\[\]-]{1,120}")
"""A host, with its port if wanted: a whole address may name the patient."""
SECTION = re.compile(r"[a-z0-9_]{1,60}")
ASSERTION = re.compile(r"[a-z]{1,20}")
CODE = re.compile(r"[A-Za-z0-9.]{1,12}")
"""Of any code set: what is rejected may be of another one, and stands in the record in clear."""

E = TypeVar("E", bound=StrEnum)


def read_part(body: Json, name: str) -> Json:
    """An object in a field."""
    value = body.get(name)
    if not isinstance(value, dict):
        raise InputError(f"The field `{name}` is missing or is not an object; see /v1/openapi.json.")
    return value


def read_source(body: Json) -> str:
    """Where the note was read: the field `page`, a host."""
    value = body.get("page", "")
    if value == "":
        return "unnamed"
    if not isinstance(value, str) or not SOURCE.fullmatch(value):
        raise InputError("The field `page` must be the host of the page alone, such as ehr.example.")
    return value.lower()


def read_mode(body: Json) -> Mode:
    """The field `mode`, or `first_pass` in short."""
    first = body.get("first_pass", False)
    if not isinstance(first, bool):
        raise InputError("The field `first_pass` must be true or false.")
    given = body.get("mode")
    if given is None:
        return Mode.FIRST_PASS if first else Mode.ASSISTED
    return read_choice(Mode, given, "mode")


def read_choice(kind: type[E], value: object, name: str) -> E:
    """One of the words that a field takes."""
    try:
        return kind(value)  # type: ignore[arg-type]
    except ValueError:
        raise InputError(f"The field `{name}` must be one of {', '.join(kind)}.") from None


def read_decision(body: Json, wide: Sequence[int], seconds: float) -> Decision:
    """A decision; its codes are as they were sent.

    Args:
        body: the request.
        wide: where the note's wide characters are, see `NoteFacts`.
        seconds: the coder's activity on the encounter.

    Raises:
        InputError: a field is missing or cannot be read.
    """
    kind = read_choice(DecisionKind, body.get("kind"), "kind")
    reason = body.get("reason")
    from_code = body.get("from_code")
    return Decision(
        kind,
        read_code(body.get("code"), "code"),
        from_code=None if from_code in (None, "") else read_code(from_code, "from_code"),
        reason=None if reason in (None, "") else read_choice(RejectReason, reason, "reason"),
        reason_text=_text(body.get("reason_text", ""), "reason_text", LONGEST_REASON),
        quotes=_quotes(body.get("evidence"), to_code_points(wide)),
        active_seconds=seconds,
    )


def read_code(value: object, name: str) -> str:
    """What may be a code."""
    if not isinstance(value, str) or not CODE.fullmatch(value.strip()):
        raise InputError(f"The field `{name}` must be a code, such as E11.22.")
    return value.strip()


def read_number(body: Json) -> int | None:
    """The number that a decision has; so that one that is sent twice is written once."""
    value = body.get("number")
    if value is not None and (type(value) is not int or not 1 <= value <= 1_000_000):
        raise InputError("The field `number` must be a whole number from 1 on.")
    return value


def read_seconds(body: Json, name: str = "seconds", most: float = MOST_SECONDS) -> float:
    """Seconds, such as those of one beat of activity."""
    value = body.get(name)
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= most:
        raise InputError(f"The field `{name}` must be a number from 0 to {most:g}.")
    return float(value)


def read_begun(body: Json) -> tuple[float, float]:
    """Seconds since the coder first saw the note and of work among them, `since` and `active_seconds`."""
    given = {"since": 0, "active_seconds": 0} | body
    since, active = (read_seconds(given, name, LONGEST_SINCE) for name in ("since", "active_seconds"))
    return since, active


def write_encounter(view: EncounterView) -> Json:
    """An encounter as it stands."""
    return {
        "id": view.id,
        "coder": view.coder,
        "page": view.source,
        "setting": view.setting.value,
        "date": view.day,
        "mode": view.mode.value,
        "state": view.state.value,
        "code_set": view.code_set,
        "versions": {
            "engine": view.versions.engine,
            "rules": view.versions.rules,
            "weights": view.versions.weights,
        },
        "readings": view.readings,
        "opened_at": view.opened_at,
        "first_action_at": view.first_action_at,
        "revealed_at": view.revealed_at,
        "finalized_at": view.finalized_at,
        "active_seconds": round(view.active_seconds, 1),
        "codes": list(view.codes),
        "decisions": [write_decision(each) for each in view.decisions],
    }


def write_decision(view: DecisionView) -> Json:
    """A decision as it stands."""
    return {
        "number": view.number,
        "kind": view.kind.value,
        "code": view.code,
        "from_code": view.from_code,
        "reason": view.reason and view.reason.value,
        "at": view.at,
        "undone": view.undone,
        "shown": view.shown,
    }


def write_sealed(parts: Iterable[Json], wide: Sequence[int]) -> Json:
    """What was quoted with each decision, and the codes of the last reading as they were shown."""
    at = to_utf16(wide)
    quotes: Json = {}
    suggestions: list[Json] = []
    last = 0
    for part in parts:
        name = part["id"].rpartition("/")[2]
        number = int(name[1:])
        if name.startswith("d"):
            told = part["quotes"]
            evidence = [each | {"start": at(each["start"]), "end": at(each["end"])} for each in told]
            quotes[str(number)] = {"evidence": evidence, "reason_text": part["reason_text"]}
        elif number > last:
            last = number
            keys = ("code", "description", "tier", "confidence")
            suggestions = [{key: each[key] for key in keys} for each in part["suggestions"]]
    return {"quoted": quotes, "suggested": suggestions, "offset_unit": "utf16"}


def _quotes(value: object, at: Offset) -> tuple[Quote, ...]:
    if value is None:
        return ()
    if not isinstance(value, list) or len(value) > MOST_QUOTES:
        raise InputError(f"The field `evidence` must be a list of at most {MOST_QUOTES} quotations.")
    return tuple(_quote(each, at) for each in value)


def _quote(value: object, at: Offset) -> Quote:
    row = value if isinstance(value, dict) else {}
    start, end = row.get("start"), row.get("end")
    if type(start) is not int or type(end) is not int or not 0 <= start < end < 1 << 31:
        raise InputError("Each quotation needs `start` and `end`, UTF-16 offsets with start before end.")
    section, assertion = row.get("section"), row.get("assertion", "present")
    if section is not None and not (isinstance(section, str) and SECTION.fullmatch(section)):
        raise InputError("The `section` of a quotation must be the name of a section, or left out.")
    if not (isinstance(assertion, str) and ASSERTION.fullmatch(assertion)):
        raise InputError("The `assertion` of a quotation must be one of the six, or left out.")
    text = _text(row.get("text", ""), "text", LONGEST_QUOTE)
    return Quote(at(start), at(end), text, section, assertion)


def _text(value: object, name: str, longest: int) -> str:
    if not isinstance(value, str) or len(value) > longest:
        raise InputError(f"The field `{name}` must be a string of at most {longest} characters.")
    return without_surrogates(value)
