"""The words of a report: events as sentences, names for what the record keeps as short words."""

from collections.abc import Mapping

from chartside.review.records import Event, Mode

HOW = {"accept": "accepted", "change": "changed", "add": "added", "reject": "rejected"}
REASONS = {
    "not_documented": "not documented",
    "not_treated": "neither treated nor of effect on care",
    "uncertain": "uncertain",
    "history_only": "history only",
    "integral": "part of another diagnosis",
    "integral_symptom": "routine symptom of a diagnosis",
    "less_specific": "less specific than documented",
    "superseded": "said by another code",
    "secondary_only": "never listed alone",
    "wrong_side": "wrong side",
    "duplicate": "duplicate",
    "unrelated": "unrelated to this encounter",
    "other": "another reason",
}
SECTIONS = {"hpi": "HPI", "ros": "ROS", "assessment_plan": "Assessment and plan"}
TITLES = {
    "codes": "Codes",
    "rejected": "Alternatives turned down",
    "undecided": "Offered, not decided",
    "not_coded": "Not coded, and why",
    "conflicts": "Conflicts that were shown",
    "ledger": "Ledger",
}


def reason_words(reason: str | None) -> str:
    """A reason in plain words; empty without one."""
    return REASONS.get(reason, reason.replace("_", " ")) if reason else ""


def section_words(section: str | None) -> str:
    """The section of a quotation; the note itself where there is none."""
    if not section:
        return "note"
    return SECTIONS.get(section) or section.replace("_", " ").capitalize()


def time_words(at: str | None) -> str:
    """`2026-11-28T18:35:02.123456+00:00` as people read it, in UTC."""
    return f"{at[:10]} {at[11:19]} UTC" if at else ""


def seconds_words(seconds: float) -> str:
    """A span of time such as `3 min 20 s`."""
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes} min {rest} s" if minutes else f"{rest} s"


def sentence_of(event: Event, decided: Mapping[int, Event]) -> str:
    """What an event of an encounter did, in one phrase; `decided` holds the decisions before it."""
    body = event.body
    match event.kind:
        case "opened":
            held = body.get("mode", Mode.ASSISTED) != Mode.ASSISTED
            return f"opened; {_count(len(body['shown']), 'code')} {'held back' if held else 'offered'}"
        case "read_again":
            return f"read the changed note again; {_count(len(body['shown']), 'code')} offered"
        case "revealed":
            return f"was shown the suggestions, after {_count(len(body['codes']), 'own code')}"
        case "decided":
            return _decision(event)
        case "undone":
            before = decided.get(body["number"])
            return f"took back: {_decision(before)}" if before else "took a decision back"
        case "finalized":
            return f"finalized with {', '.join(body['codes']) or 'no codes'}"
        case "reopened":
            return "opened again"
        case "exported":
            return f"exported as {body.get('form', 'a file')}"
        case "settings_changed":
            return f"works with {', '.join(body['releases'])}, Chartside {body['engine']}"
        case "erased":
            return "erased quotations, reasoning and source"
    return event.kind.replace("_", " ")


def _decision(event: Event) -> str:
    body = event.body
    if body["kind"] == "change":
        return f"changed {body['from_code']} to {body['code']}"
    why = f" ({reason_words(body['reason'])})" if body["reason"] else ""
    return f"{HOW[body['kind']]} {body['code']}{why}"


def _count(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"
