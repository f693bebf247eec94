#!/usr/bin/env python3
"""Fits the weights of the ranking to notes whose codes are known, and says how good they are.

    .venv/bin/python scripts/train_ranking.py NOTES.jsonl            figures by cross-validation
    .venv/bin/python scripts/train_ranking.py NOTES.jsonl --write    and new weights into codesets/ranking

A line of NOTES.jsonl is {"id", "text", "gold": {"adjudicated": [codes], "spans": [{"code"}]}}; either gold
may be missing. The fit is a logistic regression that is drawn towards codesets/ranking/judgement.tsv, weights
by clinical judgement: few notes move them little. Folds are by note. No text of a note is kept.
"""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from chartside.coding import ranking
from chartside.coding.features import features_of
from chartside.coding.suggester import build_suggester
from chartside.datafiles import read_rows
from chartside.model import Note
from chartside.settings import default_home

Array = npt.NDArray[np.float64]
WEIGHTS = Path(__file__).resolve().parent.parent / "codesets" / "ranking" / "weights.tsv"
FOLDS = 5
ORDERS = 5
"""How often the notes are dealt into folds anew; figures are means."""
PULL = 8.0
"""Strength with which the fit is drawn towards judgement (the inverse variance of a weight)."""
BINS = 10


@dataclass(frozen=True)
class Row:
    """One note: the codes that were found, their features, and the right codes."""

    codes: list[str]
    features: list[frozenset[str]]
    gold: frozenset[str]
    judged: bool
    """It has adjudicated codes, so it counts for the figures."""


def main() -> int:
    """Print the figures; with --write put the new weights in place."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("notes", type=Path)
    parser.add_argument("--write", action="store_true", help="write the weights fitted to all notes")
    parser.add_argument("--pull", type=float, default=PULL, help=f"pull towards judgement, {PULL}")
    options = parser.parse_args()
    rows = read_notes(options.notes)
    known = read_rows("ranking/judgement.tsv", ("feature", "weight", "note"))
    prior = {row["feature"]: float(row["weight"]) for row in known}
    names = sorted(prior | dict.fromkeys(name for row in rows for each in row.features for name in each))
    start = np.array([prior.get(name, 0.0) for name in names])
    print(f"{len(rows)} notes, {sum(len(row.codes) for row in rows)} codes found, {len(names)} features")
    print("by judgement alone  ", figures([(row, ratings(row, names, start)) for row in rows if row.judged]))
    print("cross-validated     ", cross_validated(rows, names, start, options.pull))
    if options.write:
        fitted = fit(rows, names, start, options.pull)
        write(names, fitted, {row["feature"]: row["note"] for row in known})
        print(f"wrote {WEIGHTS}")
    return 0


def read_notes(path: Path) -> list[Row]:
    """Every note of the file, read and ruled, not ranked."""
    suggester = build_suggester(default_home())
    rows = []
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            note = json.loads(line)
            given = note["gold"].get("adjudicated")
            codes = given if given is not None else [span["code"] for span in note["gold"]["spans"]]
            found = features_of(suggester.worksheet(Note(note["text"])))
            gold = frozenset(code.upper().replace(".", "") for code in codes)
            plain = [code.replace(".", "") for code in found]
            rows.append(Row(plain, list(found.values()), gold, given is not None))
    return rows


def matrix(rows: list[Row], names: list[str]) -> tuple[Array, Array]:
    """Features as zeros and ones, a row a code, and whether the code is right."""
    place = {name: number for number, name in enumerate(names)}
    x = np.zeros((sum(len(row.codes) for row in rows), len(names)))
    y = np.zeros(len(x))
    at = 0
    for row in rows:
        for code, features in zip(row.codes, row.features, strict=True):
            x[at, [place[name] for name in features if name in place]] = 1.0
            x[at, place["base"]] = 1.0
            y[at] = code in row.gold
            at += 1
    return x, y


def fit(rows: list[Row], names: list[str], start: Array, pull: float) -> Array:
    """Newton's method for the logistic likelihood with a normal prior around `start`."""
    x, y = matrix(rows, names)
    weights = start.copy()
    for _ in range(25):
        p = 1 / (1 + np.exp(-x @ weights))
        gradient = x.T @ (p - y) + pull * (weights - start)
        curvature = x.T @ (x * (p * (1 - p))[:, None]) + pull * np.eye(len(names))
        step = np.linalg.solve(curvature, gradient)
        weights -= step
        if np.abs(step).max() < 1e-6:
            break
    return weights


