"""Down to what the note documents, never further; what stays open is named."""

import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chartside.coding.candidates import Found, candidates
from chartside.coding.specificity import Documented, refine, side_in, words_in
from chartside.coding.suggester import Suggester
from chartside.model import Candidate, MissingDetail

_SIDE = re.compile(r"\b(?:right|left|bilateral)\b", re.IGNORECASE)
_SAID_SIDE = re.compile(
    r"\b(?:right|left|bilateral\w*|both|rt|lt|[RL]|[LR][LU]E|B[LU]E|O[DSU]|RUQ|LUQ|RLQ|LLQ)\b", re.IGNORECASE
)
_STAGE = re.compile(r"\bstage (\d[ab]?)\b", re.IGNORECASE)


def found_in(suggester: Suggester, note: str) -> Found:
    return candidates(suggester.code_set, note, suggester.reader.read(note))


def only(suggester: Suggester, note: str) -> tuple[Candidate, tuple[MissingDetail, ...]]:
    (found,) = found_in(suggester, note)
    return found


@pytest.mark.parametrize(
    ("text", "side"),
    [
        ("left knee", "left"),
        ("knee, Right", "right"),
        ("both knees", "bilateral"),
        ("L knee", "left"),
        ("bilateral hip", "bilateral"),
        ("knee", None),
        ("left and right", "bilateral"),
        ("right > left hip", "bilateral"),
        ("left arm, right leg", None),
        ("bilat. knee", "bilateral"),
        ("b/l hips", "bilateral"),
        ("leftover food", None),
    ],
)
def test_side(text: str, side: str | None) -> None:
    assert side_in(text.lower() if text[:2] != "L " else text) == side


def test_words_are_folded() -> None:
    assert words_in("Acute kidney diseases") == {"acute", "kidney", "disease"}


@pytest.mark.parametrize(
    ("code", "side", "text", "reached"),
    [
        ("M25.56", "left", "", "M25.562"),
        ("M25.56", None, "", "M25.569"),
        ("N18", None, "stage 4", "N18.4"),
        ("N18", None, "", "N18.9"),
        ("S52.50", "right", "", "S52.501A"),
        ("J45", None, "moderate persistent", "J45.40"),
    ],
)
def test_words_and_a_side_in_hand(
    suggester: Suggester, code: str, side: str | None, text: str, reached: str
) -> None:
    start = suggester.code_set.get(code)
    refined = refine(suggester.code_set, start, Documented(side, words_in(text), text))
    assert refined is not None
    assert refined.code.code == reached


def test_the_words_that_decided_are_quoted_with_their_place(suggester: Suggester) -> None:
    found, _ = only(suggester, "ASSESSMENT\nAsthma.\n- She has an acute exacerbation.")
    assert found.code == "J45.901"
    assert "“acute exacerbation” (line 3)" in found.steps[-1].text


def test_a_site_from_elsewhere_is_quoted(suggester: Suggester) -> None:
    found, _ = only(suggester, "ASSESSMENT\nOsteoarthritis.\n- Both knees on the x-ray.")
    assert found.code == "M17.0"
    assert any("“knees”" in step.text for step in found.steps)


@pytest.mark.parametrize(
    ("note", "axis", "option"),
    [
        ("Knee pain.", "laterality", ("M25.561", "right")),
        ("Chronic kidney disease.", "stage", ("N18.4", "Chronic kidney disease, stage 4 (severe)")),
        ("Heart failure.", "type", ("I50.2", "Systolic (congestive) heart failure")),
        ("Systolic heart failure.", "course", ("I50.21", "Acute systolic (congestive) heart failure")),
        ("Asthma.", "exacerbation", ("J45.901", "Unspecified asthma with (acute) exacerbation")),
    ],
)
def test_what_stays_open_is_named(
    suggester: Suggester, note: str, axis: str, option: tuple[str, str]
) -> None:
    _, missing = only(suggester, note)
    options = {each for detail in missing if detail.axis == axis for each in detail.options}
    assert option in options


