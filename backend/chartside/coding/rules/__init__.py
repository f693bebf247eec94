"""Coding rules, one file per family, each naming its guideline.

A rule takes the worksheet of a note and changes it. The order is that of a coder: what one code says for
two conditions comes first, what is then said already gives way, what the Tabular List asks for beside it
is added, and last the codes that only stand beside others are checked.
"""

from collections.abc import Callable

from chartside.codesets.store import CodeSet
from chartside.coding.cuewords import read_cues
from chartside.coding.relations import read_relations
from chartside.coding.rules import (
    acute_chronic,
    aftercare,
    allergies,
    body_mass,
    combination,
    diabetes,
    dominance,
    drugs,
    encounter,
    excludes,
    exclusive,
    external,
    history,
    infarction,
    integral,
    laterality,
    osteoporosis,
    overlap,
    partners,
    phase,
    poisoning,
    pregnancy,
    qualifier,
    resolved,
    retinopathy,
    sequela,
    social,
    spread,
    status,
    substances,
    superficial,
    ulcer,
    uncertain,
    weakness,
)
from chartside.coding.worksheet import Worksheet

Rule = Callable[[Worksheet], None]


def read_rules(code_set: CodeSet) -> tuple[Rule, ...]:
    """All rules in the order in which they are applied.

    Raises:
        DataFileError: a curated file is wrong; with file, line and reason.
    """
    del code_set  # for rules whose tables name codes of the release
    read_cues()
    relations = read_relations()
    qualify = qualifier.rule()
    return (
        resolved.apply,
        infarction.apply,
        spread.rule(),
        weakness.apply,
        sequela.rule(),
        laterality.rule(),
        dominance.apply,
        acute_chronic.rule(),
        qualify,
        diabetes.rule(relations),
        retinopathy.apply,
        ulcer.rule(),
        combination.rule(relations),
        osteoporosis.rule(relations),
        pregnancy.rule(),
        overlap.apply,
        exclusive.rule(),
        superficial.rule(),
        integral.rule(relations),
        partners.rule(),
        qualify,  # what partners added: dementia in Alzheimer's disease "with agitation"
        uncertain.apply,
        poisoning.rule(),
        phase.rule(),
        drugs.rule(),
        history.rule(),
        status.rule(),
        allergies.rule(),
        encounter.rule(),
        aftercare.rule(),
        substances.rule(),
        body_mass.apply,
        social.rule(),
        external.rule(),
        excludes.rule(relations),
    )
