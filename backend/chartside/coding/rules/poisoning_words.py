"""The tables of poisoning: agents (`poisonings.tsv`) and what is said of them (`poisoning-words.tsv`).

In a statement's words every agent is put in as the one word `agent`, so that a pattern reads
`overdose of > AGENT within 9`.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from chartside.coding.notewords import words_of
from chartside.coding.patterns import PatternTable, Span, read_word_classes
from chartside.datafiles import read_rows
from chartside.notes.phrases import PhraseTable

AGENTS, FILE = "rules/poisonings.tsv", "rules/poisoning-words.tsv"
KINDS = ("drug", "illicit", "toxic", "unnamed")
UNNAMED = "T50.90"
"""Stem of an overdose whose drug is not named."""
NEEDS_AGENT = ("overdose", "od", "ingestion", "toxicity", "cause", "induced", "reaction", "underdosing")
INTENTS = {"undetermined": "4", "accidental": "1", "intentional": "2", "assault": "3"}
_LISTS = ("between", "behind")
_AGENT = "agent"


@dataclass(frozen=True, slots=True)
class Agent:
    """A row of the table of agents."""

    name: str
    stem: str
    kind: str

    def code(self, intent: str) -> str:
        """The code of an intent (1 to 6) at the initial encounter."""
        return f"{self.stem}{intent}".ljust(7, "X") + "A"


@dataclass(frozen=True, slots=True)
class Said:
    """What a pattern found: its words' spans among the read words."""

    says: str
    spans: tuple[Span, ...]

    @property
    def start(self) -> int:
        """The first read word."""
        return self.spans[0].start

    @property
    def end(self) -> int:
        """The read word after the last."""
        return self.spans[-1].end


@dataclass(frozen=True, slots=True)
class Told:
    """One statement read: its words with agents put in, where each begins and ends, agents, findings."""

    texts: tuple[str, ...]
    places: tuple[tuple[int, int], ...]
    agents: Mapping[int, Agent]
    said: tuple[Said, ...]


class PoisoningTable:
    """Reads statements for agents and for what is said of them."""

    def __init__(self) -> None:
        """Read the tables.

        Raises:
            DataFileError: with file, line and reason.
        """
        rows = read_rows(
            AGENTS, ("agent", "stem", "kind", "source"), unique=("agent",), allowed={"kind": KINDS}
        )
        self.agents = {_folded(row["agent"]): Agent(row["agent"], row["stem"], row["kind"]) for row in rows}
        self._names = PhraseTable(self.agents)
        says = (*NEEDS_AGENT, *INTENTS, *_LISTS, "unnamed", "talk")
        words = read_rows(
            FILE, ("pattern", "says", "source"), unique=("pattern", "says"), allowed={"says": says}
        )
        patterns = [row for row in words if row["says"] not in _LISTS]
        self._says = [row["says"] for row in patterns]
        numbered = ((int(row["line"]), row["pattern"]) for row in patterns)
        self._patterns = PatternTable(FILE, numbered, read_word_classes())
        self.between, self.behind = (_words(words, name) for name in _LISTS)
        self._agent_words = {name.partition(" ")[0] for name in self.agents}
        self._alone = _keys(row["pattern"] for row in words if row["says"] == "unnamed")
        self.keys = self._alone | _keys(row["pattern"] for row in words if row["says"] in NEEDS_AGENT)

    def may_tell(self, texts: Sequence[str]) -> bool:
        """Whether a statement with one of `keys` can say anything: it names an agent, or an overdose."""
        return not (self._agent_words.isdisjoint(texts) and self._alone.isdisjoint(texts))

    def read(self, texts: Sequence[str]) -> Told:
        """A statement's folded words, read."""
        read: list[str] = []
        places: list[tuple[int, int]] = []
        agents: dict[int, Agent] = {}
        place = 0
        while place < len(texts):
            match = self._names.longest(texts, place)
            end = match[0] if match else place + 1
            if match:
                agents[len(read)] = self.agents[match[1]]
            read.append(_AGENT if match else "" if texts[place] == _AGENT else texts[place])
            places.append((place, end))
            place = end
        said = tuple(Said(self._says[hit.row], hit.spans) for hit in self._patterns.find(read))
        return Told(tuple(read), tuple(places), agents, said)


def _folded(text: str) -> str:
    return " ".join(words_of(text).texts)


def _words(rows: Sequence[dict[str, str]], says: str) -> frozenset[str]:
    found = (row["pattern"].split("|") for row in rows if row["says"] == says)
    return frozenset(text for words in found for word in words for text in words_of(word).texts)


def _keys(patterns: Iterable[str]) -> set[str]:
    """First words of the last group of each pattern that names no agent."""
    keys: set[str] = set()
    for pattern in patterns:
        groups = pattern.partition(" ! ")[0].partition(" within ")[0].split(" > ")
        group = [each for each in groups if each != _AGENT.upper()][-1]
        keys.update(words_of(phrase).texts[0] for phrase in group.split("|"))
    return keys
