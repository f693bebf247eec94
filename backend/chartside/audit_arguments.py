"""What `chartside audit` takes: its commands, their arguments and their help."""

import argparse

from chartside.codeset_arguments import day

FORMS = ("json", "csv", "html", "pdf", "fhir")
AUDIT_EXAMPLES = """examples:
  chartside audit list --state finalized                  the encounters in the record
  chartside audit show 3f1c9a                             one of them: codes, decisions, events
  chartside audit report 3f1c9a --form pdf -o report.pdf  its audit report
  chartside audit verify                                  whether anything was changed
  chartside audit anchor -o anchor.json                   a signed checkpoint, to be kept elsewhere
  chartside audit retain --days 2555                      erases quotations older than seven years
  chartside audit key rotate                              a new key for all that is sealed

An encounter is named by its identifier or the beginning of it.
`chartside audit COMMAND --help` tells more of each."""

VERIFY_HELP = """Checks every event, every row made from events, and every sealed part. Exit code 0: the
record is whole; 1: something was changed, removed, inserted or put back, and the sentences say what. With an
anchor it also finds a record that was put back or written anew as a whole since the anchor was made.

examples:
  chartside audit verify
  chartside audit verify --anchor anchor.json"""

ERASE_HELP = """Quotations, reasoning, free text and where the note was read go; codes, decisions and times
stay, and the record still verifies. This cannot be undone."""

KEY_HELP = """examples:
  chartside audit key export -o keys.chartside            a copy, sealed with a passphrase; keep it elsewhere
  chartside audit key import keys.chartside
  chartside audit key rotate

The passphrase is asked for; a script puts it in CHARTSIDE_PASSPHRASE. Without its keys nobody can read or
verify a record."""


def add_audit(parser: argparse.ArgumentParser) -> None:
    """Give `chartside audit` its commands."""
    commands = parser.add_subparsers(metavar="COMMAND", required=True, dest="what")

    listed = _add(commands, "list", "list the encounters in the record, newest first")
    listed.add_argument("--coder", metavar="NAME", help="of one coder")
    listed.add_argument("--state", choices=("open", "finalized", "erased"), help="in one state")
    listed.add_argument("--from", metavar="YYYY-MM-DD", type=day, dest="since", help="opened on or after")
    listed.add_argument("--to", metavar="YYYY-MM-DD", type=day, dest="until", help="opened on or before")
    listed.add_argument("--limit", metavar="N", type=_count, default=100, help="at most N, 100 if left out")
    listed.add_argument("--format", choices=("table", "json"), default="table", help="table if left out")

    _encounter(_add(commands, "show", "show one encounter: its codes, what was turned down, its events"))

    report = _add(commands, "report", "write the audit report of an encounter; the record notes that")
    _encounter(report)
    report.add_argument("--form", choices=FORMS, default="html", help="html if left out")
    report.add_argument("-o", "--output", metavar="FILE", default="-", help="standard output if left out")

    verified = _add(commands, "verify", "check that nothing in the record was changed", VERIFY_HELP)
    verified.add_argument("--anchor", metavar="FILE", help="an exported anchor to check against too")

    anchored = _add(commands, "anchor", "write a signed checkpoint of the record")
    anchored.add_argument("-o", "--output", metavar="FILE", default="-", help="standard output if left out")

    erased = _add(commands, "erase", "erase what is quoted of an encounter", ERASE_HELP)
    _encounter(erased)
    _sure(erased)

    kept = _add(commands, "retain", "erase what is quoted of encounters older than some days", ERASE_HELP)
    kept.add_argument("--days", metavar="N", type=_count, required=True, help="days that quotations are kept")
    _sure(kept)

    key = _add(commands, "key", "export, import or change the keys of the record", KEY_HELP)
    actions = key.add_subparsers(metavar="ACTION", required=True, dest="action")
    out = _add(actions, "export", "write the keys, sealed with a passphrase")
    out.add_argument("-o", "--output", metavar="FILE", required=True, help="the file to write")
    brought = _add(actions, "import", "bring exported keys in")
    brought.add_argument("file", metavar="FILE", help="a file of exported keys")
    _add(actions, "rotate", "make a new key and seal everything with it")


def _add(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]", name: str, summary: str, more: str = ""
) -> argparse.ArgumentParser:
    made: argparse.ArgumentParser = commands.add_parser(
        name,
        help=summary,
        description=summary[0].upper() + summary[1:] + ".",
        epilog=more,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    return made


def _encounter(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("encounter", metavar="ID", help="of the encounter, or the beginning of it")


def _sure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--yes", action="store_true", help="do not ask; a script needs it")


def _count(text: str) -> int:
    if text.isascii() and text.isdigit() and 1 <= int(text[:9]) <= 100_000:
        return int(text)
    raise argparse.ArgumentTypeError("this is a number from 1 to 100000")
