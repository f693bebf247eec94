"""Phrases of the neoplasm table: a site and a column are "malignant neoplasm of the pancreas"."""

import re
from collections.abc import Iterator

from chartside.codesets.index_entry import IndexEntry
from chartside.codesets.index_titles import steps
from chartside.codesets.index_words import IndexWords

_HISTOLOGY = re.compile(r"(?:carcinoma|sarcoma|melanoma|lymphoma|blastoma|thelioma|adenoma|hepatoma)$")
ANY_SITE = ("C79.9", "C80.1", "D09.9", "D36.9", "D48.9", "D49.9", "C77.9")
"""Codes that name no site."""


def neoplasm_phrases(entry: IndexEntry, words: IndexWords) -> Iterator[tuple[str, str]]:
    """Pairs of phrase and code for the cells of one row; none where the site cannot be put together."""
    path = [step for title in entry.path[1:] for step in steps(title, words.is_adjective) or [[]]]
    if not path or not all(path):
        return
    named = [forms[0] for forms in path]
    histology = named.pop() if _HISTOLOGY.search(named[-1].casefold()) else ""
    site = _site(named, words)
    describes = words.is_adjective(site)
    if not site or any(_HISTOLOGY.search(step.casefold()) for step in named):
        return
    for cell in entry.cells:
        if cell.code in ANY_SITE:
            continue
        if histology:
            if cell.column.casefold() == "malignant primary" and not describes:
                yield f"{histology} of {site}", cell.code
            continue
        for pattern in words.columns.get(cell.column.casefold(), ()):
            before = pattern.startswith("{site}")
            # "Gastric cancer" is said, "cancer of gastric" and "skin of nose cancer" are not.
            if (words.is_site_adjective(site) and before) or not (describes or (before and " of " in site)):
                yield pattern.format(site=site), cell.code


def _site(named: list[str], words: IndexWords) -> str:
    """The site that the steps name together, or nothing: breast, upper-outer quadrant."""
    tissue, site = "", ""
    for step in named:
        if words.split_link(step)[0]:
            return ""
        if not site:
            site = step
        elif words.is_adjective(site):
            return ""
        elif words.is_adjective(step):
            site = f"{step} {site}"
        elif not tissue and words.is_tissue(site):
            tissue, site = site, step
        elif not tissue and words.is_tissue(step):
            tissue = step
        elif words.is_part(step):
            site = f"{step} of {site}"
        else:
            return ""
    return f"{tissue} of {site}" if tissue else site
