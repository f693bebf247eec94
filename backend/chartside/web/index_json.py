"""Entries of the Alphabetic Index and its tables as JSON."""

from collections.abc import Iterable
from typing import Any

from chartside.codesets.index_entry import IndexCode, IndexEntry, IndexHit, IndexReference

Json = dict[str, Any]


def write_index_hits(
    words: str, code_set: str, kind: str | None, hits: Iterable[IndexHit], notice: str | None
) -> Json:
    """The answer of `GET /v1/index`, best first."""
    return {
        "query": words,
        "code_set": code_set,
        "kind": kind,
        "results": [write_index_entry(hit.entry) for hit in hits],
        "notice": notice,
    }


def write_whole_entry(
    entry: IndexEntry,
    parents: Iterable[IndexEntry],
    children: Iterable[IndexEntry],
    code_set: str,
    notice: str | None,
) -> Json:
    """The answer of `GET /v1/index/<id>`: an entry with the lines above and right below it."""
    return write_index_entry(entry) | {
        "code_set": code_set,
        "parents": [{"id": above.id, "title": above.title} for above in parents],
        "children": [write_index_entry(below) for below in children],
        "notice": notice,
    }


def write_index_entry(entry: IndexEntry) -> Json:
    """One line of the index; `children` are the ids of the lines right below."""
    return {
        "id": entry.id,
        "kind": entry.kind,
        "title": entry.title,
        "path": list(entry.path),
        "nemods": list(entry.nemods),
        "codes": [_code(code) | {"role": code.role} for code in entry.codes],
        "cells": [_code(cell) | {"column": cell.column} for cell in entry.cells],
        "see": [_reference(reference) for reference in entry.see],
        "see_also": [_reference(reference) for reference in entry.see_also],
        "notes": list(entry.notes),
        "children": list(entry.children),
    }


def _code(code: IndexCode) -> Json:
    return {"code": code.code, "written": code.written, "needs_more": code.needs_more}


def _reference(reference: IndexReference) -> Json:
    return {"text": reference.text, "id": reference.target, "whole": reference.whole}
