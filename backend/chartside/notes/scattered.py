"""Terms whose words stand apart or in another order: "pain in the right knee", "radius fracture, distal".

Only terms of two to five words with the name of a kind of condition among them ("fracture", "pain") are
found this way, and only within a stretch of words that all belong to such a term or say no more than how
and where (`codesets/matching/between.tsv`). So nothing is joined across a verb, a negation or another
condition, and the cost is a few look-ups for each such name in the note.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from chartside.datafiles import read_rows
from chartside.notes.words import SIDES, fold

REACH = 9
"""Words to each side of the condition's name in which the others may stand."""

FEWEST, MOST = 2, 5
"""Words of a term that is looked for this way."""

GRAMMAR = frozenset("of in on at to ,".split())
_JOINING = frozenset("and or , /".split())
_AND = frozenset("and or /".split())
_UNFIT = frozenset(
    "without with and or not no due from by other unspecified nos nec than except following during history "
    "hx fh fhx family screening encounter status prior old period ; : . as for involving".split()
)
_AS_IT_IS = "="
"""Before a head that must be said with that very word."""
_VERBS = frozenset("is are was were".split())
_KINDS = frozenset("synonym lay abbreviation title inclusion".split())

_Terms = dict[tuple[str, frozenset[str]], str]


@dataclass(frozen=True, slots=True)
class Scattered:
    """A term found among a sentence's words: the place of its head, of all its words, and its phrase.

    `joined` is True when it shares words with another ("pain and *swelling* of the knee").
    """

    head: int
    places: frozenset[int]
    phrase: str
    joined: bool = False

    @property
    def start(self) -> int:
        """The first of its words."""
        return min(self.places)

    @property
    def end(self) -> int:
        """The place after the last of its words."""
        return max(self.places) + 1


