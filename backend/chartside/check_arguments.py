"""What `chartside check` takes, and its help."""

import argparse

from chartside.codeset_arguments import day

CHECK_EXAMPLES = """examples:
  chartside check note.txt E11.9 I10 M17.11
  pbpaste | chartside check - E11.9 I10 --format json
  chartside check --input rows.jsonl --format csv > findings.csv

A line of rows.jsonl is {"id": "1", "text": "…", "codes": ["E11.9", "I10"]}, if wanted with "setting" and
"date".
What is said of a code is what was read in the note, with its words; the coder decides."""


def add_check(parser: argparse.ArgumentParser) -> None:
    """Give `chartside check` its arguments."""
    parser.add_argument("file", metavar="NOTE", nargs="?", help="a text file; - for standard input")
    parser.add_argument(
        "codes", metavar="CODE", nargs="*", help="codes of the claim; dots and case do not matter"
    )
    parser.add_argument(
        "--input", metavar="ROWS.jsonl", help="many notes with their codes, one JSON object a line"
    )
    parser.add_argument(
        "--format",
        choices=("table", "json", "jsonl", "csv"),
        help="table if left out; jsonl with --input",
    )
    parser.add_argument(
        "--setting",
        choices=("outpatient", "inpatient"),
        default="outpatient",
        help="which guidelines apply; outpatient if left out",
    )
    parser.add_argument("--date", metavar="YYYY-MM-DD", type=day, help="date of service")
