"""What was learned, in plain words: each effect with an identifier by which it is taken back."""

from dataclasses import dataclass

from chartside.coding.adjusting import NARRATIVE

PLACE, CODE, CHANGE = "place", "code", "change"
"""The kinds of effects."""
_WHERE = {
    "title": "title a problem",
    "assessment": "stand in the assessment",
    "none": "stand outside any section",
    "hpi": "stand in the history of present illness",
    "ros": "stand in the review of systems",
}


@dataclass(frozen=True, slots=True)
class Effect:
    """One thing learned.

    Attributes:
        id: by which it is taken back, such as `code:I25.10:` and the coder's identifier.
        kind: `place`, `code` or `change`.
        about: a code, or a kind of place in a note.
        coder: whose decisions it rests on; empty for the organisation.
        chosen: how often the code (a code at that place) was chosen.
        times: out of how many decisions.
        move: of log-odds, within the limit; of a change 0.
        text: a sentence for the coder.
    """

    id: str
    kind: str
    about: str
    coder: str
    chosen: int
    times: int
    move: float
    text: str


@dataclass(frozen=True, slots=True)
class Counts:
    """How often something was chosen, by this coder or (`own` False) by the coders here."""

    chosen: int
    times: int
    own: bool


def name_of(kind: str, about: str, coder: str) -> str:
    """The identifier of an effect."""
    return f"{kind}:{about}:{coder}"


def code_text(code: str, counts: Counts) -> str:
    """Such as "You chose I25.10 here 9 of 10 times."."""
    if counts.own:
        return f"You chose {code} here {counts.chosen} of {_times(counts.times)}."
    return f"Coders here chose {code} {counts.chosen} of {_times(counts.times)}."


def place_text(place: str, counts: Counts) -> str:
    """Such as "You chose 7 of 60 codes that stand in the history of present illness."."""
    narrative, _, rest = place.rpartition("/")
    where = _WHERE.get(rest, f"stand in {rest.replace('_', ' ')}")
    if narrative == NARRATIVE:
        where += " of a note without an assessment"
    who = "You" if counts.own else "Coders here"
    return f"{who} chose {counts.chosen} of {counts.times} codes that {where}."


def change_text(before: str, after: str, counts: Counts) -> str:
    """Such as "You changed M54.50 to M54.59 here 4 of 5 times."."""
    who = "You" if counts.own else "Coders here"
    return (
        f"{who} changed {before} to {after} here {counts.chosen} of {_times(counts.times)}; "
        "check that the note documents it."
    )


def _times(count: int) -> str:
    return "1 time" if count == 1 else f"{count} times"
