"""Fetching: the real library reads a catalog page and a zip that no network gave.

On Python 3.11, where that library does not run, what is tested is the sentence that says so.
"""

from datetime import date
from importlib.util import find_spec

import pytest
import small_release as small

from chartside.codesets.catalog import choose, installed_releases
from chartside.codesets.fetch import fetch_release
from chartside.codesets.opening import open_state
from chartside.errors import CodeSetError

DAY = date(2026, 11, 28)
HAS_LIBRARY = find_spec("cms_icd") is not None
SENTENCE = "Fetching needs Python 3.12 or newer and this is 3.11; download the official zip from CMS"
PAGE = """<html><body><h2>2027 ICD-10-CM</h2><ul><li>
<a href="/files/zip/2027-code-tables-tabular-and-index.zip">2027 Code Tables, Tabular and Index (ZIP)</a>
</li>{more}</ul></body></html>"""
GUIDELINES = """<li><a href="/files/document/fy-2027-icd-10-cm-coding-guidelines.pdf">
FY 2027 ICD-10-CM Coding Guidelines</a></li>"""


class Answer:
    """What `requests` hands out, as far as it is looked at."""

    def __init__(self, content):
        self.content = content
        self.text = content.decode("utf-8", "replace")

    def raise_for_status(self):
        return None

    def iter_content(self, chunk_size):
        yield self.content


@pytest.fixture
def cms(monkeypatch):
    """Answers every request of this process; the addresses that were asked for."""
    import requests

    asked = []
    files = {
        "page": PAGE.format(more=GUIDELINES),
        "zip": small.zipped(small.whole()),
        "pdf": b"%PDF-1.7 sample",
    }

    def get(session, url, **_):
        asked.append(url)
        kind = url.rpartition(".")[2]
        content = files.get(kind if kind in files else "page")
        if content is None:
            raise requests.ConnectionError("no route to host")
        return Answer(content if isinstance(content, bytes) else content.encode())

    monkeypatch.setattr(requests.Session, "get", get)
    return asked, files


def fetched(home, day=DAY):
    """What was fetched; None where the library does not run, which has to be said."""
    if HAS_LIBRARY:
        return fetch_release(home, day)
    with pytest.raises(CodeSetError, match=SENTENCE):
        fetch_release(home, day)
    return None


def test_the_release_for_a_day_is_brought_and_imported(cms, tmp_path):
    told = []
    if HAS_LIBRARY:
        done = fetch_release(tmp_path, DAY, progress=lambda *step: told.append(step))
        assert done.release.effective == date(2026, 10, 1)
        assert {"tabular", "main", "external", "neoplasm", "drugs", "guidelines"} == set(done.files)
        choice = choose(installed_releases(tmp_path), day=DAY)
        assert choice.notice is None
        with open_state(tmp_path, choice.installed.state) as code_set:
            assert code_set.find("S52.0XXA")
        assert told[0] == (0, 100, "Asking CMS for its releases")
        assert told[-1] == (100, 100, "Ready")
        assert all("cms.gov" in url for url in cms[0])
    else:
        assert fetched(tmp_path) is None
        assert cms[0] == []
    assert not (tmp_path / "downloads").exists()


def test_what_cms_does_not_offer_is_said(cms, tmp_path):
    cms[1]["page"] = PAGE.format(more="")
    done = fetched(tmp_path)
    assert done is None or "CMS offers no guidelines for this release." in done.remarks


@pytest.mark.parametrize(
    ("change", "day", "reason"),
    [
        ({"page": None}, DAY, "cannot be fetched .*; try again when the network is there"),
        ({"zip": None}, DAY, "cannot be fetched"),
        ({"page": "<html>Sorry</html>"}, DAY, "cannot be fetched"),
        ({"zip": b"<html>Sorry</html>"}, DAY, "cannot be fetched"),
        ({}, date(2019, 1, 1), "CMS offers no release of ICD-10-CM for 2019-01-01"),
        ({"zip": small.zipped({"icd10cm_tabular_2027.xml": small.tabular()[:5000]})}, DAY, "cut short"),
        ({"zip": small.zipped({"readme.txt": b"x"})}, DAY, "cannot be fetched"),
    ],
)
def test_what_goes_wrong_is_a_sentence_and_the_old_release_stays(cms, tmp_path, change, day, reason):
    cms[1].update(change)
    with pytest.raises(CodeSetError, match=reason if HAS_LIBRARY else SENTENCE) as caught:
        fetch_release(tmp_path, day)
    assert "\n" not in str(caught.value)
    assert len(installed_releases(tmp_path)) == 1
