"""The command `chartside`: suggestions, lookup and the service, from a terminal.

Everything heavy is imported when it is needed, so that `--help` answers at once.
"""

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from typing import NoReturn

from chartside import __version__
from chartside.audit_arguments import AUDIT_EXAMPLES, add_audit
from chartside.batch_arguments import BATCH_EXAMPLES, add_batch
from chartside.check_arguments import CHECK_EXAMPLES, add_check
from chartside.coder_arguments import CODER_EXAMPLES, add_coder
from chartside.codeset_arguments import CODESET_EXAMPLES, add_codeset, day
from chartside.errors import ChartsideError, InputError
from chartside.evaluate_arguments import EVALUATE_HELP, LEARN_EXAMPLES, add_evaluate, add_learn
from chartside.serve_commands import SERVE_HELP, add_department
from chartside.settings import PORT, Settings

DONE, FAILED, MISUSED, INTERRUPTED = 0, 1, 2, 130
"""Exit codes: all done; some of it failed; called or fed wrongly; Ctrl-C."""

EXAMPLES = """examples:
  chartside suggest note.txt                      suggestions for a note, as a table
  pbpaste | chartside suggest --format json       the same as JSON, from standard input
  chartside suggest --setting inpatient --date 2026-05-02 discharge.txt
  chartside suggest --format jsonl --input notes.jsonl > suggestions.jsonl
  chartside check note.txt E11.9 I10              whether the note supports the codes of a claim
  chartside lookup diabetic kidney disease        codes by words
  chartside code E11.22                           one code, whole
  chartside codeset import ~/Downloads/2027-code-tables.zip
  chartside audit verify                          whether the record of decisions is whole
  chartside serve                                 the service that the browser extension talks to

Nothing leaves this computer. Data lies in the folder that CHARTSIDE_HOME names, else in the user's own.
Exit codes: 0 done, 1 part of the work failed, 2 wrong use or unreadable input."""


def build_parser() -> argparse.ArgumentParser:
    """The whole command line."""
    parser = _Parser(
        prog="chartside",
        description="Suggests and explains ICD-10-CM codes for clinical notes; the coder decides.",
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"chartside {__version__}")
    commands = parser.add_subparsers(metavar="COMMAND", required=True, dest="command")

    def add(name: str, summary: str, example: str = "") -> argparse.ArgumentParser:
        made: argparse.ArgumentParser = commands.add_parser(
            name,
            help=summary,
            description=summary[0].upper() + summary[1:] + ".",
            epilog=example,
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )
        return made

    serve = add("serve", "run the service for the browser extension on 127.0.0.1", SERVE_HELP)
    add_department(serve)
    serve.add_argument(
        "--port", type=_port, default=PORT, help=f"TCP port, {PORT} if left out (what the extension uses)"
    )

    token = add(
        "token",
        "print a bearer token for a script or another client",
        'example:\n  curl -H "Authorization: Bearer $(chartside token report)" http://127.0.0.1:8765/v1/codes?q=gout',
    )
    token.add_argument("name", metavar="NAME", help="what the token is for; shown as the coder's name")
    token.add_argument(
        "--role",
        choices=("coder", "auditor", "administrator", "monitor"),
        default="coder",
        help="what it may do, see README; coder if left out, monitor reads metrics alone",
    )

    suggest = add(
        "suggest",
        "suggest codes for a note",
        "Offsets in JSON and CSV are code points of the text.\n"
        'A line of NOTES.jsonl is {"id": "1", "text": "…"}, if wanted with "setting" and "date".',
    )
    suggest.add_argument(
        "file", metavar="FILE", nargs="?", default="-", help="a text file; standard input if left out"
    )
    suggest.add_argument(
        "--input", metavar="NOTES.jsonl", help="many notes, one JSON object a line (- for standard input)"
    )
    suggest.add_argument(
        "--format", choices=("table", "json", "jsonl", "csv"), help="table if left out; jsonl with --input"
    )
    suggest.add_argument(
        "--setting",
        choices=("outpatient", "inpatient"),
        default="outpatient",
        help="which guidelines apply; outpatient if left out",
    )
    suggest.add_argument("--date", metavar="YYYY-MM-DD", type=day, help="date of service")

    add_check(add("check", "hold the codes of a claim against a note", CHECK_EXAMPLES))

    assertions = add(
        "assertions",
        "say whether a note affirms given spans, one JSON object a line",
        'A line in is {"id": "1", "text": "Denies fever.", "start": 7, "end": 12} (code points), a line out\n'
        '{"id": "1", "assertion": "negated",\n'
        ' "cues": [{"start": 0, "end": 6, "text": "Denies", "category": "…"}]}.',
    )
    assertions.add_argument("--input", metavar="SPANS.jsonl", default="-", help="standard input if left out")

    lookup = add(
        "lookup",
        "search codes by words, abbreviations or a part of a code",
        "example:\n  chartside lookup torn meniscus left",
    )
    lookup.add_argument("words", metavar="WORDS", nargs="+", help="what to search for")
    lookup.add_argument(
        "--limit", metavar="N", type=_limit, default=20, help="at most N codes, 20 if left out"
    )
    _add_release(lookup)
    lookup.add_argument("--format", choices=("table", "json"), default="table", help="table if left out")

    code = add(
        "code",
        "show one code: parents, children, includes, Excludes, instructions",
        "example:\n  chartside code e1122",
    )
    code.add_argument("code", metavar="CODE", help="dots and case do not matter")
    _add_release(code)
    code.add_argument("--format", choices=("table", "json"), default="table", help="table if left out")

    add_batch(add("batch", "read many notes, in parallel, and go on after an interruption", BATCH_EXAMPLES))
    add_codeset(add("codeset", "list, bring in and compare releases of the code sets", CODESET_EXAMPLES))
    add_evaluate(add("evaluate", "measure the engine, and coder and engine together", EVALUATE_HELP))
    add_learn(add("learn", "show and take back what decisions taught", LEARN_EXAMPLES))
    add_coder(add("coder", "invite, list and remove the coders of a department", CODER_EXAMPLES))
    add_audit(add("audit", "show, verify and export the record of decisions", AUDIT_EXAMPLES))
    return parser


