"""What the running service has learned, always as the record stands; suggestions never wait for it long."""

import logging
import threading
from functools import partial
from time import monotonic

from chartside.coding.adjusting import Adjuster
from chartside.coding.house_terms import folded
from chartside.errors import ChartsideError, ReviewError
from chartside.notes.vocabulary import Vocabulary
from chartside.quiet import where
from chartside.review.database import Database
from chartside.review.effects import Effect
from chartside.review.learning import ALL, Learned
from chartside.review.records import Coder, Decision, DecisionKind
from chartside.review.reviews import Reviews
from chartside.review.synonyms import WITHDRAWN, Synonym, term_words
from chartside.web.roles import May, need

log = logging.getLogger("chartside.service")

LONGEST_TERM = 200
LONGEST_PROPOSING = 5.0
"""Seconds that the list of terms waits for one that is being proposed."""
PATIENCE = 0.1
"""Seconds that suggestions wait for what was learned; it takes well under a thousandth as a rule."""
ADMINISTRATORS = "administrators, who look after what the coders here have together"


class CatchingUp:
    """Reads what was decided since the last time, in a thread of its own."""

    def __init__(self, learned: Learned, database: Database) -> None:
        self.done = threading.Event()
        self._learned, self._database, self._known = learned, database, False
        self._until = monotonic() + PATIENCE
        threading.Thread(target=self._run, name="learn", daemon=True).start()

    def wait(self) -> bool:
        """Whether all is known; those who come later wait only what is left of the time."""
        return self.done.wait(max(0.0, self._until - monotonic())) and self._known

    def _run(self) -> None:
        try:
            self._learned.refresh(self._database)
            self._known = True
        except ChartsideError as error:
            log.warning("suggestions go on without what was learned: %s", error)
        except Exception as error:
            log.error("suggestions go on without what was learned: %s", where(error))
        finally:
            self.done.set()


class Lessons:
    """What the running service has learned, always as the record stands."""

    def __init__(self) -> None:
        self.learned = Learned()
        self._guard = threading.Lock()
        self._catching_up: CatchingUp | None = None
        self._proposing: threading.Thread | None = None
        self._one_term = threading.Lock()

    def begin(self, reviews: Reviews | None) -> None:
        """Read a record that was just opened; nobody waits for it."""
        if reviews is not None:
            self._catch_up(reviews)

    def adjuster(self, reviews: Reviews | None, coder: str) -> Adjuster | None:
        """What moves the ranking for a coder; None when what was learned is not known soon enough.

        A record that is closed, locked, away or long never holds suggestions up.
        """
        if reviews is None:
            return None
        return self.learned.adjuster(coder) if self._catch_up(reviews).wait() else None

    def _catch_up(self, reviews: Reviews) -> CatchingUp:
        with self._guard:
            if self._catching_up is None or self._catching_up.done.is_set():
                self._catching_up = CatchingUp(self.learned, reviews.database)
            return self._catching_up

    def effects(self, reviews: Reviews, coder: str | None) -> tuple[Effect, ...]:
        """Of one coder and of the organisation."""
        self.learned.refresh(reviews.database)
        return self.learned.effects(coder)

    def count(self, reviews: Reviews, coder: str | None) -> int | None:
        """How many there are; None while a long record is read for the first time."""
        if not self.learned.has_read and not self._catch_up(reviews).wait():
            return None
        return len(self.effects(reviews, coder))

    def synonyms(self, reviews: Reviews) -> tuple[Synonym, ...]:
        """All terms that were proposed here, one that is just being proposed too."""
        if self._proposing is not None:
            self._proposing.join(LONGEST_PROPOSING)
        self.learned.refresh(reviews.database)
        return self.learned.synonyms.all()

    def revert(self, reviews: Reviews, coder: Coder, name: str) -> None:
        """Take back one effect of this coder or of the organisation, or all of this coder's own.

        Raises:
            ReviewError: a script asks.
            NotGranted: it is the organisation's, and who asks does not look after that.
            NotFoundError: there is no such effect.
        """
        if not coder.person:
            raise ReviewError("Only a person takes back what was learned; use a paired browser.")
        if name != ALL:
            # As the record stands now: another process may have learned it, and it is still somebody's.
            known = {each.id: each.coder for each in self.effects(reviews, coder.id)}
            if known.get(name) == "":
                need(May.SETTLE, ADMINISTRATORS)
            name = name if name in known else ""
        self.learned.revert(reviews, coder, name, coder.id if name == ALL else None)

    def propose(self, reviews: Reviews, coder: Coder, decision: Decision, vocabulary: Vocabulary) -> None:
        """Propose the selected words of a decision as a term; who decides does not wait for it."""
        if decision.kind in (DecisionKind.ADD, DecisionKind.CHANGE) and len(decision.quotes) == 1:
            told = (reviews, coder, decision.quotes[0].text, decision.code, vocabulary)
            self._proposing = threading.Thread(target=self._propose, args=told, name="term", daemon=True)
            self._proposing.start()

    def _propose(self, reviews: Reviews, coder: Coder, text: str, code: str, vocabulary: Vocabulary) -> None:
        try:
            with self._one_term:
                words = term_words(text[:LONGEST_TERM], folded, lambda word: word in vocabulary.words)
                if any(row[0] == code for row in vocabulary.rows.get(" ".join(words), ())):
                    return
                self._refresh(reviews)
                self.learned.synonyms.propose(reviews, coder, words, code, partial(self._refresh, reviews))
        except ChartsideError as error:
            log.warning("a term is not proposed: %s", error)
        except Exception as error:
            log.error("a term is not proposed: %s", where(error))

    def settle(self, reviews: Reviews, coder: Coder, name: str, state: str) -> Synonym:
        """Confirm or withdraw a term.

        Raises:
            NotGranted: it is withdrawn by who does not look after what the coders here have together.
            ReviewError: a script asks, or the term stands for another code.
            NotFoundError: it was never proposed.
        """
        if state == WITHDRAWN:
            need(May.SETTLE, ADMINISTRATORS)
        fresh = partial(self._refresh, reviews)
        settled = self.learned.synonyms.settle(reviews, coder, name, state, fresh)
        fresh()
        return settled

    def _refresh(self, reviews: Reviews) -> None:
        self.learned.refresh(reviews.database)
