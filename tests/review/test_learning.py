import json
import random
from datetime import timedelta
from typing import Any

import pytest

from chartside.errors import NotFoundError
from chartside.model import Setting
from chartside.review.estimates import LIMIT, agreed
from chartside.review.learning import Learned
from chartside.review.records import Decision, DecisionKind, Mode, NoteFacts, Quote, RejectReason

from .conftest import ANA, BEN, SECRET, Record, result
from .learning_events import Life, moved, told

ANGINA = {"I25.10": ("hpi", 0.2)}


def test_what_is_always_chosen_rises_and_says_so() -> None:
    life = Life()
    for place in range(10):
        life.encounter("ana", ANGINA, ("accept" if place else "reject", "I25.10"))
    learned = life.learned()
    assert 0.5 < moved(learned, "ana", "I25.10") <= LIMIT
    assert "You chose I25.10 here 9 of 10 times." in told(learned, "ana", "I25.10")


def test_what_is_always_refused_falls() -> None:
    life = Life()
    for _ in range(8):
        life.encounter("ana", {"R05.9": ("hpi", 0.6)}, ("reject", "R05.9"))
    assert -LIMIT <= moved(life.learned(), "ana", "R05.9") < -0.5


def test_one_decision_moves_nothing() -> None:
    life = Life()
    life.encounter("ana", ANGINA, ("accept", "I25.10"))
    assert moved(life.learned(), "ana", "I25.10") == 0.0


def test_no_number_of_decisions_moves_more_than_the_limit() -> None:
    life = Life()
    for place in range(400):
        code = f"A{place % 7:02}"
        life.encounter(
            "ana", {code: ("hpi", 0.01), "Z00.00": ("hpi", 0.99)}, ("accept", code), ("reject", "Z00.00")
        )
    learned = life.learned()
    for code in ("A00", "A06", "Z00.00", "unknown"):
        assert abs(moved(learned, "ana", code)) <= LIMIT


def test_a_place_is_learned_for_codes_that_were_never_seen() -> None:
    life = Life()
    for place in range(60):
        code = f"K{place:02}.0"
        life.encounter("ana", {code: ("narrative/none", 0.2)}, ("accept", code))
    learned = life.learned()
    assert moved(learned, "ana", "J45.909", "narrative_only", "section_none") > 0.5
    assert moved(learned, "ana", "J45.909", "problem_heading") == 0.0
    assert "60 of 60 codes" in told(learned, "ana", "J45.909", "narrative_only", "section_none")


def test_a_burst_counts_less_than_the_same_decisions_over_days() -> None:
    code = {"I25.10": ("", 0.4)}
    burst, days, few = Life(), Life(), Life()
    for _ in range(30):
        burst.encounter("ana", code, ("accept", "I25.10"), gap=timedelta(seconds=10))
        days.encounter("ana", code, ("accept", "I25.10"))
    for _ in range(6):
        few.encounter("ana", code, ("accept", "I25.10"))
    in_burst = moved(burst.learned(), "ana", "I25.10")
    assert 0.0 < in_burst <= moved(few.learned(), "ana", "I25.10")
    assert in_burst < moved(days.learned(), "ana", "I25.10") - 0.5


@pytest.mark.parametrize("others", [0, 1, 3])
def test_one_wrong_coder_moves_nothing_for_the_others(others: int) -> None:
    def life(poisoned: bool) -> Learned:
        made = Life()
        for _ in range(40):
            for coder in range(others):
                made.encounter(f"good{coder}", ANGINA, ("accept", "I25.10"))
            if poisoned:
                for _ in range(3):
                    made.encounter("wrong", ANGINA, ("reject", "I25.10"))
        return made.learned()

    clean, poisoned = life(False), life(True)
    assert moved(poisoned, "wrong", "I25.10") < 0
    assert moved(poisoned, "new", "I25.10") >= 0
    if others == 3:
        assert moved(poisoned, "new", "I25.10") == pytest.approx(moved(clean, "new", "I25.10"), abs=0.3)
    for coder in range(others):
        assert moved(poisoned, f"good{coder}", "I25.10") == pytest.approx(
            moved(clean, f"good{coder}", "I25.10"), abs=0.3
        )


def test_what_coders_agree_on_is_offered_to_a_new_one() -> None:
    life = Life()
    for _ in range(10):
        for coder in ("ana", "ben", "eva"):
            life.encounter(coder, ANGINA, ("accept", "I25.10"))
    learned = life.learned()
    assert moved(learned, "new", "I25.10") > 0.3
    assert "Coders here chose I25.10 30 of 30 times." in told(learned, "new", "I25.10")


def test_agreement_needs_two() -> None:
    assert agreed([]) == agreed([2.0]) == agreed([2.0, -2.0]) == 0.0
    assert agreed([2.0, 1.0]) == 1.0
    assert agreed([2.0, 2.0, 2.0, -2.0]) == 2.0


@pytest.mark.parametrize("actor", ["training", "script"])
def test_training_and_scripts_teach_nothing(actor: str) -> None:
    life = Life()
    life.event("coder_added", "script", {"id": "script", "name": "a script", "person": False})
    for _ in range(10):
        life.encounter(
            actor, ANGINA, ("accept", "I25.10"), mode="training" if actor == "training" else "assisted"
        )
    assert life.learned().state() == Learned().state()


