"""What `chartside batch` takes, and its help."""

import argparse

from chartside.codeset_arguments import day

BATCH_EXAMPLES = """examples:
  chartside batch notes.jsonl suggestions.jsonl
  chartside batch notes.parquet suggestions.parquet --workers 8
  chartside batch notes/ suggestions.jsonl --setting inpatient
  chartside batch notes.jsonl findings.parquet --job check --claims claims.csv
  chartside batch notes.jsonl changes.jsonl --job release --before 2026-04-01 --after 2026-10-01
  chartside batch notes.jsonl gaps.jsonl --job hcc --claims claims.csv

suggest   the suggestions for each note, as `chartside suggest --format jsonl` writes them
check     the codes of each note's claim held against it, as `chartside check` does
release   what differs between the suggestions under two installed releases: gone, new, revised
hcc       the risk groups (CMS-HCC V28) that a note supports and its claim does not have; all without claims

IN is a .jsonl, .csv or .parquet file with id and text, if wanted setting and date, or a folder of .txt files.
OUT is a .jsonl or .parquet file, in the order of IN. Notes that fail are in OUT.failed.jsonl, with reasons.
What is finished is kept in OUT.parts: after any interruption the same command goes on where it stopped.

With --scheduler the notes travel to the workers of that cluster, which need the same Chartside: name one in a
network that you trust, or one that speaks tls:// (certificates as Dask's own configuration has them: ca-file,
client.cert and client.key below distributed.comm.tls)."""


def add_batch(parser: argparse.ArgumentParser) -> None:
    """Give `chartside batch` its arguments."""
    parser.add_argument(
        "source", metavar="IN", help="a .jsonl, .csv or .parquet file, or a folder of .txt files"
    )
    parser.add_argument("out", metavar="OUT", help="a .jsonl or .parquet file")
    parser.add_argument(
        "--job",
        choices=("suggest", "check", "release", "hcc"),
        default="suggest",
        help="what is done with each note; suggest if left out",
    )
    parser.add_argument(
        "--claims", metavar="CLAIMS.csv", help="claims with the columns id and codes, for check and hcc"
    )
    parser.add_argument("--before", metavar="RELEASE", help="the earlier release, for release")
    parser.add_argument("--after", metavar="RELEASE", help="the later release, for release")
    parser.add_argument(
        "--setting",
        choices=("outpatient", "inpatient"),
        default="outpatient",
        help="for notes that name none; outpatient if left out",
    )
    parser.add_argument(
        "--date", metavar="YYYY-MM-DD", type=day, help="date of service of notes that name none"
    )
    where = parser.add_mutually_exclusive_group()
    where.add_argument(
        "--workers", metavar="N", type=_count, help="processes on this machine; one a core if left out"
    )
    where.add_argument(
        "--scheduler", metavar="ADDRESS", help="an existing Dask cluster, such as tls://10.0.0.5:8786"
    )
    parser.add_argument(
        "--seconds", metavar="N", type=_count, default=60, help="time for one note, 60 if left out"
    )
    parser.add_argument("--fresh", action="store_true", help="throw away what is there and begin anew")


def _count(text: str) -> int:
    if text.isascii() and text.isdigit() and 1 <= int(text[:9]) <= 10_000:
        return int(text)
    raise argparse.ArgumentTypeError("this is a number from 1 to 10000")
