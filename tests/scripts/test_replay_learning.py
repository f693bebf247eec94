"""Replaying decisions on cases of our own, and, where the shared notes are, on twenty of them."""

import json
import random
from pathlib import Path

import replay_learning
from chartside.coding.ranking import read_ranker
from chartside.coding.suggester import Suggester
from chartside.model import Tier
from replay_learning import WRONG, Case, Replay, measure, second_half

SHARED = Path(__file__).parents[2].parent / "shared" / "bench" / "encounters-dev.jsonl"
OWN = [
    {"id": "1", "text": "ASSESSMENT\n\nHypertension. Continue lisinopril.", "gold": {"adjudicated": ["I10"]}},
    {"id": "2", "text": "ASSESSMENT\n\nGout of the left foot.", "gold": {"adjudicated": ["M10.9"]}},
]


def cases(count: int = 80) -> list[Case]:
    """A house that codes all that its narratives state, and one code never."""
    chance = random.Random(5)
    made = []
    for _ in range(count):
        codes = [f"K{n:02}.0" for n in chance.sample(range(60), 4)] + ["R05.9"]
        features = {code: frozenset({"section_none", "narrative_only"}) for code in codes}
        made.append(Case(features, {}, frozenset(codes) - {"R05.9"}))
    return made


def test_learning_from_decisions_pays_and_a_wrong_coder_does_no_harm() -> None:
    figures = measure(read_ranker(), cases(), orders=2)
    assert figures["one coder"] > figures["without learning"] + 0.03
    for beside in ("one coder, beside a wrong one", "one coder, beside a wrong one with thrice the notes"):
        assert figures[beside] > figures["one coder"] - 0.01
    assert figures["three coders, beside a wrong one"] > figures["three coders"] - 0.01


def test_what_a_note_teaches_is_not_in_its_own_figure() -> None:
    """Two notes that differ in the last one's right codes alone: it is ranked as the first one taught."""
    (first, last), ranker = cases(2), read_ranker()
    turned = Case(last.features, {}, frozenset(last.features) - last.gold)
    f1 = [second_half(ranker, [first, each], ["ana"])[0] for each in (last, turned)]
    replay = Replay(ranker)
    replay.decide(first, replay.ranked(first, "ana"), "ana")
    short = {each.code for each in replay.ranked(last, "ana") if each.tier is Tier.SUGGESTED}
    expected = [2 * len(short & each.gold) / (len(short) + len(each.gold)) for each in (last, turned)]
    assert f1 == expected


def test_the_wrong_coder_takes_what_is_wrong_and_refuses_what_is_right() -> None:
    replay = Replay(read_ranker())
    case = cases(1)[0]
    for _ in range(12):
        replay.decide(case, replay.ranked(case, WRONG), WRONG)
    moves = {
        code: replay.learned.adjuster(WRONG).adjust(code, case.features[code])[0] for code in case.features
    }
    assert moves["R05.9"] > max(move for code, move in moves.items() if code != "R05.9")


def test_on_notes_it_neither_falls_nor_is_slow(suggester: Suggester) -> None:
    if SHARED.exists():
        lines = SHARED.read_text(encoding="utf-8").splitlines()[:20]
    else:
        lines = [json.dumps(note) for note in OWN] * 10
    read = replay_learning.read_cases(suggester, lines)
    figures = measure(read_ranker(), read, orders=2)
    assert len(read) >= 10
    assert figures["one coder"] >= figures["without learning"] - 0.02
    assert figures["one coder, beside a wrong one"] >= figures["one coder"] - 0.01
