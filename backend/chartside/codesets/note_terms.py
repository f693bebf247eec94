"""Terms of the Tabular List for the vocabulary: titles, inclusion terms, and terms named in its notes.

A note such as ``gestational diabetes (O24.4-)`` gives a name and the code it stands for. Notes are
written for readers who see their context, so only those are taken that stand on their own: one code,
a plain noun phrase, and nothing that another title or note contradicts.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from chartside.codesets.code import codes_named_in
from chartside.codesets.tabular import Entry
from chartside.model import TermCode

NAMING = frozenset({"excludes1", "excludes2", "code_first", "use_additional", "code_also"})
_NAMED = re.compile(r"^(?P<term>.+?)\s*[(\[](?P<code>[A-Z]\d[0-9A-Z](?:\.[0-9A-Z]{1,4})?)(?:\.?-)?[)\]]$")
_LISTS = re.compile(
    r"(such as|identify|includ\w+|if applicable|if known|associated|disease|disorder|condition)s?:$",
    re.IGNORECASE,
)
"""Headings under which whole names stand; under others ("meningitis in:") the names are cut short."""
_LEADING = re.compile(
    r"^(?:(?:any|all|the|an?|associated|concurrent|current|underlying|known|related|code (?:for|to identify)"
    r"|to identify|if known|if applicable|if present)\b[\s,]*)+",
    re.IGNORECASE,
)
_TRAILING = re.compile(r",?\s*\b(?:if (?:applicable|known|present|appropriate|any))$", re.IGNORECASE)
_UNFIT = re.compile(
    r"\b(code|codes|history|classif\w+|such as|e\.g|i\.e|except|excluding|conditions?|identify|specified"
    r"|elsewhere|other|certain|sequelae?|late effects?|encounter|poisoning|adverse effects?|underdosing"
    r"|toxic effects?|without|not|see|with or|and/or|type of|cause of|findings?|status|place|activity"
    r"|multiple|one|both|parts?|during|following|resulting|affected by|suspected|observation|screening)\b",
    re.IGNORECASE,
)
_ADJECTIVE = re.compile(r"(?:al|ous|ic|ary|ive|ed|ing|able|ible|ar)$")
_BODY = re.compile(
    r"(arter(y|ies)|veins?|vessels?|valves?|spine|joints?|eyes?|ears?|nose|mouth|lips?|tongue|skin|bones?|muscles?"
    r"|tendons?|nerves?|brain|heart|lungs?|liver|kidneys?|bladder|stomach|intestines?|colon|rectum|anus|breasts?"
    r"|uterus|cervix|ovar(y|ies)|penis|head|neck|face|back|chest|abdomen|hips?|knees?|ankles?|foot|feet|hands?"
    r"|wrists?|elbows?|shoulders?|fingers?|toes?|roof|floor|wall)",
    re.IGNORECASE,
)
_CONTEXT = re.compile(r"\b(classif\w+|conditions?|listed (?:in|under)|categor(?:y|ies))\b", re.IGNORECASE)
_WORD = re.compile(r"[a-z]{4,}")
MAX_WORDS = 8


def tabular_terms(entries: Sequence[Entry]) -> Iterator[TermCode]:
    """Terms of the release: kinds `title`, `inclusion`, `note`, in this order.

    Codes that a 7th character makes give none: their titles are those of the code above.
    """
    codes = [entry for entry in entries if entry.kind == "code"]
    titles = {entry.name: entry.title for entry in codes}
    for entry in codes:
        yield TermCode(entry.name, "title", "title", entry.title)
    inclusions = [(entry.name, term) for entry in codes for term in _inclusions(entry)]
    for name, term in inclusions:
        yield TermCode(name, "inclusion", "inclusion", term)
    said = {_plain(term): code for code, term in (*titles.items(), *inclusions)}
    for term, code in _agreed(_named_in_notes(entries, titles), said):
        yield TermCode(code, "note", "note", term)


def _inclusions(entry: Entry) -> Iterator[str]:
    cut_short = False
    for kind, text in entry.own:
        if kind not in ("inclusion_terms", "includes"):
            continue
        cut_short = cut_short or text.endswith(":")
        if not cut_short and not _CONTEXT.search(text):
            yield text


def _named_in_notes(entries: Sequence[Entry], titles: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    for entry in entries:
        cut_short: set[str] = set()
        for kind, text in entry.own:
            if kind not in NAMING:
                continue
            if text.endswith(":"):
                (cut_short.discard if _LISTS.search(text) else cut_short.add)(kind)
            elif kind not in cut_short:
                found = _NAMED.match(text)
                if found is not None and found["code"] in titles:
                    term = _noun_phrase(found["term"])
                    if term is not None and _fits(term, found["code"], titles):
                        yield term, found["code"]


def _noun_phrase(text: str) -> str | None:
    """The text without the words around a name, or None when what is left is no plain name."""
    term = _TRAILING.sub("", _LEADING.sub("", text.strip(" ,;"))).strip(" ,;")
    words = term.split()
    if not words or len(words) > MAX_WORDS or len(term) < 4 or _UNFIT.search(term):
        return None
    if term.count(",") > 1 or any(mark in term for mark in ":;") or codes_named_in(term, _Anything()):
        return None
    if len(words) == 1 and _ADJECTIVE.search(term):
        return None
    if _BODY.fullmatch(words[-1]) and not {"of", "in", "to", "on"} & set(words):
        return None
    return term


def _fits(term: str, code: str, titles: Mapping[str, str]) -> bool:
    """Whether the name holds outside its note: "orbital roof" is no fracture, "cytarabine" no poisoning."""
    if _DRUGS_AND_PLACES.match(code):
        return False
    whole = term.endswith(" NOS") or "unspecified" in titles[code].lower()
    if len(code) > 3 and not whole:
        stems, category = set(_stems(term)), set(_stems(titles.get(code[:3], "")))
        # "cataract" for a cataract with neovascularization: the note relied on its context.
        if stems <= category and stems < set(_stems(titles[code])):
            return False
    if code[0] not in "STVWXY":
        return True
    above = [titles.get(code[:length].rstrip("."), "") for length in range(3, len(code) + 1)]
    own = set(_stems(titles[code]))
    named = set(_stems(term))
    first = above[0].lower()
    kind = next((word for word in _INJURIES if word[:6] in first), None)
    return bool(named & own) and (kind is None or kind[:6] in term.lower())


_DRUGS_AND_PLACES = re.compile(r"T3[6-9]|T4|T5|T6[0-5]|Y92|Y93")
_INJURIES = (
    "fracture",
    "dislocation",
    "burn",
    "injury",
    "amputation",
    "crush",
    "wound",
    "frostbite",
    "foreign",
)


def _agreed(named: Iterable[tuple[str, str]], said: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Terms whose notes name one code, or one code and codes below it; titles and inclusions prevail."""
    by_term: dict[str, dict[str, str]] = defaultdict(dict)
    for term, code in named:
        by_term[_plain(term)].setdefault(code, term)
    for plain, codes in by_term.items():
        shortest = min(codes, key=len)
        if plain not in said and all(code.startswith(shortest) for code in codes):
            yield codes[shortest], shortest


def _plain(term: str) -> str:
    return " ".join(re.findall(r"[a-z0-9]+", re.sub(r"\bNOS\b", "", term).lower()))


def _stems(text: str) -> Iterator[str]:
    return (word[:6] for word in _WORD.findall(text.lower()))


class _Anything:
    def __contains__(self, _: object) -> bool:
        return True