def ratings(row: Row, names: list[str], weights: Array) -> Array:
    """Probabilities of a note's codes."""
    x, _ = matrix([row], names)
    chances: Array = 1 / (1 + np.exp(-x @ weights))
    return chances


def cross_validated(rows: list[Row], names: list[str], start: Array, pull: float) -> str:
    """Figures over notes that the weights have not seen."""
    judged: list[tuple[Row, Array]] = []
    for order in range(ORDERS):
        shuffled = np.random.default_rng(order).permutation(len(rows))
        for fold in range(FOLDS):
            held = set(shuffled[fold::FOLDS].tolist())
            weights = fit([row for n, row in enumerate(rows) if n not in held], names, start, pull)
            judged += [(rows[n], ratings(rows[n], names, weights)) for n in held if rows[n].judged]
    return figures(judged)


def figures(judged: list[tuple[Row, Array]]) -> str:
    """F1 of the short list, exact and by category, recall and length of the whole list, calibration."""
    counts = np.zeros(3)
    category = np.zeros(3)
    listed = hits = gold = 0
    pairs: list[tuple[float, bool]] = []
    for row, chances in judged:
        short = {c for c, p in zip(row.codes, chances, strict=True) if p >= ranking.SUGGESTED_FROM}
        whole = {c for c, p in zip(row.codes, chances, strict=True) if p >= ranking.POSSIBLE_FROM}
        counts += (len(short & row.gold), len(short), len(row.gold))
        by_three, right = {c[:3] for c in short}, {c[:3] for c in row.gold}
        category += (len(by_three & right), len(by_three), len(right))
        listed, hits, gold = listed + len(whole), hits + len(whole & row.gold), gold + len(row.gold)
        pairs += [(p, c in row.gold) for c, p in zip(row.codes, chances, strict=True) if c in whole]
    return (
        f"exact F1 {f1(counts):.3f} (P {counts[0] / counts[1]:.3f} R {counts[0] / counts[2]:.3f}), "
        f"three characters {f1(category):.3f}, list recall {hits / gold:.3f} "
        f"at {listed / gold:.2f} per gold code, calibration error {calibration_error(pairs):.3f}"
    )


def f1(counts: Array) -> float:
    """The harmonic mean from hits, listed and gold."""
    return float(2 * counts[0] / (counts[1] + counts[2]))


def calibration_error(pairs: list[tuple[float, bool]]) -> float:
    """The expected calibration error over bins of equal size (Naeini et al., AAAI 2015)."""
    ordered = np.array(sorted(pairs))
    bins = np.array_split(ordered, BINS)
    return float(sum(len(b) * abs(b[:, 0].mean() - b[:, 1].mean()) for b in bins) / len(ordered))


def write(names: list[str], weights: Array, notes: dict[str, str]) -> None:
    """The file of weights, in the order of judgement, what only the notes taught last."""
    head = ["feature\tweight\tnote", "# Log-odds, fitted by scripts/train_ranking.py; see judgement.tsv."]
    found = dict(zip(names, weights, strict=True))
    order = [*notes, *(name for name in names if name not in notes)]
    lines = [
        f"{name}\t{found[name]:.2f}\t{notes.get(name) or 'fitted'}"
        for name in order
        if name in notes or abs(found[name]) >= 0.05
    ]
    WEIGHTS.write_text("\n".join([*head, *lines]) + "\n", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
