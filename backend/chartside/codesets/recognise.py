"""What an official file is, told by its content.

    tabular main external neoplasm drugs    XML of ICD-10-CM (CDC/NCHS)
    order                                   order file of ICD-10-CM or ICD-10-PCS (CMS): five digits, code,
                                            0 for a header, short title in columns 17-76, long title from 78
    list                                    code list: a code and its title a line
    guidelines                              PDF of the Official Guidelines
    hcpcs                                   ANWEB file of HCPCS Level II, fixed width or table (CMS)
    cpt                                     a licensee's table of CPT codes
    tables                                  XML of ICD-10-PCS: known, not used; the order file says the same

A kind is written with its system: `ICD-10-CM/tabular`.
"""

import csv
import re
from collections.abc import Callable, Sequence

from chartside.codesets.release import CPT, HCPCS, ICD10CM, ICD10PCS
from chartside.errors import InputError

OF_CM = ("tabular", "order", "list", "main", "external", "neoplasm", "drugs", "guidelines")
"""All kinds of ICD-10-CM, the order in which they are shown."""
INDEX_KINDS = ("main", "external", "neoplasm", "drugs")
SUFFIXES = {"order": ".txt", "list": ".txt", "guidelines": ".pdf", "hcpcs": ".txt", "cpt": ".csv"}
"""Under which suffix a kind is kept; `.xml` for the others."""

CM_CODE = re.compile(r"[A-Z]\d[0-9A-Z](?:\.?[0-9A-Z]{1,4})?")
PCS_CODE = re.compile(r"[0-9B-DF-HX][0-9A-HJ-NP-Z]{6}")
_PCS_TABLE = re.compile(r"[0-9B-DF-HX][0-9A-HJ-NP-Z]{2}")
HCPCS_CODE = re.compile(r"[A-V]\d{4}")
CPT_CODE = re.compile(r"\d{4}[0-9AFMTU]")

_ROOT = re.compile(r"<(ICD10(?:CM|PCS)\.[a-z]+)[\s>]")
_ORDER = re.compile(r"(\d{5}) (\S{3,7}) *[01] .{60} \S")
_HCPCS_LINE = re.compile(r"(?:[A-V]\d{4}|   [0-9A-Z]{2})\d{5}[3478].{80}")
_WORD = re.compile(r"[a-z]{3}")
_CODE_COLUMNS = ("code", "cpt", "cpt code", "cptcode", "hcpc", "hcpcs", "hcpcs code")
_TITLE_COLUMNS = ("description", "long description", "long descriptor", "descriptor", "long_description")


def kind_of(name: str, head: bytes, size: int) -> str | None:
    """The kind of a file, or None when it is none of those.

    Args:
        name: its name, only asked for what a PDF is and for the sentence of an error.
        head: its first 256 KiB.
        size: its bytes.

    Raises:
        InputError: an official file in an encoding that official files do not have, or an empty one.
    """
    suffix = name.lower().rpartition(".")[2]
    if size == 0:
        if suffix in ("xml", "txt", "csv", "pdf", "zip") and "__macosx" not in name.lower():
            raise InputError(f"{name} is empty; download it again.")
        return None
    if head.startswith(b"%PDF-"):
        return _guidelines(name)
    text = _text(head)
    if text is None:
        # UTF-16 and Latin-1 are told from binary files by what stands in them.
        loose = head.decode("utf-16", "replace") if head[:2] in (b"\xff\xfe", b"\xfe\xff") else ""
        kind = _of_text(loose or head.decode("latin-1")) if b"\0" not in head or loose else None
        if kind is not None:
            raise InputError(f"{name} is not UTF-8 text, as official files are; take another copy.")
        return None
    return _of_text(text)


def table_columns(header: str) -> tuple[str, int, int] | None:
    """Delimiter, column of the code and column of the description of a table's first line."""
    for delimiter in (",", "\t", ";", "|"):
        names = [" ".join(field.split()).lower() for field in next(csv.reader([header], delimiter=delimiter))]
        code = next((names.index(name) for name in _CODE_COLUMNS if name in names), None)
        title = next((names.index(name) for name in _TITLE_COLUMNS if name in names), None)
        if code is not None and title is not None:
            return delimiter, code, title
    return None


def _text(head: bytes) -> str | None:
    if b"\0" in head:
        return None
    try:
        return head.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        # The end may cut a character in two.
        return head[: error.start].decode("utf-8-sig") if error.start > len(head) - 4 else None


def _of_text(text: str) -> str | None:
    if text.lstrip().startswith("<"):
        return _of_xml(text)
    lines = [line for line in text.splitlines() if line.strip()]
    if not lines:
        return None
    columns = table_columns(lines[0])
    if columns is not None:
        return _of_table(lines[1:], *columns)
    # The last line of the head may be cut.
    lines = lines[:-1] if len(lines) > 1 else lines
    found = [match[2] for match in map(_ORDER.match, lines) if match is not None]
    if _most(found, lines):
        return _icd(found, "order")
    if _most([line for line in lines if _HCPCS_LINE.match(line)], lines):
        return f"{HCPCS}/hcpcs"
    # Conversion tables begin with a code too, and go on with years and codes.
    parts = [line.split(None, 1) for line in lines]
    listed = [part[0] for part in parts if len(part) == 1 or _WORD.search(part[1])]
    if len(listed) == 1 and len(parts[0]) == 1:
        return None
    return _icd(listed, "list") if _most(listed, lines) else None


def _most(some: Sequence[str], everything: Sequence[str]) -> bool:
    """A damaged line does not make an order file something else; its reader refuses it."""
    return 10 * len(some) >= 9 * len(everything)


def _icd(codes: Sequence[str], kind: str) -> str | None:
    if _most([code for code in codes if CM_CODE.fullmatch(code)], codes):
        return f"{ICD10CM}/{kind}"
    if _most([code for code in codes if PCS_CODE.fullmatch(code) or _PCS_TABLE.fullmatch(code)], codes):
        return f"{ICD10PCS}/{kind}"
    return None


def _of_xml(text: str) -> str | None:
    root = _ROOT.search(text)
    if root is None:
        return None
    if root[1] == "ICD10CM.tabular":
        return f"{ICD10CM}/tabular"
    if root[1] == "ICD10CM.index":
        return f"{ICD10CM}/{_index_kind(text[root.end() :].partition('<letter>')[0].lower())}"
    return f"{ICD10PCS}/tables"


def _index_kind(front: str) -> str:
    if "<indexheading>" in front:
        return "drugs" if "substance" in front else "neoplasm"
    return "external" if "external cause" in front else "main"


def _of_table(rows: list[str], delimiter: str, code: int, _title: int) -> str | None:
    found = [row[code].strip() for row in csv.reader(rows[:200], delimiter=delimiter) if len(row) > code]
    codes = [text for text in found if text]
    tests: tuple[tuple[str, Callable[[str], object]], ...] = (
        (f"{CPT}/cpt", CPT_CODE.fullmatch),
        (f"{HCPCS}/hcpcs", HCPCS_CODE.fullmatch),
    )
    best = max(tests, key=lambda pair: sum(bool(pair[1](text)) for text in codes), default=None)
    if best is None or not any(best[1](text) for text in codes):
        return None
    return best[0]


def _guidelines(name: str) -> str | None:
    plain = name.rpartition("/")[2].lower()
    if "guideline" not in plain:
        return None
    return f"{ICD10PCS}/guidelines" if "pcs" in plain else f"{ICD10CM}/guidelines"
