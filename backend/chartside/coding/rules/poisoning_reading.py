"""What one statement says of drugs and substances that did harm: the agent, the intent, the words."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from chartside.coding.judgement import is_coded
from chartside.coding.notewords import Words
from chartside.coding.rules.poisoning_words import (
    FILE,
    INTENTS,
    NEEDS_AGENT,
    UNNAMED,
    Agent,
    PoisoningTable,
    Said,
    Told,
)
from chartside.coding.worksheet import Worksheet
from chartside.model import Assertion, Mention, Statement, TermCode

ADVERSE, UNDERDOSED = "5", "6"
_JOINS = ("and", "plus", "of", "with")
_CUT = frozenset(",;:")
_BETWEEN = re.compile(r"[\s,(–-]*(?:(?:is|was|are|were|that|which)\s+)*", re.IGNORECASE)
_AFTER = re.compile(r"[\s-]*(?:\w+[\s-]+)?")
_NO_CONDITION = ("Z", "V", "W", "X", "Y", *(f"T{number}" for number in range(36, 66)))


@dataclass(frozen=True, slots=True)
class Found:
    """An agent with what the note says of it; `why` are the words for the intent, empty by default."""

    agent: Agent
    intent: str
    why: str
    mention: Mention


class Reader:
    """Reads one statement."""

    def __init__(self, sheet: Worksheet, table: PoisoningTable, statement: Statement, words: Words) -> None:
        self.sheet, self.table, self.statement, self.words = sheet, table, statement, words
        self.told: Told = table.read(words.texts)
        inside = [each for each in sheet.mentions if statement.start <= each.start < statement.end]
        self.conditions = [each for each in inside if _is_condition(each)]

    def found(self) -> Iterator[Found]:
        """What counts for the patient now."""
        if any(each.says == "talk" for each in self.told.said):
            return
        intent, why = intent_of(self.sheet, self.statement, self.words, self.told)
        best: dict[int, tuple[int, str, Said, int]] = {}
        for said in (each for each in self.told.said if each.says in NEEDS_AGENT):
            place = next((span.start for span in said.spans if span.start in self.told.agents), None)
            if place is None or self._is_cut(said, place):
                continue
            meant, begin = self._meant(said, self.told.agents[place], place, intent)
            rank = "1234".find(meant) if meant in "1234" else 9
            if meant and (place not in best or rank < best[place][0]):
                best[place] = (rank, meant, said, begin)
        for place, (_, meant, said, begin) in best.items():
            poisoned = meant not in (ADVERSE, UNDERDOSED)
            for agent in self._joined(place, poisoned):
                yield from self._as_found(agent, meant, why if poisoned else "", said, begin)
        alone = [each for each in self.told.said if each.says == "unnamed"]
        if alone and not best:
            yield from self._as_found(Agent("drug", UNNAMED, "unnamed"), intent or "1", why, alone[0], -1)

    def _meant(self, said: Said, agent: Agent, place: int, intent: str) -> tuple[str, int]:
        """The intent's character, empty when the words do not count, and where the condition begins."""
        if said.says == "overdose" or (said.says == "od" and agent.stem.startswith("T40")):
            return intent or "1", -1
        if said.says == "ingestion" and (intent or (agent.kind == "toxic" and agent.name != "alcohol")):
            return (intent or "1") if agent.kind != "unnamed" else "", -1
        if said.says == "toxicity" and agent.kind != "unnamed":
            return (intent or "1") if intent or agent.kind != "drug" else ADVERSE, -1
        if agent.kind != "drug" or (said.says != "induced" and self._is_else(place)):
            return "", -1
        if said.says == "reaction":
            return ADVERSE if self.conditions or self.statement.title else "", -1
        if said.says in ("cause", "underdosing", "induced"):
            return self._blamed(said, place)
        return "", -1

    def _blamed(self, said: Said, place: int) -> tuple[str, int]:
        """Whether a condition stands right beside the words that blame the drug."""
        start, end = self._span(said)
        text = self.sheet.text
        if said.says == "induced":
            after = any(
                each.end > end and (each.start <= end or _AFTER.fullmatch(text[end : each.start]))
                for each in self.conditions
            )
            return (ADVERSE, -1) if after else ("", -1)
        if said.says == "cause" and not self.table.between.issuperset(
            word for word in self.told.texts[said.spans[0].end : place] if not word.isdigit()
        ):
            return "", -1
        before = next(
            (e for e in self.conditions if e.end <= start and _BETWEEN.fullmatch(text[e.end : start])), None
        )
        meant = ADVERSE if said.says == "cause" else UNDERDOSED
        if before is None:
            return (meant, -1) if said.says == "underdosing" and len(said.spans) == 2 else ("", -1)
        return meant, before.start

    def _is_else(self, place: int) -> bool:
        return (
            self.told.texts[place + 1 : place + 2] != () and self.told.texts[place + 1] in self.table.behind
        )

    def _is_cut(self, said: Said, place: int) -> bool:
        """Whether a comma parts the words before an agent: "overdose, on methadone"."""
        first, last = said.spans[0].start, said.spans[0].end
        start, end = self.words.span(self.told.places[first][0], self.told.places[last - 1][1])
        return first != place and not _CUT.isdisjoint(self.sheet.text[start:end])

    def _joined(self, place: int, poisoned: bool) -> list[Agent]:
        """The agents in one row with that at `place`; a named one outdoes "pills"."""
        row = {place: self.told.agents[place]}
        for step in (-1, 1):
            at = place
            while True:
                near = at + step
                joint = self.told.texts[near] if 0 <= near < len(self.told.texts) else ""
                if joint in (_JOINS if poisoned else _JOINS[:1]):
                    near += step
                elif not poisoned:
                    break
                if near not in self.told.agents or not (poisoned or self.told.agents[near].kind == "drug"):
                    break
                row[near] = self.told.agents[near]
                at = near
        named = [agent for _, agent in sorted(row.items()) if agent.kind != "unnamed"]
        return list({each.stem: each for each in named or row.values()}.values())

    def _span(self, said: Said) -> tuple[int, int]:
        start, end = min(span.start for span in said.spans), max(span.end for span in said.spans)
        return self.words.span(self.told.places[start][0], self.told.places[end - 1][1])

    def _as_found(self, agent: Agent, intent: str, why: str, said: Said, begin: int) -> Iterator[Found]:
        start, end = self._span(said)
        code = agent.code(intent)
        term = TermCode(code, FILE, "pattern", agent.name)
        judged = self.sheet.narration.mention(self.statement, start, end, term)
        if self.sheet.code_set.find(code) and is_coded(judged.assertion, self.sheet.note.setting, code):
            given = (judged.assertion, judged.cues)
            begin = start if begin < 0 else begin
            mention = self.sheet.narration.mention(self.statement, begin, end, term, given)
            yield Found(agent, intent, why, mention)


def _is_condition(mention: Mention) -> bool:
    return mention.assertion is Assertion.PRESENT and any(
        not each.code.startswith(_NO_CONDITION) for each in mention.codes
    )


def intent_of(sheet: Worksheet, statement: Statement, words: Words, told: Told) -> tuple[str, str]:
    """The character of the intent that a statement tells with its words; empty when it tells none."""
    for said in sorted(
        told.said, key=lambda each: list(INTENTS).index(each.says) if each.says in INTENTS else 9
    ):
        if said.says not in INTENTS:
            break
        start, end = words.span(told.places[said.start][0], told.places[said.end - 1][1])
        term = TermCode(UNNAMED, FILE, "pattern", said.says)
        mention = sheet.narration.mention(statement, start, end, term)
        if said.says == "accidental" or mention.assertion is Assertion.PRESENT:
            return INTENTS[said.says], sheet.narration.quote(start, end)
    return "", ""
