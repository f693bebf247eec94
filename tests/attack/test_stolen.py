"""Who has the data folder but not its keys reads nothing of a note."""

import shutil
import stat

from chartside.settings import Settings
from chartside.web.app import create_app
from chartside.web.tokens import TokenStore

WORDS = ("zebrafish", "quokka")
NOTE = f"Assessment: type 2 diabetes, {WORDS[0]} {WORDS[1]}. Hypertension."


ORIGIN = "chrome-extension://abcdefghijklmnopabcdefghijklmnop"


def paired(settings, coder):
    token = TokenStore(settings.home).create("a browser", ORIGIN, coder)
    return {"Authorization": f"Bearer {token}", "Origin": ORIGIN}


def recorded(app, settings, client_of):
    """A record with a quotation and a sentence of the coder's; the token that wrote it."""
    client, ana = client_of(app), paired(settings, "Ana")
    opened = client.post("/v1/encounters", json={"note": {"text": NOTE}}, headers=ana)
    where = f"/v1/encounters/{opened.get_json()['encounter']}/decisions"
    said = {"start": 29, "end": 45, "text": " ".join(WORDS), "assertion": "asserted"}
    told = {"kind": "reject", "code": "I10", "reason": "other", "reason_text": f"no {WORDS[0]}"}
    assert client.post(where, json=told, headers=ana).status_code == 200
    taken = {"kind": "accept", "code": "E11.9", "evidence": [said]}
    assert client.post(where, json=taken, headers=ana).status_code == 200
    return ana["Authorization"].partition(" ")[2]


def test_a_copied_folder_shows_neither_the_note_nor_a_token(app, settings, client_of):
    token = recorded(app, settings, client_of)
    files = [path for path in settings.home.rglob("*") if path.is_file()]
    assert files
    for path in files:
        content = path.read_bytes()
        for word in (*WORDS, token):
            assert word.encode() not in content, f"{path.name} holds {word}"


def test_only_the_owner_may_read_what_is_kept(app, settings, client_of):
    recorded(app, settings, client_of)
    assert stat.S_IMODE(settings.home.stat().st_mode) == 0o700
    kept = [
        path for path in settings.home.iterdir() if path.is_file() and path.suffix in (".json", ".sqlite")
    ]
    assert kept
    for path in kept:
        assert stat.S_IMODE(path.stat().st_mode) & 0o077 == 0, path.name


def test_without_its_keys_a_copied_record_is_refused(app, settings, client_of, suggester, tmp_path):
    recorded(app, settings, client_of)
    copied = tmp_path / "copied"
    shutil.copytree(settings.home, copied)
    gone = [path for path in copied.rglob("*") if path.is_file() and "key" in path.name]
    assert gone
    for path in gone:
        path.unlink()
    elsewhere = Settings(home=copied, port=settings.port)
    client = client_of(create_app(elsewhere, suggester, show_code=lambda _: None))
    answer = client.get("/v1/encounters", headers=paired(elsewhere, "Ana"))
    assert answer.status_code == 503
    assert not any(word in answer.get_data(as_text=True) for word in WORDS)
