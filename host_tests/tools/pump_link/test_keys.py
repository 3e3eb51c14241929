"""Keys on the host: in the user's own folder, for nobody else to read."""

import stat

import pytest

from pump_link import keys
from support import proves

KEY = bytes(range(32))


@pytest.fixture(autouse=True)
def own_folder(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))


@proves("T5")
def test_a_key_is_kept_for_its_owner_alone():
    path = keys.save("e6", "patient", KEY)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert keys.load("e6", "patient") == KEY
    assert keys.known("patient") == ["e6"]
    assert keys.known("clinician") == []


def test_another_pairing_takes_its_place():
    keys.save("e6", "patient", bytes(32))
    keys.save("e6", "patient", KEY)
    assert keys.load("e6", "patient") == KEY


def test_a_key_that_others_may_read_or_that_is_none_is_not_used():
    path = keys.save("e6", "clinician", KEY)
    path.chmod(0o644)
    with pytest.raises(keys.KeyTrouble, match="mode 644"):
        keys.load("e6", "clinician")
    path.chmod(0o600)
    for text in ("", "zz", KEY.hex()[:-2]):
        path.write_text(text)
        with pytest.raises(keys.KeyTrouble, match="no key of 32 bytes"):
            keys.load("e6", "clinician")
    with pytest.raises(keys.KeyTrouble, match="no key for pump e7"):
        keys.load("e7", "clinician")
