"""What the record keeps of a result: in clear no text of the note, sealed all that a coder could see."""

from dataclasses import asdict, fields, is_dataclass
from enum import StrEnum
from types import UnionType
from typing import Any, get_args, get_origin, get_type_hints

from chartside.model import Result, Setting

LISTS = ("suggestions", "not_coded", "conflicts")
TOLD = (*LISTS, "notices", "ms_drg")
"""What of a result is sealed as it was shown; a note's own identifier may name the patient."""


def shown_of(result: Result) -> list[list[Any]]:
    """Per suggestion: code, tier, confidence, evidence (start, end, section, assertion) and what learning
    starts from (kind of place, probability before anything learned)."""
    return [
        [
            each.code,
            each.tier,
            each.confidence,
            [[e.start, e.end, e.section, e.assertion] for e in each.evidence],
            list(each.basis or ("", each.confidence)),
        ]
        for each in result.suggestions
    ]


def told_of(result: Result) -> dict[str, Any]:
    """What is sealed of a result."""
    told: dict[str, Any] = {name: [asdict(each) for each in getattr(result, name)] for name in LISTS}
    return told | {"notices": list(result.notices), "ms_drg": result.ms_drg and asdict(result.ms_drg)}


def result_of(told: dict[str, Any], code_set: str, setting: Setting) -> Result:
    """The result that was sealed; the identifier that its note had is not known."""
    given = {name: told[name] for name in TOLD if name in told}
    made: Result = _made(Result, given | {"id": "", "code_set": code_set, "setting": setting})
    return made


def _made(kind: Any, value: Any) -> Any:
    """A value of JSON as the type that it was."""
    if is_dataclass(kind):
        hints = get_type_hints(kind)
        given = [each.name for each in fields(kind) if each.name in value]
        return kind(**{name: _made(hints[name], value[name]) for name in given})  # type: ignore[operator]
    if get_origin(kind) is tuple:
        kinds = get_args(kind)
        if kinds[-1] is Ellipsis:
            return tuple(_made(kinds[0], each) for each in value)
        return tuple(_made(one, each) for one, each in zip(kinds, value, strict=True))
    if get_origin(kind) is UnionType:
        return None if value is None else _made(get_args(kind)[0], value)
    return kind(value) if isinstance(kind, type) and issubclass(kind, StrEnum) else value
