import pytest

from chartside.coding.specificity import side_in, words_in


@pytest.mark.parametrize(
    ("text", "side"),
    [
        ("left knee", "left"),
        ("knee, Right", "right"),
        ("both knees", "bilateral"),
        ("L knee", "left"),
        ("bilateral hip", "bilateral"),
        ("knee", None),
        ("left and right", None),
        ("leftover food", None),
    ],
)
def test_side(text: str, side: str | None) -> None:
    assert side_in(text.lower() if text[:2] != "L " else text) == side


def test_words_are_folded() -> None:
    assert words_in("Acute kidney diseases") == {"acute", "kidney", "disease"}
