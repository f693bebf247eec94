"""A release of our own in the form of the official ones: every chapter, three codes in each."""

import io
import zipfile
from collections.abc import Mapping
from pathlib import Path

CATEGORIES = "A00 C00 D50 E11 F01 G00 H00 H60 I10 J00 K00 L00 M00 N00 O00 P00 Q00 R00 S52 V00 Z00 U07".split()
INJURY = "S52"


def tabular(version: str = "2027", *, without: str = "", instead: Mapping[str, str] | None = None) -> bytes:
    """A Tabular List; `without` leaves out one code, `instead` gives other titles to codes."""
    titles = instead or {}
    chapters = []
    for number, category in enumerate(CATEGORIES, 1):
        codes = [f"{category}.{digit}" for digit in "019"]
        diags = "".join(
            f"<diag><name>{code}</name><desc>{titles.get(code, f'Sample condition {code}')}</desc></diag>"
            for code in codes
            if code != without
        )
        seventh = (
            '<sevenChrDef><extension char="A">initial encounter</extension>'
            '<extension char="D">subsequent encounter</extension></sevenChrDef>'
            if category == INJURY
            else ""
        )
        chapters.append(
            f"<chapter><name>{number}</name><desc>Chapter ({category}-{category})</desc>"
            f'<section id="{category}"><desc>Block ({category})</desc>'
            f"<diag><name>{category}</name><desc>Sample category {category}</desc>{seventh}{diags}</diag>"
            "</section></chapter>"
        )
    body = "".join(chapters)
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        f"<ICD10CM.tabular><version>{version}</version>{body}</ICD10CM.tabular>\n"
    ).encode()


def codes(*, without: str = "") -> list[tuple[str, bool]]:
    """Every code of `tabular` without its dot, and whether it is valid."""
    found: list[tuple[str, bool]] = []
    for category in CATEGORIES:
        found.append((category, False))
        for digit in "019":
            code = f"{category}{digit}"
            if category == INJURY:
                found += [(code, False), (f"{code}XXA", True), (f"{code}XXD", True)]
            else:
                found.append((code, True))
    return [pair for pair in found if pair[0] != without.replace(".", "")]


def order_file(*, without: str = "") -> bytes:
    """The order file that goes with `tabular`."""
    lines = [
        f"{number:05} {code:<7} {int(valid)} {'Sample ' + code:<60} Sample condition {code}"
        for number, (code, valid) in enumerate(codes(without=without), 1)
    ]
    return ("\r\n".join(lines) + "\r\n").encode()


def index(version: str = "2027", code: str = "E11.9") -> bytes:
    """A main index of three lead terms."""
    return f"""<?xml version="1.0" encoding="utf-8"?>
<ICD10CM.index><version>{version}</version><title>ICD-10-CM INDEX TO DISEASES and INJURIES</title>
<letter><title>S</title>
<mainTerm><title>Sampleitis<nemod>(acute)</nemod></title><code>{code}</code>
<term level="1"><title>with fever</title><code>A00.0</code></term></mainTerm>
<mainTerm><title>Sampleosis</title><see>Sampleitis</see></mainTerm>
<mainTerm><title>Samplealgia</title><code>M00.9</code></mainTerm>
</letter></ICD10CM.index>""".encode()


def table(first: str, version: str = "2027", code: str = "T51.3X1") -> bytes:
    """A table of drugs (`Substance`) or the neoplasm table (`Neoplasm`), of one row."""
    return f"""<?xml version="1.0" encoding="utf-8"?>
<ICD10CM.index><version>{version}</version>
<indexHeading><head col="1">{first}</head><head col="2">Second</head></indexHeading>
<letter><title>S</title><mainTerm><title>Sample</title><cell col="2">{code}</cell></mainTerm></letter>
</ICD10CM.index>""".encode()


def external(version: str = "2027") -> bytes:
    """An external cause index of one entry."""
    return f"""<?xml version="1.0" encoding="utf-8"?>
<ICD10CM.index><version>{version}</version><title>ICD-10-CM EXTERNAL CAUSE of INJURIES INDEX</title>
<letter><title>F</title><mainTerm><title>Fall</title><code>V00.9</code></mainTerm></letter>
</ICD10CM.index>""".encode()


def whole() -> dict[str, bytes]:
    """All files of the release of October 2026, by official names."""
    return {
        "icd10cm_tabular_2027.xml": tabular(),
        "icd10cm_index_2027.xml": index(),
        "icd10cm_eindex_2027.xml": external(),
        "icd10cm_neoplasm_2027.xml": table("Neoplasm", code="C00.9"),
        "icd10cm_drug_2027.xml": table("Substance"),
        "icd10cm_order_2027.txt": order_file(),
        "fy-2027-icd-10-cm-coding-guidelines.pdf": b"%PDF-1.7 sample",
        "readme.txt": b"Read me first.\n",
    }


def pcs_order_file() -> bytes:
    """An order file of ICD-10-PCS with its first and last section."""
    rows = [
        ("001", 0, "Central Nervous System and Cranial Nerves, Bypass"),
        ("0016070", 1, "Bypass Cerebral Ventricle to Nasopharynx, Open Approach"),
        ("0016071", 1, "Bypass Cerebral Ventricle to Mastoid Sinus, Open Approach"),
        ("XY0", 0, "Extracorporeal, Introduction"),
        ("XY0VX83", 1, "Extracorporeal Introduction of Endothelial Agent, New Technology Group 3"),
    ]
    lines = [
        f"{n:05} {code:<7} {flag} {title[:60]:<60} {title}" for n, (code, flag, title) in enumerate(rows, 1)
    ]
    return ("\n".join(lines) + "\n").encode()


def hcpcs_line(code: str, record: str, title: str, short: str = "", ends: str = "") -> str:
    """One record of 320 columns."""
    head = f"{code:>5}" if record in "34" else f"   {code}"
    line = f"{head}00100{record}{title:<80}"
    return f"{line}{short:<28}".ljust(284) + f"{ends:<8}".ljust(36)


def hcpcs_file() -> bytes:
    """Two codes in force, one that has ended, one that will end, one modifier."""
    lines = [
        hcpcs_line(
            "A0021", "3", "Ambulance service, outside state per mile, transport", "Outside state ambulance"
        ),
        hcpcs_line(
            "E0100", "3", "Cane, includes canes of all materials, adjustable or fixed, with", "Cane adjust"
        ),
        hcpcs_line("E0100", "4", "tip"),
        hcpcs_line("K0001", "3", "Standard wheelchair of the past", "Old wheelchair", "20201231"),
        hcpcs_line("L9999", "3", "Sample orthosis that ends", "Ending orthosis", "20260630"),
        hcpcs_line("LT", "7", "Left side", "Left side"),
    ]
    return ("\r\n".join(lines) + "\r\n").encode()


def write(folder: Path, files: Mapping[str, bytes]) -> Path:
    """Put files into a folder, which is made."""
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return folder


def zipped(files: Mapping[str, bytes]) -> bytes:
    """A zip of files."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()
