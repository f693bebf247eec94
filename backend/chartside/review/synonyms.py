"""The coders' own terms: proposed from what a person selected and added, used when a person confirmed them.

Nothing of a note is kept but the folded words of the term, and those only when each is a word of the
classification or of the terms that come with Chartside, so that no name or date gets into the ledger.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from chartside.coding.house_terms import HouseTerm, Terms
from chartside.errors import NotFoundError, ReviewError
from chartside.review import ledger
from chartside.review.records import Coder, Event, Role
from chartside.review.reviews import Reviews

MOST_WORDS = 5
Fresh = Callable[[], None]
PROPOSED, CONFIRMED, WITHDRAWN = "proposed", "confirmed", "withdrawn"


@dataclass(frozen=True, slots=True)
class Synonym:
    """A term that stands for a code here.

    Attributes:
        term: its folded words.
        state: `proposed`, `confirmed` or `withdrawn`.
        by: who did that last.
        confirmed_by: coders who confirmed it since it was withdrawn last, and when (UTC, in ISO form).
    """

    id: str
    term: str
    code: str
    state: str
    by: str
    confirmed_by: tuple[tuple[str, str], ...] = ()


class Synonyms:
    """The terms of the events so far."""

    def __init__(self) -> None:
        self._known: dict[str, Synonym] = {}
        self._names: dict[str, str] = {}
        self._administrators: set[str] = set()

    def meet(self, event: Event) -> None:
        """Learn who a coder is."""
        self._names[event.body["id"]] = event.body["name"]
        if event.body.get("role") == Role.ADMINISTRATOR:
            self._administrators.add(event.body["id"])
        else:
            self._administrators.discard(event.body["id"])

    def take(self, event: Event) -> None:
        """Learn from one event about a term."""
        term, code = event.body["term"], event.body["code"]
        name, state = name_of(term, code), event.kind.removeprefix("synonym_")
        before = self._known.get(name)
        if before is not None and state == PROPOSED:
            return  # by two at once, and what the first led to stands
        confirmed = before.confirmed_by if before and state != WITHDRAWN else ()
        if state == CONFIRMED and all(who != event.actor for who, _ in confirmed):
            confirmed = (*confirmed, (event.actor, event.at))
        self._known[name] = Synonym(name, term, code, state, event.actor, confirmed)

    def all(self) -> tuple[Synonym, ...]:
        """Every term that was proposed, by term."""
        return tuple(sorted(self._known.values(), key=lambda each: each.id))

    def confirmed(self) -> Mapping[str, str]:
        """Folded term to code, of the terms that are in use."""
        return {each.term: each.code for each in self.all() if each.state == CONFIRMED}

    def terms_of(self, coder: str) -> Terms:
        """The terms that are used for a coder: those they confirmed, or two others, or an administrator."""
        return {
            each.term: HouseTerm(each.code, told)
            for each in self._known.values()
            if (told := self._confirmed_for(each, coder))
        }

    def _confirmed_for(self, each: Synonym, coder: str) -> str:
        """Who confirmed a term for a coder, and when; empty when nobody did."""
        those = each.confirmed_by
        own = [one for one in those if one[0] == coder]
        shared = [one for one in those if one[0] in self._administrators] or (those if len(those) > 1 else ())
        for who, at in (*own, *shared):
            when = datetime.fromisoformat(at)
            return f"by {self._names.get(who, who)}, {when.day} {when:%b %Y}"
        return ""

    def state(self) -> tuple[Synonym, ...]:
        """All that is known, for comparing."""
        return self.all()

    def propose(
        self, reviews: Reviews, coder: Coder, words: Iterable[str], code: str, fresh: Fresh = lambda: None
    ) -> Synonym | None:
        """Propose a term for a code that a person added from it; None when it cannot be one or is known.

        `words` are folded and known, see `term_words`; `fresh` takes the events that others have written.
        """
        term = " ".join(words)
        name = name_of(term, code)
        if not term or not coder.person or name in self._known:
            return None
        with reviews.database.write() as connection:
            fresh()
            if name in self._known:
                return None
            ledger.append(
                connection, reviews.vault, "synonym_proposed", coder.id, {"term": term, "code": code}
            )
        return Synonym(name, term, code, PROPOSED, coder.id)

    def settle(
        self, reviews: Reviews, coder: Coder, name: str, state: str, fresh: Fresh = lambda: None
    ) -> Synonym:
        """Confirm or withdraw a term; only a person can. Nobody else writes between `fresh` and the event.

        Raises:
            NotFoundError: it was never proposed.
            ReviewError: the one who asks is no person, or another code has that term.
        """
        with reviews.database.write() as connection:
            fresh()
            known = self._known.get(name)
            if known is None:
                raise NotFoundError("There is no such term; look at the list of proposed terms.")
            if not coder.person and coder.role is not Role.ADMINISTRATOR:
                raise ReviewError(
                    "Only a person confirms or withdraws a term; use a browser or the terminal."
                )
            if state == CONFIRMED and self.confirmed().get(known.term, known.code) != known.code:
                raise ReviewError("This term stands for another code already; withdraw that one first.")
            again = state == CONFIRMED and all(who != coder.id for who, _ in known.confirmed_by)
            if known.state != state or again:
                told = {"term": known.term, "code": known.code}
                ledger.append(connection, reviews.vault, f"synonym_{state}", coder.id, told)
        return replace(known, state=state, by=coder.id)


def name_of(term: str, code: str) -> str:
    """The identifier of a term: its words and its code."""
    return f"{term.replace(' ', '-')}={code}"


def term_words(text: str, fold: Callable[[str], str], known: Callable[[str], bool]) -> tuple[str, ...]:
    """The folded words of a selected phrase; empty when it is no term.

    Args:
        text: what was selected; nothing of it is kept but what is returned.
        fold: a phrase to its folded words, joined by blanks.
        known: whether a folded word is one of the classification or of the terms.
    """
    words = tuple(fold(text).split())
    fits = 0 < len(words) <= MOST_WORDS and all(word.isalpha() and known(word) for word in words)
    return words if fits else ()
