import pytest


def codes(found):
    return [code.code for code in found]


@pytest.mark.parametrize(
    ("expression", "wanted"),
    [
        ("I10", ["I10"]),
        ("e11", ["E11"]),
        ("E1122", ["E11.22"]),
        ("J45.3-", ["J45.30", "J45.31", "J45.32"]),
        ("N18.1-N18.3", ["N18.1", "N18.2", "N18.30", "N18.31", "N18.32"]),
        ("i10 - i11", ["I10", "I11.0", "I11.9"]),
        ("I10, J45.30", ["I10", "J45.30"]),
        ("I10, I10-I11.0", ["I10", "I11.0"]),
        ("S13.4-", ["S13.4XXA", "S13.4XXD", "S13.4XXS"]),
        ("S13.4XX-", ["S13.4XXA", "S13.4XXD", "S13.4XXS"]),
        ("Z99.999", []),
        ("I11-I10", []),
        ("", []),
        ("-", []),
        (",,-,", []),
        ("é-ü", []),
        ("\ud800", []),
        ("E08-", ["E08.00"]),
    ],
)
def test_expressions_of_the_tabular_list_become_codes(code_set, expression, wanted):
    found = codes(code_set.resolve(expression))
    assert found[: len(wanted)] == wanted
    assert expression == "E08-" or len(found) == len(wanted)


@pytest.mark.parametrize("expression", ["E08-E13", "E11.-", "S52.5-", "C00-C75", "M05-M14"])
def test_ranges_are_the_leaves_of_what_stands_between(code_set, expression):
    found = code_set.resolve(expression)
    assert all(code.billable for code in found)
    assert len(set(codes(found))) == len(found)


def test_a_range_holds_what_its_block_holds(code_set):
    found = code_set.resolve("E08-E13")
    assert {code.block for code in found} == {"E08-E13"}
    assert codes(found) == [
        leaf.code for c in ("E08", "E09", "E10", "E11", "E13") for leaf in code_set.leaves(c)
    ]


def test_a_range_goes_by_the_tabular_list_and_not_by_the_alphabet(code_set):
    gout = codes(code_set.resolve("M05-M14"))
    assert "M1A.9XX0" in gout
    assert "M10.9" in gout
    assert not any(code.startswith("C7A") for code in codes(code_set.resolve("C00-C75")))


def test_a_range_whose_end_is_no_code_still_holds_what_lies_between(code_set):
    assert {code.code[:3] for code in code_set.resolve("E08-E12")} == {"E08", "E09", "E10", "E11"}


def test_every_code_in_its_order(code_set):
    every = list(code_set.every())
    assert every[0] == ("A00", "Cholera", False)
    assert sum(billable for _, _, billable in every) == 74_719
    assert len(every) == 98_186
