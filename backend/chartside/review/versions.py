"""What made a suggestion: the version of Chartside, and digests of the tables that it judged by."""

from importlib.resources.abc import Traversable

from chartside import __version__
from chartside.datafiles import data_folder
from chartside.review.records import Versions
from chartside.review.verify import digest_of

WEIGHTS = "weights.tsv"


def engine_versions() -> Versions:
    """The versions of the engine that is installed; a table that changes gives another digest."""
    data = data_folder()
    weights = data.joinpath("ranking", WEIGHTS)
    return Versions(
        __version__, digest_of(_tables(data.joinpath("rules"))), digest_of([(WEIGHTS, weights.read_bytes())])
    )


def _tables(folder: Traversable) -> list[tuple[str, bytes]]:
    return [(each.name, each.read_bytes()) for each in folder.iterdir() if each.name.endswith(".tsv")]