class ScatteredTerms:
    """Finds scattered terms around the names of conditions in a sentence."""

    def __init__(
        self, rows: Mapping[str, Sequence[Sequence[str]]], heads: Mapping[str, str], between: Iterable[str]
    ) -> None:
        self._heads = dict(heads)
        self._between = frozenset(between) | SIDES
        self._known: dict[str, set[str]] = defaultdict(set)
        self._by_word: dict[tuple[str, str], list[tuple[frozenset[str], str]]] = defaultdict(list)
        self._index(self._terms(rows))

    def _index(self, terms: _Terms) -> None:
        """Keep each term under its head and the rarest of its other words."""
        counts: dict[tuple[str, str], int] = defaultdict(int)
        for head, words in terms:
            for word in words:
                counts[head, word] += 1
        for (head, words), phrase in terms.items():
            self._known[head] |= words
            rarest = min(words, key=lambda word: (counts[head, word], word))
            self._by_word[head, rarest].append((words, phrase))

    def _terms(self, rows: Mapping[str, Sequence[Sequence[str]]]) -> _Terms:
        """The phrase for each head with the words that go with it, best source first."""
        found: dict[tuple[str, frozenset[str]], tuple[int, str]] = {}
        for phrase, codes in rows.items():
            if not codes or codes[0][2] not in _KINDS:
                continue
            words = [word for word in phrase.split() if word not in GRAMMAR]
            if not FEWEST <= len(words) <= MOST or not (_UNFIT | SIDES).isdisjoint(words):
                continue
            if codes[0][2] == "abbreviation" and any(len(word) < 3 for word in words):
                continue
            heads = [word for word in words if word in self._heads]
            if not heads:
                continue
            head = self._heads[heads[-1]]
            others = frozenset(words) - {heads[-1]}
            if len(heads) > 1:
                # "A painful tumor" is no "tumor pain": of two names the last must stand as it is.
                head = _AS_IT_IS + head
            rank = int(codes[0][2] in ("title", "inclusion"))
            key = head, others
            if others and not others <= self._between and (key not in found or rank < found[key][0]):
                found[key] = rank, phrase
        return {key: phrase for key, (_, phrase) in found.items()}

    def find(self, words: Sequence[str]) -> Iterator[Scattered]:
        """Terms in a sentence's folded words; terms that share words come one after the other."""
        for place, word in enumerate(words):
            head = self._heads.get(word)
            if head is None:
                continue
            if word == head and _AS_IT_IS + head in self._known:
                near, _ = self._near(words, place, _AS_IT_IS + head, verbs=False)
                whole = self._best(near, place, _AS_IT_IS + head)
                if whole is not None:
                    yield Scattered(place, whole[0], whole[1])
                    continue
            if head not in self._known:
                continue
            # "The knee is swollen" names a swelling; "the pain is back" is no back pain.
            near, joined = self._near(words, place, head, verbs=word != head)
            best = self._best(near, place, head)
            if best is None:
                continue
            yield Scattered(place, best[0], best[1], joined=joined)
            yield from self._further(words, place, head, max(best[0]))

    def _near(
        self, words: Sequence[str], place: int, head: str, *, verbs: bool
    ) -> tuple[dict[str, int], bool]:
        """Words around a head that go with it, each with its nearest place."""
        known = self._known[head]
        near: dict[str, int] = {}
        joined = False
        for step in (-1, 1):
            there, last = place + step, place + step * REACH
            while there != last and 0 <= there < len(words):
                word = words[there]
                if (there and words[there - 1] == "non") or _is_cause(words, there):
                    break
                if word in known:
                    if word not in near or abs(near[word] - place) > abs(there - place):
                        near[word] = there
                elif (
                    word in _JOINING and 0 <= there + step < len(words) and words[there + step] in self._heads
                ):
                    joined = True
                    there += step
                elif word in _VERBS:
                    if not verbs:
                        break
                elif word not in self._between:
                    break
                there += step
        return near, joined

    def _best(self, near: Mapping[str, int], place: int, head: str) -> tuple[frozenset[int], str] | None:
        """The term with most words, then the one that stands closest together."""
        best: tuple[int, int, str, frozenset[str]] | None = None
        for word in near:
            for others, phrase in self._by_word.get((head, word), ()):
                if others <= near.keys():
                    reach = max(abs(near[other] - place) for other in others)
                    rated = (-len(others), reach, phrase, others)
                    if best is None or rated[:3] < best[:3]:
                        best = rated
        if best is None:
            return None
        return frozenset({place, *(near[other] for other in best[3])}), best[2]

    def _further(self, words: Sequence[str], place: int, head: str, last: int) -> Iterator[Scattered]:
        """The same condition at another site: "osteoarthritis of the hip *and knee*"."""
        there = last + 1
        while there + 1 < len(words) and words[there] in _AND:
            near: dict[str, int] = {}
            there += 1
            while there < len(words) and (
                words[there] in self._known[head] or words[there] in self._between - {","}
            ):
                if words[there] in self._known[head]:
                    near.setdefault(words[there], there)
                there += 1
            if there < len(words) and words[there] in self._heads:
                return
            best = self._best(near, place, head)
            if best is None:
                return
            yield Scattered(max(best[0]), best[0] - {place}, best[1])


def _is_cause(words: Sequence[str], place: int) -> bool:
    """Whether a word belongs to "secondary to", after which another condition stands."""
    return "secondary to" in (" ".join(words[place : place + 2]), " ".join(words[place - 1 : place + 1]))


def read_scattered(rows: Mapping[str, Sequence[Sequence[str]]]) -> ScatteredTerms:
    """The finder for a vocabulary's rows, with the words of `codesets/matching/`.

    Raises:
        DataFileError: a curated file is wrong; with file, line and reason.
    """
    heads = read_rows("matching/heads.tsv", ("word", "stands_for", "source"), unique=("word",))
    between = read_rows("matching/between.tsv", ("word", "note"), unique=("word",))
    return ScatteredTerms(
        rows,
        {fold(row["word"]): fold(row["stands_for"]) for row in heads},
        (fold(row["word"]) for row in between),
    )
