import pytest

from chartside.coding.rules.poisoning_words import AGENTS, UNNAMED, PoisoningTable
from chartside.coding.sequencing import sequenced
from chartside.coding.suggester import Suggester
from chartside.datafiles import read_rows
from chartside.model import Note, Setting, Suggestion


def suggested(suggester: Suggester, text: str) -> dict[str, Suggestion]:
    found = suggester.suggest(Note(f"ASSESSMENT\n1. {text}")).suggestions
    return {each.code: each for each in found}


def test_every_stem_has_the_intents_of_its_kind(suggester: Suggester) -> None:
    agents = PoisoningTable().agents.values()
    assert len(agents) == len(read_rows(AGENTS, ("agent", "stem", "kind", "source"), unique=("agent",)))
    for agent in agents:
        for intent in "123456" if agent.kind == "drug" else "1234":
            code = suggester.code_set.get(agent.code(intent))
            assert code.billable, agent
            meaning = {"1": "accidental", "2": "self-harm", "3": "assault", "4": "undetermined"}
            meaning |= {"5": "Adverse effect", "6": "Underdosing"}
            assert meaning[intent] in code.description, agent


@pytest.mark.parametrize(
    ("said", "intent"),
    [
        ("", "1"),
        (", unintentional", "1"),
        (", not intentional", "1"),
        (", accidental, denies suicidal intent", "1"),
        (", intentional", "2"),
        (" in a suicide attempt", "2"),
        (", self-harm", "2"),
        (", assault", "3"),
        (", undetermined intent", "4"),
    ],
)
def test_the_intent_is_what_the_note_says(suggester: Suggester, said: str, intent: str) -> None:
    assert f"T39.1X{intent}A" in suggested(suggester, f"Acetaminophen overdose{said}.")


def test_the_step_names_words_agent_intent_and_guideline(suggester: Suggester) -> None:
    item = suggested(suggester, "Tylenol overdose, intentional.")["T39.1X2A"]
    step = next(step for step in item.reasoning if step.reference == "I.C.19.e.5")
    for words in ("“Tylenol overdose”", "intentional self-harm", "“intentional”", "T39.1X2A"):
        assert words in step.text
    assert [evidence.text for evidence in item.evidence] == ["Tylenol overdose"]
    assert "I.C.19.e.5" in {guideline.section for guideline in item.guidelines}


def test_a_stated_intent_and_a_named_drug_outdo_what_says_less(suggester: Suggester) -> None:
    found = suggested(
        suggester, "Accidental overdose.\n2. Heroin overdose.\n3. Heroin overdose, intentional."
    )
    assert "T40.1X2A" in found
    assert not [code for code in found if code.startswith((UNNAMED, "T40.1X1"))]


def test_self_harm_told_elsewhere_counts_only_when_it_is_asserted(suggester: Suggester) -> None:
    assert "T43.012A" in suggested(suggester, "Amitriptyline overdose.\n2. Suicide attempt.")
    assert "T43.011A" in suggested(suggester, "Amitriptyline overdose.\n2. No suicide attempt.")


def test_a_poisoning_stands_first_and_an_adverse_effect_behind_its_nature(suggester: Suggester) -> None:
    def order(text: str) -> list[str]:
        items = list(suggested(suggester, text).values())
        return [item.code for item in sequenced(suggester.code_set, items, Setting.OUTPATIENT)]

    codes = order("Acute liver failure due to acetaminophen overdose.")
    assert codes.index("T39.1X1A") < codes.index("K72.00")
    codes = order("Hypokalemia due to furosemide.")
    assert codes.index("E87.6") < codes.index("T50.1X5A")
    codes = order("Hypertensive urgency due to noncompliance with lisinopril.")
    assert codes.index("I16.0") < codes.index("T46.4X6A")


@pytest.mark.parametrize("text", ["Rash. Amoxicillin given.", "Rash improved, switched from amoxicillin."])
def test_a_drug_that_is_merely_taken_is_nothing(suggester: Suggester, text: str) -> None:
    assert not [code for code in suggested(suggester, text) if code.startswith("T")]
