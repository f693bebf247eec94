import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chartside.errors import InputError
from chartside.model import (
    Assertion,
    Cue,
    Evidence,
    Flags,
    Guideline,
    Instructions,
    NotCoded,
    Result,
    Setting,
    Suggestion,
    Tier,
)
from chartside.web import schemas
from chartside.web.offsets import utf16_units, without_surrogates

NOTES = st.text(
    alphabet=st.one_of(st.characters(), st.sampled_from("😀👩‍⚕️é𝒳\ud83d\ude00\ud800 ab\n")), max_size=60
)


def utf16_length(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


@given(NOTES, st.data())
def test_utf16_offsets_are_those_of_javascript(text: str, data: st.DataObject) -> None:
    offset = data.draw(st.integers(0, len(text)))
    assert utf16_units(text)(offset) == utf16_length(text[:offset])


@given(NOTES)
def test_lone_surrogates_are_replaced_in_place(text: str) -> None:
    clean = without_surrogates(text)
    assert len(clean) == len(text)
    assert utf16_length(clean) == utf16_length(text)
    clean.encode("utf-8")
    assert all(a == b or "\ud800" <= a <= "\udfff" for a, b in zip(text, clean, strict=True))


@given(NOTES, st.data())
def test_evidence_can_be_cut_out_of_the_text_in_javascript(text: str, data: st.DataObject) -> None:
    text = without_surrogates(text + " ")
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    written = schemas.write_result(result_about(text, start, end), text, schemas.UTF16)
    units = text.encode("utf-16-le")
    for place in (
        written["suggestions"][0]["evidence"][0],
        written["suggestions"][0]["evidence"][0]["cues"][0],
    ):
        assert units[place["start"] * 2 : place["end"] * 2].decode("utf-16-le") == place["text"]
    points = schemas.write_result(result_about(text, start, end), text, schemas.CODEPOINT)
    assert points["not_coded"][0]["evidence"][0]["start"] == start
    json.loads(json.dumps(written, ensure_ascii=False).encode("utf-8"))


def result_about(text: str, start: int, end: int) -> Result:
    cue = Cue(start, end, text[start:end], "affirmed")
    evidence = Evidence(start, end, text[start:end], "hpi", Assertion.PRESENT, (cue,))
    rule = Guideline("IV.H", "Uncertain", "Not coded.")
    suggestion = Suggestion(
        code="I10",
        description="Hypertension",
        tier=Tier.SUGGESTED,
        confidence=0.91234,
        evidence=(evidence,),
        reasoning=(),
        guidelines=(rule,),
        instructions=Instructions(),
        flags=Flags(billable=True, unspecified=False),
    )
    left = NotCoded("J18.9", "Pneumonia", "uncertain", (evidence,), rule)
    return Result("1", "ICD-10-CM 2026-04-01", Setting.OUTPATIENT, (suggestion,), (left,))


def test_the_output_object_has_exactly_the_agreed_names() -> None:
    written = schemas.write_result(result_about("abc", 0, 3), "abc", schemas.CODEPOINT)
    assert list(written) == [
        "id", "code_set", "setting", "offset_unit", "suggestions", "not_coded", "conflicts", "notices",
        "ms_drg",
    ]  # fmt: skip
    suggestion = written["suggestions"][0]
    assert list(suggestion) == [
        "code", "description", "tier", "confidence", "evidence", "reasoning", "guidelines", "instructions",
        "flags", "missing", "query", "poa",
    ]  # fmt: skip
    assert suggestion["confidence"] == 0.912
    assert list(suggestion["evidence"][0]) == ["start", "end", "text", "section", "assertion", "cues"]
    assert list(suggestion["flags"]) == [
        "billable", "unspecified", "hcc_v28", "cc_mcc", "hcc_v24", "rxhcc", "ccsr", "hcc_v28_label",
    ]  # fmt: skip
    assert written["offset_unit"] == "codepoint"
    assert written["not_coded"][0]["guideline"] == "IV.H Uncertain: Not coded."


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"", "not valid JSON"),
        (b"{", "not valid JSON"),
        (b"[" * 100_000, "not valid JSON"),
        (b'{"a": ' + b"9" * 10_000 + b"}", "not valid JSON"),
        (b"\xff\xfe{\0}\0", "not UTF-8"),
        (b'{"text": "\xe9"}', "not UTF-8"),
        (b"[]", "one JSON object"),
        (b"null", "one JSON object"),
    ],
)
def test_what_is_no_object_is_refused(body: bytes, said: str) -> None:
    with pytest.raises(InputError, match=said):
        schemas.parse_object(body)


def test_a_byte_order_mark_is_taken() -> None:
    assert schemas.parse_object(b'\xef\xbb\xbf{"text": "x"}') == {"text": "x"}


def test_a_note_is_read_whole() -> None:
    note = schemas.read_note(
        {"text": "x\ud83d", "id": 7, "setting": "inpatient", "date": "2026-05-02", "gold": []}
    )
    assert (note.text, note.id, note.setting, note.date) == (
        "x\ufffd",
        "7",
        Setting.INPATIENT,
        date(2026, 5, 2),
    )
    plain = schemas.read_note({"text": "", "setting": None}, setting=Setting.INPATIENT, day=date(2026, 1, 1))
    assert (plain.id, plain.setting, plain.date) == ("", Setting.INPATIENT, date(2026, 1, 1))


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("text", None),
        ("text", 5),
        ("text", ["a"]),
        ("id", {}),
        ("id", "x" * 201),
        ("id", True),
        ("id", 1.5),
        ("id", 10**30),
        ("setting", "Outpatient"),
        ("setting", 1),
        ("setting", []),
        ("date", "20260401"),
        ("date", "2026-02-30"),
        ("date", "2026-W01-1"),
        ("date", 20260401),
        ("date", "٢٠٢٦-٠٤-٠١"),
    ],
)
def test_a_field_that_cannot_be_read_is_named(field: str, value: object) -> None:
    with pytest.raises(InputError, match=field):
        schemas.read_note({"text": "x"} | {field: value})


@pytest.mark.parametrize(
    "span",
    [
        {},
        {"start": 0},
        {"start": 2, "end": 2},
        {"start": -1, "end": 2},
        {"start": 0, "end": 4},
        {"start": True, "end": 2},
        {"start": 0, "end": 1.0},
    ],
)
def test_a_span_outside_the_text_is_refused(span: dict[str, object]) -> None:
    with pytest.raises(InputError, match="inside `text`"):
        schemas.read_span({"text": "abc"} | span)
