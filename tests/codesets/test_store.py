import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from chartside.codesets.release import APRIL_2026
from chartside.codesets.store import Instruction, compile_release, open_code_set
from chartside.errors import CodeSetError, UnknownCodeError


def texts(instructions):
    return [instruction.text for instruction in instructions]


def test_release(code_set):
    assert code_set.release == APRIL_2026
    assert str(code_set.release) == "ICD-10-CM 2026-04-01"


@pytest.mark.parametrize("written", ["E11.22", "e1122", " E11.22 ", "e11.22\n"])
def test_a_billable_code_whole(code_set, written):
    code = code_set.get(written)
    assert code.code == "E11.22"
    assert code.description == "Type 2 diabetes mellitus with diabetic chronic kidney disease"
    assert (code.parent, code.chapter, code.block, code.depth) == ("E11.2", "4", "E08-E13", 2)
    assert (code.chapter_title, code.block_title) == (
        "Endocrine, nutritional and metabolic diseases",
        "Diabetes mellitus",
    )
    assert code.billable
    assert not code.header
    stage = "code to identify stage of chronic kidney disease (N18.1-N18.6)"
    assert code.use_additional[0] == Instruction(stage, ("N18.1-N18.6",), "E11.22")
    assert Instruction("insulin (Z79.4)", ("Z79.4",), "E11") in code.use_additional
    assert Instruction("gestational diabetes (O24.4-)", ("O24.4-",), "E11") in code.excludes1
    assert code.excludes1[-1].origin == "4"
    assert "diabetes NOS" in texts(code.includes)
    assert code.notes[0].origin == "4"
    assert code.seventh_characters == ()


def test_excludes_of_the_category_reach_the_code(code_set):
    inherited = code_set.get("E11.9").excludes1
    assert set(code_set.get("E11").excludes1) <= set(inherited)
    assert Instruction("type 1 diabetes mellitus (E10.-)", ("E10.-",), "E11") in inherited


def test_instructions_of_blocks_and_umbrella_blocks_reach_the_code(code_set):
    origins = {instruction.origin for instruction in code_set.get("T20.011A").includes}
    assert "T20-T32" in origins
    assert "J40-J4A" in {instruction.origin for instruction in code_set.get("J44.9").excludes1}


def test_copd_and_asthma_are_excludes2_in_this_release(code_set):
    asthma = code_set.get("J45.909")
    assert any("J44.89" in instruction.codes for instruction in asthma.excludes2)
    assert not any(code.startswith("J44") for instruction in asthma.excludes1 for code in instruction.codes)


@pytest.mark.parametrize(
    ("code", "description", "above"),
    [
        (
            "S52.501A",
            "Unspecified fracture of the lower end of right radius, initial encounter for closed fracture",
            ["S52.501", "S52.50", "S52.5", "S52"],
        ),
        (
            "M80.051A",
            "Age-related osteoporosis with current pathological fracture, right femur, "
            "initial encounter for fracture",
            ["M80.051", "M80.05", "M80.0", "M80"],
        ),
        (
            "T36.0X1A",
            "Poisoning by penicillins, accidental (unintentional), initial encounter",
            ["T36.0X1", "T36.0X", "T36.0", "T36"],
        ),
        ("S13.4XXA", "Sprain of ligaments of cervical spine, initial encounter", ["S13.4", "S13"]),
    ],
)
def test_codes_with_a_seventh_character(code_set, code, description, above):
    found = code_set.get(code)
    assert (found.code, found.description, found.billable) == (code, description, True)
    assert [ancestor.code for ancestor in code_set.ancestors(code)] == above
    assert found.code[-1] in dict(found.seventh_characters)
    assert code_set.get(above[0]).header


def test_a_seventh_character_keeps_the_terms_of_its_code(code_set):
    assert "Whiplash injury of cervical spine" in texts(code_set.get("S13.4XXD").inclusion_terms)
    assert code_set.get("S13.4XXD").excludes2 == code_set.get("S13.4").excludes2


def test_seventh_characters_withheld_by_a_note(code_set):
    assert code_set.find("S06.1X7A") is not None
    assert code_set.find("S06.1X7D") is None
    assert [character for character, _ in code_set.get("S06.1X7").seventh_characters] == ["A"]
    assert dict(code_set.get("S52").seventh_characters)["K"].endswith("nonunion")


def test_a_category_is_a_header_with_children_and_leaves(code_set):
    category = code_set.get("J45")
    assert (category.header, category.billable, category.parent, category.depth) == (True, False, None, 0)
    assert [child.code for child in code_set.children("J45")] == ["J45.2", "J45.3", "J45.4", "J45.5", "J45.9"]
    assert "J45.909" in [leaf.code for leaf in code_set.leaves("J45")]
    assert all(leaf.billable for leaf in code_set.leaves("S52.5"))
    assert [leaf.code for leaf in code_set.leaves("I10")] == ["I10"]
    assert code_set.children("I10") == ()
    assert code_set.ancestors("J45") == ()


@pytest.mark.parametrize("code", ["", "Z", "E11.999", "B12", "4", "E08-E13", "\ud800", "é" * 9, "E11%", "'"])
def test_unknown_codes(code_set, code):
    assert code_set.find(code) is None
    with pytest.raises(UnknownCodeError, match="ICD-10-CM 2026-04-01"):
        code_set.get(code)