def test_codes_that_are_passed_over_count_when_the_encounter_is_finalized() -> None:
    shown = {"I10": ("title", 0.8), "R05.9": ("hpi", 0.6)}
    life = Life()
    for _ in range(8):
        life.encounter("ana", shown, ("accept", "I10"))
    assert moved(life.learned(), "ana", "R05.9") < 0
    unfinished, untouched = Life(), Life()
    for _ in range(8):
        unfinished.encounter("ana", shown, ("accept", "I10"), final=False)
        untouched.encounter("ana", shown)
    assert moved(unfinished.learned(), "ana", "R05.9") == 0.0
    assert untouched.learned().state() == Learned().state()


def test_undone_is_as_if_it_had_not_been() -> None:
    life = Life()
    for _ in range(5):
        life.encounter("ana", ANGINA, ("accept", "I25.10"))
    name = life.encounter("ana", ANGINA, final=False)
    before = life.learned().state()
    life.event("decided", "ana", {"number": 1, "kind": "reject", "code": "I25.10", "from_code": None}, name)
    assert life.learned().state() != before
    life.event("undone", "ana", {"number": 1}, name)
    assert life.learned().state() == before


def test_learning_as_events_come_is_the_same_as_all_at_once() -> None:
    chance, life, live = random.Random(3), Life(), Learned()
    codes = [f"E11.{n}" for n in range(8)]
    done = 0
    for _ in range(60):
        shown = {code: (chance.choice(["hpi", "title"]), 0.3) for code in chance.sample(codes, 4)}
        steps = [(chance.choice(["accept", "reject"]), code) for code in list(shown)[:2]]
        coder = chance.choice(["ana", "ben", "eva"])
        name = life.encounter(coder, shown, *steps, final=chance.random() < 0.7)
        if chance.random() < 0.3:
            life.event("undone", coder, {"number": 2}, name)
        for event in life.events[done:]:
            live.take(event)
        done = len(life.events)
        moved(live, "ana", chance.choice(codes))
    fresh = life.learned()
    assert live.state() == fresh.state()
    for coder in ("ana", "ben", "new"):
        for code in codes:
            assert moved(live, coder, code) == moved(fresh, coder, code)
            assert told(live, coder, code) == told(fresh, coder, code)


def test_effects_are_taken_back_one_by_one_and_as_a_whole(record: Record) -> None:
    for _ in range(6):
        for code in ("I10", "R05.9"):
            encounter = record.opened("I10", "R05.9")
            kind, reason = ("accept", None) if code == "I10" else ("reject", RejectReason.INTEGRAL)
            record.reviews.decide(ANA, encounter, Decision(DecisionKind(kind), code, reason=reason))
    learned = Learned()
    learned.refresh(record.database)
    names = [each.id for each in learned.effects("ana")]
    assert "code:R05.9:ana" in names
    with pytest.raises(NotFoundError, match="learned"):
        learned.revert(record.reviews, ANA, "code:Z99.9:ana")
    learned.revert(record.reviews, ANA, "code:R05.9:ana")
    assert "code:R05.9:ana" not in [each.id for each in learned.effects("ana")]
    learned.revert(record.reviews, ANA)
    assert learned.effects() == ()
    assert learned.state() == Learned().state()
    again = Learned()
    again.refresh(record.database)
    assert again.state() == learned.state()


def test_one_coder_is_taken_back_and_the_others_stay_as_they_were(record: Record) -> None:
    def teach(coder: Any, times: int) -> None:
        for _ in range(times):
            encounter = record.opened("I10", coder=coder)
            record.reviews.decide(coder, encounter, Decision(DecisionKind.ACCEPT, "I10"))

    teach(ANA, 3)
    before = Learned()
    before.refresh(record.database)
    teach(BEN, 4)
    learned = Learned()
    learned.refresh(record.database)
    assert learned.state() != before.state()
    learned.revert(record.reviews, ANA, coder="ben")
    assert learned.state() == before.state()


def test_nothing_of_a_note_is_in_what_is_learned(record: Record) -> None:
    for mode in (Mode.ASSISTED, Mode.FIRST_PASS):
        facts = NoteFacts("ehr.example", "digest", 90, Setting.OUTPATIENT)
        encounter = record.reviews.open(ANA, facts, result("I10", "R05.9"), mode)
        quote = Quote(3, 40, SECRET, "hpi")
        record.reviews.decide(ANA, encounter, Decision(DecisionKind.ADD, "N39.0", quotes=(quote,)))
        other = Decision(DecisionKind.REJECT, "I10", reason=RejectReason.OTHER, reason_text=SECRET)
        record.reviews.decide(ANA, encounter, other)
        record.reviews.finalize(ANA, encounter)
    learned = Learned()
    learned.refresh(record.database)
    told_all = json.dumps([repr(learned.state()), repr(learned.effects())])
    assert "N39.0" in told_all
    assert not any(word in told_all for word in [*SECRET.split(), "ehr.example", "digest"])
    state = learned.state()
    record.reviews.erase(ANA, [encounter])
    again = Learned()
    again.refresh(record.database)
    assert again.state() == state
