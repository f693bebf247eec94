"""Parquet in and out: rows as from JSON lines, typed columns, the same bytes whatever was interrupted."""

import datetime
import io
from pathlib import Path

import pyarrow
import pyarrow.parquet
import pytest

from chartside.batch.parquet import encode, join
from chartside.batch.sources import open_source
from chartside.errors import InputError


def written(path: Path, columns: dict[str, object]) -> Path:
    pyarrow.parquet.write_table(pyarrow.table(columns), path, row_group_size=2)
    return path


def told(number: int) -> dict:
    evidence = [{"start": 0, "end": 4, "text": "Gout", "section": None, "assertion": "present", "cues": []}]
    return {
        "id": str(number),
        "code_set": "ICD-10-CM 2026-04-01",
        "setting": "outpatient",
        "offset_unit": "codepoint",
        "suggestions": [
            {"code": "M10.9", "description": "Gout, unspecified", "tier": "suggested", "confidence": 0.91,
             "evidence": evidence, "flags": {"billable": True, "hcc_v28": None}, "reasoning": []}
        ],
        "not_coded": [],
        "notices": [],
    }  # fmt: skip


def test_rows_come_with_numbers_days_and_nothing_as_json_would_have_them(tmp_path: Path) -> None:
    columns = {
        "text": pyarrow.array(["Gout.", None, "Asthma."]).dictionary_encode(),
        "id": [1, 2, None],
        "date": [datetime.date(2026, 5, 2), None, None],
        "more": [1.0, 2.0, 3.0],
    }
    source = open_source(written(tmp_path / "a.parquet", columns))
    assert source.total == 3
    assert [(row.place, row.name, row.data) for row in source.rows()] == [
        (1, "1", {"id": 1, "text": "Gout.", "date": "2026-05-02"}),
        (2, "2", {"id": 2}),
        (3, "", {"text": "Asthma."}),
    ]


@pytest.mark.parametrize("columns", [{"id": [1]}, {"text": ["Gout."]}, {"id": [1], "text": [7]}])
def test_a_table_without_its_columns_is_one_sentence(columns: dict[str, object], tmp_path: Path) -> None:
    with pytest.raises(InputError, match="column"):
        open_source(written(tmp_path / "a.parquet", columns))


def test_parts_join_to_one_table_with_typed_columns(tmp_path: Path) -> None:
    files = []
    for number in range(3):
        files.append(tmp_path / f"part-{number}")
        files[-1].write_bytes(encode("suggest", [told(2 * number), told(2 * number + 1)] if number else []))
    outs = [io.BytesIO(), io.BytesIO()]
    for out in outs:
        join(iter(files), out)
    assert outs[0].getvalue() == outs[1].getvalue()
    table = pyarrow.parquet.read_table(io.BytesIO(outs[0].getvalue()))
    assert table.column("id").to_pylist() == ["2", "3", "4", "5"]
    kind = table.schema.field("suggestions").type.value_type
    assert {field.name: str(field.type) for field in kind} | {"evidence": ""} == {
        "code": "string", "description": "string", "tier": "string", "confidence": "double",
        "billable": "bool", "hcc_v28": "string", "evidence": "",
    }  # fmt: skip
    first = table.column("suggestions")[0].as_py()[0]
    assert (first["code"], first["billable"], first["evidence"][0]["end"]) == ("M10.9", True, 4)


def test_a_check_has_a_row_for_each_finding() -> None:
    finding = {"code": "I10", "description": "", "verdict": "supported", "text": "", "others": ["E11.9"],
               "evidence": [], "guideline": {"section": "I.B.2"}}  # fmt: skip
    note = {"id": "7", "offset_unit": "codepoint", "findings": [finding, finding | {"guideline": None}]}
    rows = pyarrow.parquet.read_table(io.BytesIO(encode("check", [note]))).to_pylist()
    assert [(row["id"], row["code"], row["guideline"]) for row in rows] == [
        ("7", "I10", "I.B.2"), ("7", "I10", None),
    ]  # fmt: skip
