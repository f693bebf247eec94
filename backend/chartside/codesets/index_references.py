"""Where "see" and "see also" point: the words of a reference are followed down the tree of the index.

A reference names a path ("Accident, transport, car occupant"), at times in another of the four files
("see Neoplasm, breast", "see Table of Drugs and Chemicals, lead"), at times only its beginning ("Fracture,
by site"), and at times no entry at all ("see condition").
"""

import re
from collections import defaultdict
from collections.abc import Sequence

from chartside.codesets.index import IndexFile
from chartside.codesets.index_entry import IndexReference
from chartside.codesets.words import tokens

_ELSEWHERE = (
    (re.compile(r"table of drugs and \w+[,;]?\s*", re.IGNORECASE), "drugs"),
    (re.compile(r"(?:neoplasm table|table of neoplasms?)[,;]?\s*", re.IGNORECASE), "neoplasm"),
    (re.compile(r"(?:alphabetic )?index (?:to|of) diseases?(?: and injur\w+)?,\s*", re.IGNORECASE), "main"),
    (re.compile(r"(?:index (?:to|of) )?external causes?(?: of injur\w+)?(?: index)?,\s*", re.IGNORECASE),
     "external"),
)  # fmt: skip
_BY = re.compile(
    r",?\s+by (?:the |specified |specific )?(?:type|site|object|cause|histology|kind)\b.*$", re.I
)
_BRACKETS = re.compile(r"\s*\([^()]*\)")
_SPLIT = re.compile(r",\s*|\.\s+")
_RESIDUE = frozenset({"nec", "nos"})
_GROUPING = frozenset(
    {"with", "in", "by", "due to", "from", "of", "for", "to", "with due to", "due to caused by"}
)
DEEPEST = 12


class References:
    """Resolves references over all files of one index; ids count their entries in the order given."""

    def __init__(self, files: Sequence[IndexFile]) -> None:
        self._below: dict[object, dict[str, list[tuple[int, int]]]] = defaultdict(lambda: defaultdict(list))
        self._groups: dict[int, list[int]] = defaultdict(list)
        self._whole: dict[tuple[str, str], int | None] = {}
        self._words: list[frozenset[str]] = []
        self._lead: list[int] = []
        self._own: list[frozenset[str]] = []
        self._kinds = [file.kind for file in files]
        first = 0
        for file in files:
            paths: list[str] = []
            for place, row in enumerate(file.entries):
                position = first + place
                above: object = file.kind if row.parent is None else first + row.parent
                for rank, name in enumerate(_names(row.title)):
                    self._below[above][name].append((rank, position))
                if row.parent is not None and _fold(row.title) in _GROUPING:
                    self._groups[first + row.parent].append(position)
                paths.append(f"{paths[row.parent] if row.parent is not None else ''} {_fold(row.title)}")
                above_words = self._words[first + row.parent] if row.parent is not None else frozenset[str]()
                self._own.append(frozenset(tokens(" ".join((row.title, *row.nemods)))))
                self._words.append(above_words | self._own[-1])
                self._lead.append(position if row.parent is None else self._lead[first + row.parent])
                key = file.kind, _bag(paths[-1])
                self._whole[key] = None if key in self._whole else position
            first += len(file.entries)

    def resolve(self, text: str, kind: str, own: int | None = None) -> tuple[IndexReference, ...]:
        """The references that `text` names, one for each part between semicolons."""
        return tuple(self._one(part.strip(), kind, own) for part in text.split(";") if part.strip())

    def _one(self, text: str, kind: str, own: int | None) -> IndexReference:
        wanted, kinds = text, [kind, *(other for other in self._kinds if other != kind)]
        for pattern, other in _ELSEWHERE:
            found = pattern.match(text)
            if found:
                wanted, kinds = text[found.end() :] or ("Neoplasm" if other == "neoplasm" else ""), [other]
        if wanted.lower().startswith("neoplasm"):
            kinds.sort(key=lambda other: other != "neoplasm")
        shorter = _BY.sub("", wanted)
        ways = (self._path, self._bag, self._nearest) if wanted == shorter else (self._path,)
        for way in ways:
            target = way(wanted, kinds)
            if target not in (None, own):
                return IndexReference(text, target)
        target = self._path(shorter, kinds) if shorter != wanted else None
        return IndexReference(text, target if target != own else None, whole=False)

    def _path(self, text: str, kinds: Sequence[str]) -> int | None:
        for way in dict.fromkeys((text, _BRACKETS.sub("", text))):
            parts = [part for part in _SPLIT.split(way.strip(" ,.")) if part]
            if 0 < len(parts) <= DEEPEST:
                for kind in kinds:
                    target = self._descend(kind, parts)
                    if target is not None:
                        return target
        return None

    def _descend(self, above: object, parts: Sequence[str]) -> int | None:
        """The entry that all of `parts` lead to; a title may hold commas, so several may make one step."""
        for count in range(len(parts), 0, -1):
            for _, position in self._called(above, " ".join(parts[:count])):
                target = position if count == len(parts) else self._descend(position, parts[count:])
                if target is not None:
                    return target
        # References leave out lines that only group: "Burn, fire" for "Burn, due to, fire".
        for group in self._groups.get(above, ()) if isinstance(above, int) else ():
            target = self._descend(group, parts)
            if target is not None:
                return target
        return None

    def _bag(self, text: str, kinds: Sequence[str]) -> int | None:
        """The only entry of the file whose path has just these words, in whatever steps."""
        return self._whole.get((kinds[0], _bag(_fold(_BRACKETS.sub("", text)))))

    def _nearest(self, text: str, kinds: Sequence[str]) -> int | None:
        """The one shortest path below the lead term with all words, the last of them in its own line."""
        parts = [part for part in _SPLIT.split(text) if part]
        said = [frozenset(tokens(part)) - _RESIDUE for part in parts]
        if len(parts) < 2 or not said[-1]:
            return None
        for kind in kinds:
            for _, lead in self._called(kind, parts[0]):
                wanted = frozenset().union(*said[1:])
                fitting = [
                    place
                    for place in range(lead + 1, self._end(lead))
                    if said[-1] <= self._own[place] and wanted <= self._words[place]
                ]
                shortest = min((len(self._words[place]) for place in fitting), default=0)
                nearest = [place for place in fitting if len(self._words[place]) == shortest]
                if len(nearest) == 1:
                    return nearest[0]
        return None

    def _called(self, above: object, text: str) -> list[tuple[int, int]]:
        """The entries right below that go by that name, those first whose whole title it is."""
        return sorted(self._below[above].get(_fold(text), ())) if above in self._below else []

    def _end(self, lead: int) -> int:
        end = lead + 1
        while end < len(self._lead) and self._lead[end] == lead:
            end += 1
        return end


def _names(title: str) -> list[str]:
    """The ways a title is named in a reference: whole, and each of its forms (`Neoplasm, neoplastic`)."""
    forms = [title, *title.split(", "), _BRACKETS.sub("", title)]
    folded = [_fold(form) for form in forms]
    folded += [" ".join(word for word in form.split() if word not in _RESIDUE) for form in folded]
    return [form for form in dict.fromkeys(folded) if form]


def _fold(text: str) -> str:
    return " ".join(tokens(_BRACKETS.sub("", text) or text, keep_fillers=True))


def _bag(folded: str) -> str:
    return " ".join(sorted(folded.split()))
