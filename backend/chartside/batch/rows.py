"""What travels between the driver and its workers: rows with notes in, encoded results out.

Dask writes the arguments of a task that fails into its log by `repr`; so nothing here shows its text.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from chartside.errors import ChartsideError
from chartside.model import Setting

MISSING = "Many notes need Dask and Arrow, which are not installed; run `pip install 'chartside[batch]'`."
PART_NOTES = 100
"""Notes of one part: about a second's work, so that workers end together."""
PART_BYTES = 1024 * 1024
"""A part of longer notes is closed earlier."""
LONGEST = 1_000_000
"""Characters of one note; a longer one is reported as failed."""
SECONDS = 60.0
"""Time for one note."""


class BatchError(ChartsideError):
    """The run cannot go on; what is finished stays, and the same command goes on from there."""

    code = "batch"


@dataclass(frozen=True, slots=True, repr=False)
class Row:
    """One row of the input as it stands there; it is understood by the worker.

    Attributes:
        place: number of its line, row or file, from 1.
        data: a line of JSON or a file's text as bytes, or fields by name; None when `fault` says why not.
        kind: `json`, `text` or `fields`.
        name: the note's id, when it is known without reading the row.
        fault: why the row cannot be read, as a sentence.
        claim: codes of the note's claim; None when the job needs none or there is none.
        weight: what the row takes of the input, in the source's own unit, for the progress bar.
    """

    place: int
    data: bytes | Mapping[str, object] | None
    kind: str = "json"
    name: str = ""
    fault: str = ""
    claim: tuple[str, ...] | None = None
    weight: int = 1

    def __repr__(self) -> str:
        return f"<row {self.place}>"

    def size(self) -> int:
        """About how many bytes travel."""
        if isinstance(self.data, bytes):
            return len(self.data)
        return sum(len(value) for value in (self.data or {}).values() if isinstance(value, str))


@dataclass(frozen=True, slots=True, repr=False)
class Part:
    """Rows that are read together; `barred` are places whose notes are not read again, with the reason."""

    number: int
    rows: tuple[Row, ...]
    barred: Mapping[int, str] = field(default_factory=dict)

    def __repr__(self) -> str:
        return f"<part {self.number} of {len(self.rows)} notes>"

    @property
    def weight(self) -> int:
        """What it takes of the input."""
        return sum(row.weight for row in self.rows)

    def of(self, rows: Iterable[Row]) -> "Part":
        """The part with other rows."""
        return replace(self, rows=tuple(rows))


@dataclass(frozen=True, slots=True)
class Setup:
    """What a worker has to know about the job; the same for every part.

    Attributes:
        job: `suggest`, `check`, `release` or `hcc`.
        form: `jsonl` or `parquet`.
        setting: for notes that name none.
        day: date of service for notes that name none.
        longest: characters of a note that is read.
        seconds: time for one note.
        before: earlier release, for `release`.
        after: later release, for `release`.
        home: data folder; None means the worker's own.
        ours: the worker is a process of ours, whose logs may be silenced whole.
    """

    job: str = "suggest"
    form: str = "jsonl"
    setting: Setting = Setting.OUTPATIENT
    day: date | None = None
    longest: int = LONGEST
    seconds: float = SECONDS
    before: str = ""
    after: str = ""
    home: str | None = None
    ours: bool = False


@dataclass(frozen=True, slots=True, repr=False)
class Outcome:
    """What came of a part.

    Attributes:
        identity: versions and code set of the worker; parts of other versions do not belong together.
        data: the notes' results in the order of the input, encoded.
        failed: lines of JSON about notes that failed.
        notes: how many were read.
        failures: how many failed.
        trouble: why the worker can read nothing at all, as a sentence.
    """

    identity: str
    data: bytes = b""
    failed: bytes = b""
    notes: int = 0
    failures: int = 0
    trouble: str = ""

    def __repr__(self) -> str:
        return f"<outcome of {self.notes} notes>"


def cut(rows: Iterable[Row], notes: int = PART_NOTES, size: int = PART_BYTES) -> Iterator[Part]:
    """Parts of at most `notes` rows, closed earlier at `size` bytes; always the same for the same input."""
    held: list[Row] = []
    number = weight = 0
    for row in rows:
        held.append(row)
        weight += row.size()
        if len(held) >= notes or weight >= size:
            yield Part(number, tuple(held))
            held, number, weight = [], number + 1, 0
    if held:
        yield Part(number, tuple(held))
