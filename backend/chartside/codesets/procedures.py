"""Readers of ICD-10-PCS, HCPCS Level II and CPT: official files become codes with titles.

HCPCS comes as records of fixed width (CMS, HCPCyyyy_recordlayout.txt): columns 1-5 the code, for modifiers
blank but 4-5; 6-10 a number; 11 the kind of line, 3 first and 4 further lines of a code, 7 first and 8
further lines of a modifier; 12-91 a part of the long title; 92-119 the short title; 285-292 the last day,
YYYYMMDD.
"""

import csv
import re
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import chain, islice
from typing import IO

from chartside.codesets.flat import FlatCode
from chartside.codesets.order_file import read_code_list, read_order_file, text_lines
from chartside.codesets.recognise import CPT_CODE, HCPCS_CODE, PCS_CODE, table_columns
from chartside.codesets.release import CPT, HCPCS
from chartside.errors import InputError

SHORTEST_LINE = 92
_END = slice(284, 292)
FIRST_SECTION, LAST_SECTION = "0", "X"
"""Sections of ICD-10-PCS run from Medical and Surgical to New Technology."""


def read_pcs(stream: IO[bytes], name: str, kind: str) -> list[FlatCode]:
    """Codes and the headers of the tables (three characters) from an order file or a code list.

    Raises:
        InputError: it is damaged, cut short, or of another system.
    """
    listed = read_order_file(stream, name) if kind == "order" else read_code_list(stream, name)
    strange = [one.code for one in listed if one.valid and not PCS_CODE.fullmatch(one.code)]
    if strange:
        raise InputError(f"{name} has {strange[0]}, which is no code of ICD-10-PCS; take the official file.")
    sections = {one.code[0] for one in listed}
    for section in (FIRST_SECTION, LAST_SECTION):
        if section not in sections:
            raise InputError(f"{name} has no code of section {section}: it is cut short; take it anew.")
    headers = {one.code for one in listed if not one.valid}
    return [
        FlatCode(
            one.code,
            one.title or one.code,
            one.short,
            one.valid,
            one.code[:3] if one.valid and one.code[:3] in headers else None,
        )
        for one in listed
    ]


def read_hcpcs(stream: IO[bytes], name: str, effective: date) -> list[FlatCode]:
    """Codes and modifiers (``-LT``) of a release; those that ended before its first day are left out.

    Raises:
        InputError: it is damaged or cut short, or has a code twice.
    """
    begun = list(islice(text_lines(stream, name), 1))
    lines = chain(begun, text_lines(stream, name))
    if begun and table_columns(begun[0][1]) is not None:
        return read_table(lines, name, HCPCS)
    parts: dict[str, list[str]] = {}
    shorts: dict[str, tuple[str, str]] = {}
    current = ""
    for number, line in lines:
        record = line[10:11]
        if (len(line) < SHORTEST_LINE and record in ("3", "7")) or record not in ("3", "4", "7", "8"):
            raise InputError(f"{name}, line {number}: this is no record of HCPCS; the file is cut short.")
        code = line[:5].strip() if record in "34" else f"-{line[3:5].strip()}"
        if record in "37":
            if code in parts:
                raise InputError(f"{name}, line {number}: the code {code} is there twice; take it anew.")
            current = code
            parts[code], shorts[code] = [], (line[91:119].strip(), line[_END].strip())
        elif code != current:
            raise InputError(f"{name}, line {number}: {code} goes on without having begun; take it anew.")
        parts[code].append(line[11:91].ljust(80))
    join = _joiner(parts.values())
    found = []
    for code, texts in parts.items():
        short, ends = shorts[code]
        last = _day(ends)
        if last is None or last >= effective:
            note = "" if last is None else f"Ends on {last}."
            title = " ".join(join.join(texts).split()) or short
            found.append(FlatCode(code, title, short, not code.startswith("-"), None, note))
    if not found:
        raise InputError(f"{name} holds no code in force on {effective}; take the official file anew.")
    return found


def read_table(lines: Iterator[tuple[int, str]], name: str, system: str) -> list[FlatCode]:
    """Codes of a table with a column for the code and one for the description, whatever else it has.

    Raises:
        InputError: a row is too short, its code is of another system, or a code is there twice.
    """
    _, header = next(lines, (1, ""))
    columns = table_columns(header)
    if columns is None:
        raise InputError(f"{name} needs a first line with the columns code and description.")
    delimiter, code_at, title_at = columns
    pattern = CPT_CODE if system == CPT else HCPCS_CODE
    found: dict[str, FlatCode] = {}
    for place, row in enumerate(csv.reader((line + "\n" for _, line in lines), delimiter=delimiter), 2):
        if not any(field.strip() for field in row):
            continue
        code = row[code_at].strip().upper() if len(row) > max(code_at, title_at) else ""
        title = " ".join(row[title_at].split()) if code else ""
        if not (code and title):
            raise InputError(f"{name}, row {place}: code or description is missing; the file is cut short.")
        if system != CPT and re.fullmatch(r"[0-9A-Z]{2}", code):
            code = f"-{code}"
        elif not pattern.fullmatch(code):
            raise InputError(
                f"{name}, row {place}: {code[:12]!r} is no code of {system}; import it by itself."
            )
        if code in found:
            raise InputError(f"{name}, row {place}: the code {code} is there twice; take the file anew.")
        found[code] = FlatCode(code, title, billable=not code.startswith("-"))
    if not found:
        raise InputError(f"{name} holds no code; take the file anew.")
    return list(found.values())


def read_cpt(stream: IO[bytes], name: str) -> list[FlatCode]:
    """The codes of a licensee's CPT file.

    Raises:
        InputError: see `read_table`.
    """
    return read_table(text_lines(stream, name), name, CPT)


def _joiner(titles: Iterable[list[str]]) -> str:
    """Parts that break within words are full to their last column, those that break between words seldom."""
    continued = [part for parts in titles for part in parts[:-1]]
    full = sum(not part.endswith(" ") for part in continued)
    return "" if 2 * full > len(continued) else " "


def _day(text: str) -> date | None:
    if re.fullmatch(r"[12]\d{7}", text):
        try:
            return date(int(text[:4]), int(text[4:6]), int(text[6:]))
        except ValueError:
            pass
    return None
