"""What `chartside evaluate` and `chartside learn` take: their arguments and their help."""

import argparse

EVALUATE_HELP = """A line of NOTES.jsonl is {"id", "text", "gold": {"adjudicated": ["E11.22", …]}}, if wanted
with "setting" and "date"; notes without codes are left out.

engine         the engine alone: its open list against the right codes
collaborative  beside it, what a coder can reach who takes every right code of the first N rows and adds none
               (an upper bound), and, where the record holds first passes that were finalized, what the
               coders had before and after they saw the suggestions

examples:
  chartside evaluate NOTES.jsonl
  chartside evaluate --protocol collaborative NOTES.jsonl --rows 3,5,10 --format json"""

LEARN_EXAMPLES = """examples:
  chartside learn list                                    what decisions taught, strongest first
  chartside learn revert code:M54.50:3f1c                 takes one of them back
  chartside learn revert --all --coder ana                takes back all that one coder taught
  chartside learn synonyms                                coders' own terms, proposed and confirmed
  chartside learn confirm sugar-sickness=E11.9            confirms a term
  chartside learn withdraw sugar-sickness=E11.9

What was learned moves the ranking within bounds; it adds no code and touches no assertion."""


def add_evaluate(parser: argparse.ArgumentParser) -> None:
    """Give `chartside evaluate` its arguments."""
    parser.add_argument("notes", metavar="NOTES.jsonl", help="notes with their right codes")
    parser.add_argument(
        "--protocol",
        choices=("engine", "collaborative"),
        default="engine",
        help="what is measured; engine if left out",
    )
    parser.add_argument(
        "--rows", metavar="N,N", type=_rows, default=(3, 5, 10), help="rows read; 3,5,10 if left out"
    )
    parser.add_argument("--format", choices=("table", "json"), default="table", help="table if left out")


def add_learn(parser: argparse.ArgumentParser) -> None:
    """Give `chartside learn` its commands."""
    commands = parser.add_subparsers(metavar="COMMAND", required=True, dest="what")

    def add(name: str, summary: str) -> argparse.ArgumentParser:
        made: argparse.ArgumentParser = commands.add_parser(
            name, help=summary, description=summary[0].upper() + summary[1:] + "."
        )
        return made

    shown = add("list", "show what was learned, with the name by which it is taken back")
    shown.add_argument("--coder", metavar="NAME", help="of one coder and the organisation")
    shown.add_argument("--format", choices=("table", "json"), default="table", help="table if left out")

    back = add("revert", "take back one thing learned, or all")
    which = back.add_mutually_exclusive_group(required=True)
    which.add_argument("id", metavar="ID", nargs="?", help="as `chartside learn list` shows it")
    which.add_argument("--all", action="store_true", help="all that was learned")
    back.add_argument("--coder", metavar="NAME", help="with --all: from one coder only")

    terms = add("synonyms", "show the coders' own terms")
    terms.add_argument("--format", choices=("table", "json"), default="table", help="table if left out")
    for name, summary in (("confirm", "confirm a proposed term"), ("withdraw", "withdraw a term")):
        add(name, summary).add_argument("id", metavar="ID", help="as `chartside learn synonyms` shows it")


def _rows(text: str) -> tuple[int, ...]:
    parts = text.split(",")
    if all(part.isascii() and part.isdigit() and 1 <= int(part[:6]) <= 1000 for part in parts):
        return tuple(dict.fromkeys(int(part) for part in parts))
    raise argparse.ArgumentTypeError("rows are whole numbers from 1 to 1000, such as 3,5,10")
