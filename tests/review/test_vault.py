import pytest

from chartside.errors import VaultError
from chartside.review.vault import Vault, fingerprint, new_keys


def vault(keys: dict[str, object] | None = None) -> Vault:
    return Vault(keys or new_keys(), lambda _: None)


def test_what_is_sealed_opens_with_its_key_and_its_name_only() -> None:
    one = vault()
    key, blob = one.seal(b"burning " * 50, "e/r1")
    assert b"burning" not in blob
    assert len(blob) < 100
    assert one.open(key, blob, "e/r1") == b"burning " * 50
    with pytest.raises(VaultError, match="changed"):
        one.open(key, blob, "e/r2")
    with pytest.raises(VaultError, match="changed"):
        one.open(key, blob[:-1] + bytes([blob[-1] ^ 1]), "e/r1")
    with pytest.raises(VaultError, match="missing"):
        vault().open(key, blob, "e/r1")


def test_a_new_key_seals_and_the_old_one_still_opens() -> None:
    kept: list[dict[str, object]] = []
    one = Vault(new_keys(), kept.append)
    first, blob = one.seal(b"a", "e")
    second = one.new_seal()
    assert one.seal(b"b", "e")[0] == second != first
    assert one.open(first, blob, "e") == b"a"
    again = vault(kept[-1])
    assert again.open(first, blob, "e") == b"a"
    again.drop_seals()
    with pytest.raises(VaultError):
        again.open(first, blob, "e")


def test_digests_depend_on_the_key() -> None:
    keys = new_keys()
    assert vault(keys).note_digest("note") == vault(keys).note_digest("note")
    assert vault().note_digest("note") != vault().note_digest("note")
    assert fingerprint(keys) != fingerprint(new_keys())


@pytest.mark.parametrize(
    "broken", [{}, {"seal": {}}, {"ledger": "?"}, {"current": "none"}, {"anchor": "aaaa"}]
)
def test_a_set_that_is_not_whole_is_refused(broken: dict[str, object]) -> None:
    with pytest.raises(VaultError, match="not whole"):
        vault({**new_keys(), **broken} if broken else {"version": 1})
