"""`chartside lookup` and `chartside code` on the terminal."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.console import Console
from rich.padding import Padding
from rich.text import Text
from rich.tree import Tree

from chartside.terminal import table, tame

if TYPE_CHECKING:
    from chartside.codesets.flags import CodeFlags
    from chartside.codesets.opening import AnyCodeSet
    from chartside.codesets.store import Code, Hit

INSTRUCTIONS = {
    "inclusion_terms": "Also called",
    "includes": "Includes",
    "excludes1": "Excludes1: never together",
    "excludes2": "Excludes2: not part of this, may stand beside it",
    "code_first": "Code first",
    "use_additional": "Use additional code",
    "code_also": "Code also",
    "notes": "Notes",
}

GROUPS = {"hcc_v28": "CMS-HCC V28", "hcc_v24": "CMS-HCC V24", "rxhcc": "RxHCC", "ccsr": "CCSR"}
SEVERITY = {"CC": "Complication or comorbidity", "MCC": "Major complication or comorbidity"}


def print_hits(console: Console, words: str, hits: Sequence["Hit"]) -> None:
    """The codes that a search found, best first."""
    if not hits:
        console.print(Text(f"No code found for “{tame(words, 80)}”; try fewer or other words."))
        return
    made = table("Code", "Description", "Billable", "Found by")
    for hit in hits:
        billable = Text("yes", style="green") if hit.billable else Text("no", style="dim")
        found_by = "" if hit.matched == hit.description else hit.matched
        made.add_row(
            Text(hit.code, style="bold"), Text(hit.description), billable, Text(found_by, style="dim")
        )
    console.print(made)


def print_code(console: Console, code: "Code", code_set: "AnyCodeSet", flags: "CodeFlags") -> None:
    """One code, whole: where it stands, what is below it, its groups, what is said of it here and above."""
    branch = tree = Tree("", hide_root=True)
    for parent in reversed(code_set.ancestors(code.code)):
        branch = branch.add(Text.assemble((parent.code, "dim"), "  ", (parent.description, "dim")))
    bill = ("billable", "green") if code.billable else ("not billable, code further down", "yellow")
    here = branch.add(Text.assemble((code.code, "bold"), "  ", (code.description, "bold"), "  ", bill))
    for child in code_set.children(code.code):
        mark = "" if child.billable else " …"
        here.add(Text.assemble((child.code, "cyan"), "  ", child.description, (mark, "dim")))
    console.print(tree)
    _list(console, "Groups", _groups(flags))
    for name, heading in INSTRUCTIONS.items():
        rows = []
        for item in getattr(code, name):
            row = Text(item.text)
            if item.origin != code.code:
                row.append(f"  (from {item.origin})", style="dim")
            rows.append(row)
        _list(console, heading, rows)
    seventh = [Text.assemble((mark, "bold"), "  ", meaning) for mark, meaning in code.seventh_characters]
    _list(console, "7th character", seventh)
    console.print(Text("; ".join((code_set.release.label, *flags.sources)), style="dim"))


def _groups(flags: "CodeFlags") -> list[Text]:
    rows = []
    if flags.cc_mcc:
        rows.append(Text.assemble((flags.cc_mcc, "bold"), f"  {SEVERITY[flags.cc_mcc]}"))
    for name, heading in GROUPS.items():
        group = getattr(flags, name)
        if group is not None:
            rows.append(Text.assemble((f"{heading} {group.number}", "bold"), f"  {group.label}"))
    return rows


def _list(console: Console, heading: str, rows: Sequence[Text]) -> None:
    if rows:
        console.print(Text(heading, style="bold"))
        for row in rows:
            console.print(Padding(row, (0, 0, 0, 2)))
