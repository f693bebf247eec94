"""The words by which lines of the index are put together into phrases: the tables `matching/index-*.tsv`."""

import re
from functools import cached_property

from chartside.datafiles import read_rows

USES = (
    "link", "adjective", "site-adjective", "noun", "part", "tissue", "implied", "behind",
    "unfit", "unfit-lead", "clinical-ending", "joining",
)  # fmt: skip

_ADJECTIVE = re.compile(r"(?:al|ic|ive|ous|ary|ory|ed|ing|ar|ile|less)$")
_NUMBERED = re.compile(r"(?:type|stage|grade|class|phase|degree) \w+$")


class IndexWords:
    """What is known of the words of the index.

    Raises:
        DataFileError: a table is wrong.
    """

    def __init__(self) -> None:
        rows = read_rows(
            "matching/index-words.tsv", ("word", "use", "note"), unique=("word", "use"), allowed={"use": USES}
        )
        self._by_use: dict[str, list[str]] = {use: [] for use in USES}
        for row in rows:
            self._by_use[row["use"]].append(row["word"].casefold())
        self._adjectives = frozenset(self._by_use["adjective"])
        self._nouns = frozenset(self._by_use["noun"]) | frozenset(self._by_use["part"])
        self._parts = frozenset(self._by_use["part"])
        self._tissues = tuple(self._by_use["tissue"])
        self._site_adjectives = frozenset(self._by_use["site-adjective"])
        links = sorted(self._by_use["link"], key=len, reverse=True)
        self._link = re.compile(
            rf"(?P<link>{'|'.join(map(re.escape, links))})(?: (?P<rest>.*))?", re.IGNORECASE
        )
        self._implied = frozenset(self._by_use["implied"])
        self._unfit_leads = frozenset(self._by_use["unfit-lead"])
        self._behind = frozenset(self._by_use["behind"])
        self._joining = frozenset(self._by_use["joining"])
        self._endings = tuple(self._by_use["clinical-ending"])
        unfit = "|".join(re.escape(word) for word in self._by_use["unfit"])
        self._unfit = re.compile(rf"\b(?:{unfit})\b|[()\[\]:;/\"*+]", re.IGNORECASE)

    @cached_property
    def columns(self) -> dict[str, list[str]]:
        """For each column of the neoplasm table the phrases that mean it, with {site} in them."""
        rows = read_rows(
            "matching/index-columns.tsv", ("column", "phrase", "note"), unique=("column", "phrase")
        )
        phrases: dict[str, list[str]] = {}
        for row in rows:
            phrases.setdefault(row["column"].casefold(), []).append(row["phrase"])
        return phrases

    def is_adjective(self, text: str) -> bool:
        """Whether the words describe and do not name; the last of them decides."""
        last = text.casefold().rsplit(" ", 1)[-1]
        if self.is_numbered(text) or last in self._adjectives:
            return True
        return last not in self._nouns and _ADJECTIVE.search(last) is not None

    def is_numbered(self, text: str) -> bool:
        """Whether it is a type or stage, which may stand before and after: ``type 2``."""
        return _NUMBERED.search(text.casefold()) is not None

    def stands_behind(self, text: str) -> bool:
        """Whether it follows its noun: ``mellitus``."""
        return text.casefold() in self._behind

    def is_part(self, text: str) -> bool:
        """Whether it is part of a whole: ``lower end``, ``upper-outer quadrant``."""
        return re.split(r"[ -]", text.casefold())[-1] in self._parts

    def is_tissue(self, text: str) -> bool:
        """Whether it lies in many places: skin, bone, peripheral nerve."""
        return text.casefold().endswith(self._tissues)

    def is_site_adjective(self, text: str) -> bool:
        """Whether it alone says where a cancer is: gastric."""
        return text.casefold() in self._site_adjectives

    def is_implied(self, lead: str, text: str) -> bool:
        """Whether the index says it where a note does not: Fracture, traumatic."""
        return f"{lead}, {text}".casefold() in self._implied

    def fits_as_lead(self, text: str) -> bool:
        """Whether a lead term names a condition together with its subterms."""
        return text.casefold() not in self._unfit_leads

    def is_clinical(self, word: str) -> bool:
        """Whether a single word can mean nothing but a condition."""
        return word.casefold().endswith(self._endings)

    def joins(self, word: str) -> bool:
        """Whether a word inside a line only joins it to the line above, so that no note has to say it."""
        return word in self._joining

    def fits(self, phrase: str) -> bool:
        """Whether a phrase stands on its own in a note."""
        return self._unfit.search(phrase) is None

    def split_link(self, text: str) -> tuple[str, str]:
        """A link at the beginning and the words after it: ``due to`` and ``trauma``; either may be empty."""
        found = self._link.fullmatch(text)
        return (found["link"].casefold(), found["rest"] or "") if found else ("", text)
