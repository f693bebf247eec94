from chartside.coding.axes import axes_of
from chartside.coding.branches import Branch
from chartside.coding.suggester import Suggester


def branch(suggester: Suggester, above: str, code: str) -> Branch:
    axes = axes_of(suggester.code_set)
    return next(each for each in axes.below(suggester.code_set.get(above)) if each.code == code)


def test_a_branch_needs_what_tells_it_apart(suggester: Suggester) -> None:
    assert branch(suggester, "N18", "N18.4").needs == (frozenset({"stage 4"}),)
    assert frozenset({"systolic"}) in branch(suggester, "I50", "I50.2").needs
    assert frozenset({"plaque"}) in branch(suggester, "L40", "L40.0").needs


def test_what_all_share_tells_none_apart(suggester: Suggester) -> None:
    assert branch(suggester, "M77.0", "M77.01").needs == ()
    assert branch(suggester, "M77.0", "M77.01").side == "right"


def test_and_in_a_title_does_not_make_a_child_both(suggester: Suggester) -> None:
    assert any("spermatocele" in need for need in branch(suggester, "N43", "N43.4").needs)


def test_what_is_taken_for_granted_needs_not_be_said(suggester: Suggester) -> None:
    assert all("displaced" not in need for need in branch(suggester, "S62.6", "S62.63").needs)
    assert any("nondisplaced" in need for need in branch(suggester, "S62.6", "S62.66").needs)
    assert branch(suggester, "M17", "M17.0").needs == ()


def test_what_is_without_something_is_told_by_the_rest(suggester: Suggester) -> None:
    assert any("bleeding" in need for need in branch(suggester, "K57.9", "K57.91").needs)
    assert branch(suggester, "K57.9", "K57.90").default


def test_defaults_and_axes(suggester: Suggester) -> None:
    axes = axes_of(suggester.code_set)
    get = suggester.code_set.get
    assert branch(suggester, "J45", "J45.9").default
    assert axes.is_default(get("J45.909"))
    assert axes.is_default(get("I48.91"))
    assert not axes.is_default(get("G56.01"))
    assert axes.axis(axes.below(get("M25.56"))) == "laterality"
    assert axes.axis(axes.below(get("N18"))) == "stage"
    assert axes.sites(get("M75.10")) == ["shoulder"]
