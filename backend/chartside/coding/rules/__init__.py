"""Coding rules, one file per family, each naming its guideline.

A rule takes the worksheet of a note and changes it. The order is that of a coder: what one code says for
two conditions comes first, what is then said already gives way, what the Tabular List asks for beside it
is added, and last the codes that only stand beside others are checked.
"""

from collections.abc import Callable

from chartside.codesets.store import CodeSet
from chartside.coding.relations import read_relations
from chartside.coding.rules import (
    combination,
    diabetes,
    excludes,
    external,
    osteoporosis,
    overlap,
    qualifier,
    retinopathy,
    ulcer,
)
from chartside.coding.worksheet import Worksheet

Rule = Callable[[Worksheet], None]


def read_rules(code_set: CodeSet) -> tuple[Rule, ...]:
    """All rules in the order in which they are applied.

    Raises:
        DataFileError: a curated file is wrong; with file, line and reason.
    """
    del code_set  # for rules whose tables name codes of the release
    relations = read_relations()
    return (
        qualifier.rule(),
        diabetes.rule(relations),
        retinopathy.apply,
        combination.rule(relations),
        osteoporosis.rule(relations),
        ulcer.rule(),
        overlap.apply,
        external.rule(),
        excludes.apply,
    )
