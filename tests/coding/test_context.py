"""How far the lines of a problem go, and to which condition a word belongs."""

import pytest

from chartside.coding.axiswords import read_axis_words
from chartside.coding.context import Context
from chartside.coding.facts import Facts
from chartside.coding.suggester import Suggester

WORDS = read_axis_words()


def context_of(suggester: Suggester, note: str) -> Context:
    return Context(Facts(note, WORDS), suggester.reader.read(note))


@pytest.mark.parametrize(
    ("note", "inside", "outside"),
    [
        ("ASSESSMENT\nAsthma.\n- Stable.\n\nGout.\n- Flare.", "Stable", "Flare"),
        ("ASSESSMENT\n1. Asthma.\nStable.\n2. Preventive care.\nFlare.", "Stable", "Flare"),
        ("ASSESSMENT\nAsthma.\n- Stable.\n\nPatient agreements\nFlare.", "Stable", "Flare"),
    ],
)
def test_a_problem_ends_at_the_next_title(suggester: Suggester, note: str, inside: str, outside: str) -> None:
    context = context_of(suggester, note)
    ((start, end),) = context.kin(context.mentions[0]).problems
    assert inside in note[start:end]
    assert outside not in note[start:end]


def test_a_title_and_its_lines_are_one_problem(suggester: Suggester) -> None:
    note = "HPI: Asthma since birth.\nASSESSMENT\nAsthma.\n- The asthma is stable."
    context = context_of(suggester, note)
    assert [context.in_own_problem(mention) for mention in context.mentions] == [False, True, True]


@pytest.mark.parametrize(
    ("note", "which", "said"),
    [
        ("Acute bronchitis and sinusitis.", 0, True),
        ("Acute bronchitis and sinusitis.", 1, False),
        ("Sinusitis, acute.", 0, True),
        ("Sinusitis; acute bronchitis.", 0, False),
        ("Sinusitis. It was acute.", 0, False),
    ],
)
def test_a_word_belongs_to_one_condition(suggester: Suggester, note: str, which: int, said: bool) -> None:
    context = context_of(suggester, note)
    assert (context.says(context.mentions[which], "acute") is not None) is said
