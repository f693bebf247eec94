"""What `chartside coder` takes, and its help."""

import argparse

CODER_EXAMPLES = """examples:
  chartside coder add "Ana Ruiz"                  an invitation for her browser
  chartside coder add "Ben Ode" --role auditor
  chartside coder list
  chartside coder remove "Ana Ruiz"               her browsers, scripts and sessions end at once

An invitation is typed into the extension's options, under Pair; it is good once, for a day. Add a coder again
for another browser of theirs. The same name is the same coder, whose encounters stay theirs."""


def add_coder(parser: argparse.ArgumentParser) -> None:
    """Give `chartside coder` its commands."""
    commands = parser.add_subparsers(metavar="COMMAND", required=True, dest="what")

    def add(name: str, summary: str) -> argparse.ArgumentParser:
        return commands.add_parser(name, help=summary, description=summary[0].upper() + summary[1:] + ".")

    one = add("add", "print an invitation that pairs one browser of a coder")
    one.add_argument("name", metavar="NAME", help="stands beside the decisions in the record")
    one.add_argument(
        "--role",
        choices=("coder", "auditor", "administrator"),
        help="coder if left out; of one who is here already, theirs",
    )
    listed = add("list", "show the coders, their browsers and scripts, and open invitations")
    listed.add_argument("--format", choices=("table", "json"), default="table", help="table if left out")
    gone = add("remove", "take away all tokens, sessions and invitations of a coder")
    gone.add_argument("name", metavar="NAME", help="as the list has it")
