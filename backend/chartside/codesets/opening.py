"""From a state on disk to an open code set; what is missing, out of date or damaged is compiled first."""

from collections.abc import Mapping
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path

from chartside.codesets.codeset import CodeSet
from chartside.codesets.compile import APPLICATION_ID, FORMAT, TOTAL, compile_file
from chartside.codesets.curated import content_hash, read_terms
from chartside.codesets.database import Database, Progress, compile_lock, is_whole
from chartside.codesets.flat import FLAT_APPLICATION_ID, FLAT_FORMAT, FlatCode, FlatCodeSet, compile_flat
from chartside.codesets.index import IndexFile, read_index
from chartside.codesets.index_store import (
    INDEX_APPLICATION_ID,
    INDEX_FORMAT,
    AlphabeticIndex,
    compile_index,
)
from chartside.codesets.procedures import read_cpt, read_hcpcs, read_pcs
from chartside.codesets.recognise import INDEX_KINDS
from chartside.codesets.release import APRIL_2026, CPT, HCPCS, ICD10CM
from chartside.codesets.search_index import SEARCH_APPLICATION_ID, SEARCH_FORMAT, compile_search
from chartside.codesets.search_tables import tables_hash
from chartside.codesets.sources import Source, has_own_codes, sources_of
from chartside.codesets.states import State, shelf_of, untouched
from chartside.errors import CodeSetError

MOST_STRANGE = 20
"""Codes of an index that its Tabular List may lack; the official files of April 2026 have none."""
AnyCodeSet = CodeSet | FlatCodeSet
"""What every system answers; only ICD-10-CM has chapters, instructions and an index."""


@dataclass(frozen=True, slots=True)
class Compiled:
    """Where the compiled files of a state of ICD-10-CM lie; `index` is None when no index was imported."""

    codes: Path
    search: Path
    index: Path | None


def compiled_of(home: Path, state: State, terms_folder: Path | None = None) -> Compiled:
    """The paths, whether the files are there or not."""
    # The packaged release stands beside the folders of what was imported, and is shared by its states.
    packaged = untouched(home, APRIL_2026)
    codes = _codes(state if has_own_codes(state) else packaged)
    tables = f"{content_hash(terms_folder)}-{tables_hash()}"
    search = _codes(state).with_name(f"{_codes(state).stem}-search-v{SEARCH_FORMAT}-{tables}.sqlite")
    indexed = any(kind in state.files for kind in INDEX_KINDS)
    return Compiled(codes, search, state.folder / f"index-v{INDEX_FORMAT}.sqlite" if indexed else None)


def open_state(
    home: Path, state: State, *, progress: Progress | None = None, terms_folder: Path | None = None
) -> AnyCodeSet:
    """Open a state, compiling first what is missing.

    Raises:
        CodeSetError: it cannot be compiled.
        DataFileError: a curated file is wrong.
    """
    with suppress(CodeSetError):
        return _open(home, state, terms_folder)
    with compile_lock(shelf_of(home)):
        # Another process may have compiled while this one waited for the lock.
        compile_state(home, state, progress, terms_folder)
        code_set = _open(home, state, terms_folder)
    if progress is not None:
        progress(TOTAL, TOTAL, "Ready")
    return code_set


def compile_state(
    home: Path, state: State, progress: Progress | None = None, terms_folder: Path | None = None
) -> dict[str, int]:
    """Compile what is missing of a state; call under `compile_lock`.

    Returns:
        How many `codes` and `headers` the state has, and entries of each part of the index.

    Raises:
        CodeSetError: an official file is broken, or the files do not belong together.
        InputError: a file of another system is broken.
    """
    if state.release.system != ICD10CM:
        path = _flat(state)
        if not is_whole(path, FLAT_APPLICATION_ID):
            _compile_flat(path, state)
        return _count(path, FLAT_APPLICATION_ID, "code", "billable")
    paths, sources = compiled_of(home, state, terms_folder), sources_of(state)
    if not is_whole(paths.codes, APPLICATION_ID):
        compile_file(paths.codes, state.release, sources, progress)
    if paths.index is not None and not is_whole(paths.index, INDEX_APPLICATION_ID):
        if progress is not None:
            progress(75, TOTAL, "Reading the Alphabetic Index")
        compile_index(paths.index, _index_files(sources))
        _refuse_foreign(paths.codes, paths.index, state)
    if not is_whole(paths.search, SEARCH_APPLICATION_ID):
        with closing(Database(paths.codes, APPLICATION_ID)) as database:
            compile_search(
                paths.search, database, read_terms(terms_folder), progress, _index_terms(paths.index)
            )
        _forget_others(paths.search)
    counts = _count(paths.codes, APPLICATION_ID, "entry", "last = id AND key NOT NULL")
    if paths.index is not None:
        with AlphabeticIndex(paths.index) as index:
            counts |= index.counts
    return counts


