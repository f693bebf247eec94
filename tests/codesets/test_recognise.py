import pytest
import small_release as small

from chartside.codesets.recognise import kind_of
from chartside.errors import InputError

PDF = b"%PDF-1.7\n\xff\x00"


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("x.xml", small.tabular(), "ICD-10-CM/tabular"),
        ("x.xml", small.index(), "ICD-10-CM/main"),
        ("x.xml", small.external(), "ICD-10-CM/external"),
        ("x.xml", small.table("Neoplasm"), "ICD-10-CM/neoplasm"),
        ("x.xml", small.table("Substance"), "ICD-10-CM/drugs"),
        ("x", b"\xef\xbb\xbf" + small.tabular(), "ICD-10-CM/tabular"),
        ("x.txt", small.order_file(), "ICD-10-CM/order"),
        ("x.txt", b"A000    Cholera due to Vibrio cholerae 01\nA001    Cholera\n", "ICD-10-CM/list"),
        ("x.txt", b"A000\nA001\nS52001A\n", "ICD-10-CM/list"),
        ("x.txt", small.pcs_order_file(), "ICD-10-PCS/order"),
        ("x.txt", b"0016070 Bypass\nXY0VX83 Introduction\n", "ICD-10-PCS/list"),
        ("x.xml", b"<?xml version='1.0'?><ICD10PCS.tabular><version>2026</version>", "ICD-10-PCS/tables"),
        ("x.txt", small.hcpcs_file(), "HCPCS Level II/hcpcs"),
        ("x.csv", b"HCPC,SEQNUM,LONG DESCRIPTION\nA0021,100,Ambulance\n", "HCPCS Level II/hcpcs"),
        ("x.csv", b'price,Description,"Code"\n12,"Office, visit",99213\n1,Vaccine,0001A\n', "CPT/cpt"),
        ("x.tsv", b"CPT Code\tLong Description\n99213\tOffice\n", "CPT/cpt"),
        ("fy-2026-coding-guidelines.pdf", PDF, "ICD-10-CM/guidelines"),
        ("2026-official-icd-10-pcs-coding-guidelines.pdf", PDF, "ICD-10-PCS/guidelines"),
        ("icd10cm_tabular_2026.pdf", PDF, None),
        ("conversion.txt", b"M1A.00X0\t2011\t274.02\nE11.10 2017 E11.69\n", None),
        ("readme.txt", b"The order file holds all codes.\nSee the manual.\n", None),
        ("note.txt", b"Assessment: type 2 diabetes E11.9, hypertension I10.\n", None),
        ("a.csv", b"name,age\nx,1\n", None),
        ("a.csv", b"code,description\n1,one\n", None),
        ("a.xml", b"<html><body>ICD10CM.tabular</body></html>", None),
        ("a.png", b"\x89PNG\r\n\x1a\n\x00\x00", None),
        ("a.bin", b"", None),
    ],
)
def test_files_are_known_by_their_content(name, content, kind):
    assert kind_of(name, content, len(content)) == kind


def test_the_beginning_of_a_file_is_enough():
    head = small.order_file()[:1000]
    assert kind_of("x.txt", head, 10**6) == "ICD-10-CM/order"
    accented = "code,description\n" + "99213,é\n" * 10
    assert kind_of("x.csv", accented.encode()[:-2], 10**6) == "CPT/cpt"


@pytest.mark.parametrize("name", ["icd10cm_order_2026.txt", "a/tabular.xml", "cpt.csv", "x.pdf", "x.zip"])
def test_empty_files_are_refused(name):
    with pytest.raises(InputError, match="is empty"):
        kind_of(name, b"", 0)


@pytest.mark.parametrize(
    "content",
    [
        small.tabular().decode().encode("utf-16"),
        small.order_file().replace(b"Sample condition I100", b"Sample condition \xe9"),
        "code,description\n99213,Visite à domicile\n".encode("latin-1"),
    ],
)
def test_official_files_in_other_encodings_are_refused(content):
    with pytest.raises(InputError, match="is not UTF-8"):
        kind_of("x.xml", content, len(content))