def _add_release(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--date",
        metavar="YYYY-MM-DD",
        type=day,
        help="date of service, which chooses the release; else today",
    )
    parser.add_argument(
        "--system",
        metavar="SYSTEM",
        default="ICD-10-CM",
        help="ICD-10-CM if left out; ICD-10-PCS, HCPCS or CPT",
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; its exit code."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            # A pipe gets UTF-8 on every system; a terminal keeps its own, and shows ? for what it lacks.
            stream.reconfigure(encoding=None if stream.isatty() else "utf-8", errors="replace", newline="\n")
    asked = build_parser().parse_args(arguments)
    try:
        return _command(asked.command)(asked, Settings())
    except InputError as error:
        print(f"chartside: {error}", file=sys.stderr)
        return MISUSED
    except ChartsideError as error:
        print(f"chartside: {error}", file=sys.stderr)
        return FAILED
    except KeyboardInterrupt:
        print("chartside: stopped.", file=sys.stderr)
        return INTERRUPTED
    except BrokenPipeError:
        # Whoever read us has enough. Python would complain again when it flushes at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except Exception as error:
        from chartside.quiet import where

        # Its message may quote the note.
        print(f"chartside: something went wrong inside ({where(error)}); please report it.", file=sys.stderr)
        return FAILED


def _command(name: str) -> Callable[[argparse.Namespace, Settings], int]:
    if name == "codeset":
        from chartside.codeset_commands import run_codeset

        return run_codeset
    if name == "evaluate":
        from chartside.evaluate_commands import run_evaluate

        return run_evaluate
    if name == "learn":
        from chartside.learn_commands import run_learn

        return run_learn
    if name == "audit":
        from chartside.audit_commands import run_audit

        return run_audit
    if name == "batch":
        from chartside.batch_commands import run_batch

        return run_batch
    if name == "coder":
        from chartside.coder_commands import run_coder

        return run_coder
    if name == "check":
        from chartside.check_commands import run_check

        return run_check
    from chartside import commands

    run: Callable[[argparse.Namespace, Settings], int] = getattr(commands, f"run_{name}")
    return run


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        if message.endswith("required: COMMAND"):  # who names none asks which there are
            self.print_help(sys.stderr)
            self.exit(MISUSED)
        self.exit(MISUSED, f"{self.prog}: {message}; see `{self.prog} --help`.\n")


def _port(text: str) -> int:
    if text.isascii() and text.isdigit() and int(text[:9]) <= 65535:
        return int(text)
    raise argparse.ArgumentTypeError("a port is a number from 1 to 65535")


def _limit(text: str) -> int:
    if text.isascii() and text.isdigit() and 1 <= int(text[:9]) <= 1000:
        return int(text)
    raise argparse.ArgumentTypeError("a limit is a number from 1 to 1000")


if __name__ == "__main__":
    sys.exit(main())