def _refuse_foreign(codes: Path, index: Path, state: State) -> None:
    """An index of another year names codes that the Tabular List does not have."""
    with closing(Database(codes, APPLICATION_ID)) as database:
        known = {key for (key,) in database.rows("SELECT key FROM entry WHERE key NOT NULL")}
    with closing(Database(index, INDEX_APPLICATION_ID)) as database:
        strange = [
            k for (k,) in database.rows("SELECT DISTINCT key FROM code ORDER BY key") if k not in known
        ]
    if len(strange) > MOST_STRANGE:
        names = ", ".join(file.name for kind, file in state.files.items() if kind in INDEX_KINDS)
        raise CodeSetError(
            f"{len(strange):,} codes of the index, such as {', '.join(strange[:3])}, are not in the Tabular "
            f"List of {state.release}: {names} belong to another release."
        )


def _count(path: Path, application_id: int, table: str, billable: str) -> dict[str, int]:
    with closing(Database(path, application_id)) as database:
        ((codes, all_codes),) = database.rows(f"SELECT total({billable}), count(key) FROM {table}")  # noqa: S608
    return {"codes": int(codes), "headers": all_codes - int(codes)}


def _index_terms(path: Path | None) -> list[tuple[str, str]]:
    if path is None:
        return []
    with AlphabeticIndex(path) as index:
        return [(term.code, term.term) for term in index.terms()]


def _open(home: Path, state: State, terms_folder: Path | None) -> AnyCodeSet:
    if state.release.system != ICD10CM:
        return FlatCodeSet(_flat(state), state.edition)
    paths = compiled_of(home, state, terms_folder)
    if paths.index is not None and not is_whole(paths.index, INDEX_APPLICATION_ID):
        raise CodeSetError("The Alphabetic Index is not compiled yet.")
    return CodeSet(paths.codes, paths.search, paths.index, state.edition)


def _index_files(sources: Mapping[str, Source]) -> list[IndexFile]:
    files = []
    for kind in INDEX_KINDS:
        if kind in sources:
            with sources[kind].open() as stream:
                try:
                    files.append(read_index(stream))
                except CodeSetError as error:
                    raise CodeSetError(f"{sources[kind].name}: {error}") from error
    return files


def _compile_flat(path: Path, state: State) -> None:
    ((kind, source),) = [(k, s) for k, s in sources_of(state).items() if k not in ("guidelines", "tables")][
        :1
    ]
    codes: list[FlatCode]
    with source.open() as stream:
        if state.release.system == CPT:
            codes = read_cpt(stream, source.name)
        elif state.release.system == HCPCS:
            codes = read_hcpcs(stream, source.name, state.release.effective)
        else:
            codes = read_pcs(stream, source.name, kind)
    compile_flat(path, state.release, codes)


def _codes(state: State) -> Path:
    return state.folder / f"{state.release.slug}-v{FORMAT}.sqlite"


def _flat(state: State) -> Path:
    return state.folder / f"{state.release.slug}-v{FLAT_FORMAT}.sqlite"


def _forget_others(search_path: Path) -> None:
    """Delete the search indexes of earlier curated terms; whoever has one open keeps it."""
    for other in search_path.parent.glob("*-search-*.sqlite"):
        if other != search_path:
            with suppress(OSError):
                other.unlink()