def test_the_sentence_for_an_unknown_code(code_set):
    with pytest.raises(UnknownCodeError) as caught:
        code_set.children("Q99.Z")
    assert str(caught.value) == (
        "There is no code 'Q99.Z' in ICD-10-CM 2026-04-01; look it up by its words instead."
    )


def test_threads_share_one_code_set(code_set):
    codes = ["E11.22", "J45.909", "S52.501A", "I10", "M80.051A", "N18.30"] * 20

    def look(code):
        return code_set.get(code).code, len(code_set.search(code_set.get(code).description, 3))

    with ThreadPoolExecutor(8) as pool:
        assert [code for code, _ in pool.map(look, codes)] == codes


def test_opening_is_quick(home, terms_folder):
    begun = time.perf_counter()
    with open_code_set(home, terms_folder=terms_folder) as opened:
        opened.get("E11.22")
        spent = time.perf_counter() - begun
    assert spent < 0.3


def test_progress_tells_how_far_and_ends(tmp_path, terms_folder):
    told = []
    begun = time.perf_counter()
    with open_code_set(
        tmp_path, progress=lambda *step: told.append(step), terms_folder=terms_folder
    ) as opened:
        assert opened.find("I10")
    assert time.perf_counter() - begun < 20
    assert told[-1][:2] == (100, 100)
    assert [step[0] for step in told] == sorted(step[0] for step in told)
    assert all(step[1] == 100 and step[2] for step in told)
    told.clear()
    open_code_set(tmp_path, progress=lambda *step: told.append(step), terms_folder=terms_folder).close()
    assert told == []


def test_an_error_half_way_leaves_nothing(tmp_path):
    def stop(done, _total, _label):
        if done >= 65:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        compile_release(tmp_path, progress=stop)
    assert [file.name for file in (tmp_path / "codesets").iterdir()] == [".lock"]


def test_an_error_half_way_leaves_the_old_file(home, tmp_path):
    (tmp_path / "codesets").mkdir()
    path = tmp_path / "codesets" / "icd-10-cm-2026-04-01-v1.sqlite"
    path.write_bytes((home / "codesets" / path.name).read_bytes())
    before = path.read_bytes()

    def stop(done, _total, _label):
        if done >= 65:
            raise MemoryError

    with pytest.raises(MemoryError):
        compile_release(tmp_path, progress=stop)
    assert path.read_bytes() == before


def test_damaged_files_are_made_anew(home, tmp_path, terms_folder):
    folder = tmp_path / "codesets"
    folder.mkdir()
    for file in (home / "codesets").glob("*.sqlite"):
        whole = file.read_bytes()
        (folder / file.name).write_bytes(whole[: len(whole) // 2])
    with open_code_set(tmp_path, terms_folder=terms_folder) as opened:
        assert opened.get("E11.22").billable
        assert opened.search("HTN")[0].code == "I10"


def test_a_closed_code_set_says_so(home, terms_folder):
    opened = open_code_set(home, terms_folder=terms_folder)
    opened.close()
    opened.close()
    with pytest.raises(CodeSetError):
        opened.get("E11.22")


def test_a_changed_term_remakes_only_the_search(home, tmp_path):
    folder = tmp_path / "terms"
    folder.mkdir()
    file = folder / "a.tsv"
    header = "term\tcode\tkind\tsource\n"
    file.write_text(header + "sugar\tE11.9\tlay\ttest\n", "utf-8")
    with open_code_set(tmp_path, terms_folder=folder) as opened:
        assert opened.search("sugar")[0].code == "E11.9"
    store = tmp_path / "codesets" / "icd-10-cm-2026-04-01-v1.sqlite"
    before = store.stat().st_mtime_ns
    file.write_text(header + "sugar\tE10.9\tlay\ttest\nsugar\tQ99.ZZ\tlay\ttest\n", "utf-8")
    with open_code_set(tmp_path, terms_folder=folder) as opened:
        assert opened.search("sugar")[0].code == "E10.9"
    assert store.stat().st_mtime_ns == before
    assert len(list(store.parent.glob("*.sqlite"))) == 2


def test_two_that_compile_at_once_make_one(tmp_path, terms_folder):
    told: list[str] = []
    together = threading.Barrier(2)

    def work(_):
        together.wait()
        progress = lambda _done, _total, label: told.append(label)  # noqa: E731
        with open_code_set(tmp_path, progress=progress, terms_folder=terms_folder) as opened:
            return opened.get("I10").code

    with ThreadPoolExecutor(2) as pool:
        assert list(pool.map(work, range(2))) == ["I10", "I10"]
    assert told.count("Writing the code set") == 1
    assert not list((tmp_path / "codesets").glob("*.tmp"))


def test_a_home_that_is_a_file_says_what_to_do(tmp_path, terms_folder):
    (tmp_path / "home").write_text("", "utf-8")
    with pytest.raises(CodeSetError, match="CHARTSIDE_HOME"):
        open_code_set(tmp_path / "home", terms_folder=terms_folder)
