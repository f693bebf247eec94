"""The commands behind `chartside learn`: what decisions taught, and how it is taken back."""

import argparse
import json
import sys
from dataclasses import asdict
from typing import TYPE_CHECKING

from chartside.errors import InputError, NotFoundError
from chartside.settings import Settings
from chartside.terminal import console_on, table

if TYPE_CHECKING:
    from chartside.review.learning import Learned
    from chartside.review.reviews import Reviews


def run_learn(asked: argparse.Namespace, settings: Settings) -> int:
    """`chartside learn COMMAND`."""
    from chartside.review.learning import Learned
    from chartside.review.opening import reviews_of

    with reviews_of(settings.home) as reviews:
        learned = Learned()
        learned.refresh(reviews.database)
        run = {"list": _list, "revert": _revert, "synonyms": _synonyms}.get(asked.what, _settle)
        run(asked, reviews, learned)
    return 0


def _list(asked: argparse.Namespace, reviews: "Reviews", learned: "Learned") -> None:
    names = _coders(reviews)
    effects = learned.effects(_coder(asked.coder, names))
    if asked.format == "json":
        print(json.dumps([asdict(each) for each in effects], ensure_ascii=False, indent=1))
        return
    if not effects:
        print("Nothing was learned that moves a suggestion.")
        return
    made = table("Name", "Whose", "Moves by", "Because", title="Learned from decisions")
    for each in effects:
        whose = names.get(each.coder, each.coder) or "organisation"
        made.add_row(each.id, whose, f"{each.move:+.2f}" if each.move else "", each.text)
    console = console_on(sys.stdout)
    console.print(made)
    console.print("Moves are of log-odds, 2 at most in all.", markup=False)


def _revert(asked: argparse.Namespace, reviews: "Reviews", learned: "Learned") -> None:
    from chartside.audit_common import actor
    from chartside.review.learning import ALL

    if asked.coder and not asked.all:
        raise InputError("--coder goes with --all.")
    coder = _coder(asked.coder, _coders(reviews))
    learned.revert(reviews, actor(reviews), ALL if asked.all else asked.id, coder)
    print("It is taken back; the record keeps that.")


def _synonyms(asked: argparse.Namespace, _reviews: "Reviews", learned: "Learned") -> None:
    terms = learned.synonyms.all()
    if asked.format == "json":
        print(json.dumps([asdict(each) for each in terms], ensure_ascii=False, indent=1))
    elif not terms:
        print("No term was proposed yet.")
    else:
        made = table("Name", "Term", "Code", "State", title="Coders' own terms")
        for each in terms:
            made.add_row(each.id, each.term, each.code, each.state)
        console_on(sys.stdout).print(made)


def _settle(asked: argparse.Namespace, reviews: "Reviews", learned: "Learned") -> None:
    from chartside.audit_common import actor
    from chartside.review.synonyms import CONFIRMED, WITHDRAWN

    state = CONFIRMED if asked.what == "confirm" else WITHDRAWN
    done = learned.synonyms.settle(reviews, actor(reviews), asked.id, state)
    use = "is confirmed" if state == CONFIRMED else "is withdrawn"
    print(f"“{done.term}” for {done.code} {use}.")


def _coders(reviews: "Reviews") -> dict[str, str]:
    from sqlalchemy import select

    from chartside.review.tables import coder

    with reviews.database.read() as connection:
        return {row.id: row.name for row in connection.execute(select(coder.c.id, coder.c.name))}


def _coder(name: str | None, known: dict[str, str]) -> str | None:
    if name is None:
        return None
    found = next((id_ for id_, called in known.items() if name in (id_, called)), None)
    if found is None:
        raise NotFoundError("There is no coder of that name in the record.")
    return found