def test_all_options_are_named(suggester: Suggester) -> None:
    _, missing = only(suggester, "Sprain of the right ankle.")
    structure = next(detail for detail in missing if detail.axis != "7th character")
    named = {code for code, _ in structure.options}
    children = {child.code for child in suggester.code_set.children("S93.4")}
    assert named == children - {"S93.40"}


@pytest.mark.parametrize(
    ("note", "code"),
    [
        ("Asthma.", "J45.909"),
        ("Heart failure.", "I50.9"),
        ("Osteoarthritis.", "M19.90"),
        ("Psoriasis.", "L40.9"),
        ("Atrial fibrillation.", "I48.91"),
        ("Depression.", "F32.A"),
        ("Type 2 diabetes.", "E11.9"),
        ("Chronic kidney disease.", "N18.9"),
        ("Hearing loss.", "H91.90"),
        ("Chest pain.", "R07.9"),
    ],
)
def test_a_bare_note_stays_unspecified(suggester: Suggester, note: str, code: str) -> None:
    assert only(suggester, note)[0].code == code


@pytest.mark.parametrize(
    "line",
    [
        "- No exacerbation.",
        "- Denies any flare.",
        "- Symbicort to prevent exacerbation.",
        "- Call if exacerbation.",
        "- Exacerbation ruled out.",
        "- Possible exacerbation.",
        "- Exacerbation: no.",
    ],
)
def test_what_is_denied_doubted_or_feared_specifies_nothing(suggester: Suggester, line: str) -> None:
    assert only(suggester, f"ASSESSMENT\nAsthma.\n{line}")[0].code == "J45.909"


def test_a_word_of_another_condition_specifies_nothing(suggester: Suggester) -> None:
    found = found_in(suggester, "Acute bronchitis, hepatitis C and chronic sinusitis.")
    assert {each.code for each, _ in found} == {"J20.9", "B19.20", "J32.9"}


def test_no_bilateral_code_makes_two_codes(suggester: Suggester) -> None:
    codes = [each.code for each, _ in found_in(suggester, "Bilateral knee pain.")]
    assert codes == ["M25.562", "M25.561"]


PIECES = [
    "Knee pain.",
    "Pain in the hip.",
    "Osteoarthritis.",
    "Fracture of the distal radius.",
    "Chronic kidney disease.",
    "Stage 3 was discussed.",
    "Left ankle sprain.",
    "Both knees are swollen.",
    "The right wrist hurts.",
    "Asthma.",
    "Acute exacerbation.",
    "No exacerbation.",
    "CKD stage 4.",
    "Ovarian cancer.",
    "Cellulitis of the leg.",
    "ASSESSMENT",
    "PLAN",
    "1. Pressure ulcer of the sacrum.",
    "- Unstageable.",
    "MS, on ocrevus.",
    "Tumor of the (left?",
    "Abscess, axilla",
    "L shoulder dislocation",
    "burn of the hand, second degree",
    "Pain and swelling of the",
    "🙂 PE:",
]
notes = st.lists(
    st.tuples(st.sampled_from(PIECES), st.sampled_from(["\n", " ", "\n\n", "\n- ", ", "])),
    min_size=1,
    max_size=9,
).map(lambda found: "".join(a + b for a, b in found))
within = settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@within
@given(note=notes)
def test_codes_are_billable_and_evidence_lies_in_the_note(suggester: Suggester, note: str) -> None:
    for each, _ in found_in(suggester, note):
        assert suggester.code_set.get(each.code).billable
        assert note[each.mention.start : each.mention.end] == each.mention.text
        assert each.steps


@within
@given(note=notes)
def test_no_side_and_no_stage_that_the_note_does_not_say(suggester: Suggester, note: str) -> None:
    stages = {stage.lower() for stage in _STAGE.findall(note)}
    for each, _ in found_in(suggester, note):
        title = suggester.code_set.get(each.code).description
        if _SIDE.search(title):
            assert _SAID_SIDE.search(note), f"{each.code} {title}"
        if stage := _STAGE.search(title):
            assert stage[1].lower() in stages, f"{each.code} {title}"


@within
@given(note=st.text(max_size=200))
def test_any_text_at_all(suggester: Suggester, note: str) -> None:
    for each, _ in found_in(suggester, note):
        assert note[each.mention.start : each.mention.end] == each.mention.text
