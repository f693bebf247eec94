"""What `chartside codeset` takes: its commands, their arguments and their help."""

import argparse
from datetime import date

CODESET_EXAMPLES = """examples:
  chartside codeset list                                  what is installed, and for which days
  chartside codeset fetch --date 2026-11-28               the official release for that day, from CMS
  chartside codeset import ~/Downloads/2027-code-tables.zip
  chartside codeset changes 2026-04-01 2026-10-01 --format csv > changes.csv
  chartside codeset rollback                              takes the last import back

The release is chosen by the date of service, for inpatients by that of discharge.
`chartside codeset COMMAND --help` tells more of each."""

IMPORT_HELP = """PATH is a zip as CMS and CDC publish it (zips within it too), its folder, or a single file:
  ICD-10-CM   Tabular List, Alphabetic Index, external cause index, neoplasm table and table of drugs as XML;
              order file or code list as text; guidelines as PDF
  ICD-10-PCS  order file (icd10pcs_order_2026.txt) or code list
  HCPCS       the ANWEB file, fixed width or CSV (HCPC2026_JAN_ANWEB.txt)
  CPT         your licensed file as CSV, with the columns code and description, others as you like
Files are known by their content. Some of a release are enough when the rest is installed: the index of
April 2026 joins the Tabular List that came with Chartside. Damaged, mixed or hostile files are refused
with the reason, and what was in force stays.

examples:
  chartside codeset import ~/Downloads/april-1-2026-code-tables.zip
  chartside codeset import cpt.csv --effective 2026-01-01"""

FETCH_HELP = """Downloads from CMS, the only time that Chartside talks to the network, and imports what came.
Needs Python 3.12 or newer."""

ROLLBACK_HELP = """One earlier state of each release is kept; the last import is taken back, or that of
RELEASE.

examples:
  chartside codeset rollback
  chartside codeset rollback HCPCS 2026-01-01"""

CHANGES_HELP = """A release is named by its first day, with its system if that is not ICD-10-CM.

examples:
  chartside codeset changes 2025-10-01 2026-04-01
  chartside codeset changes "HCPCS 2026-01-01" "HCPCS 2026-04-01" --format json"""


def add_codeset(parser: argparse.ArgumentParser) -> None:
    """Give `chartside codeset` its commands."""
    commands = parser.add_subparsers(metavar="COMMAND", required=True, dest="what")

    def add(name: str, summary: str, more: str = "") -> argparse.ArgumentParser:
        made: argparse.ArgumentParser = commands.add_parser(
            name,
            help=summary,
            description=summary[0].upper() + summary[1:] + ".",
            epilog=more,
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )
        return made

    shown = add("list", "show the installed releases, and for which days each is the right one")
    shown.add_argument("--format", choices=("table", "json"), default="table", help="table if left out")

    brought = add("import", "bring in an official release from a zip, a folder or a file", IMPORT_HELP)
    brought.add_argument("path", metavar="PATH", help="the zip, folder or file")
    brought.add_argument(
        "--effective",
        metavar="YYYY-MM-DD",
        type=day,
        help="first day of the release, where names and contents of the files do not say it",
    )

    fetched = add("fetch", "download and bring in the official release of ICD-10-CM for a day", FETCH_HELP)
    fetched.add_argument("--date", metavar="YYYY-MM-DD", type=day, help="date of service; today if left out")

    back = add("rollback", "put the state before the last import in force again", ROLLBACK_HELP)
    back.add_argument(
        "release", metavar="RELEASE", nargs="*", help="of which release; the last import if left out"
    )

    changed = add(
        "changes", "list the codes that are new, revised or deleted between two releases", CHANGES_HELP
    )
    changed.add_argument("first", metavar="FROM", help="the earlier release")
    changed.add_argument("second", metavar="TO", help="the later release")
    changed.add_argument(
        "--format", choices=("table", "csv", "json"), default="table", help="table if left out"
    )


def day(text: str) -> date:
    """A day such as 2026-04-01, for argparse."""
    from chartside.errors import InputError
    from chartside.web.schemas import read_date

    try:
        return read_date(text)
    except InputError as error:
        raise argparse.ArgumentTypeError(str(error).rstrip(".")) from None
