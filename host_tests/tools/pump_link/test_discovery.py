"""Which pumps are found: boards by their vendor, twins by the file that they hold."""

import os
import signal
import stat
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
from serial.tools import list_ports

from pump_link.discovery import find_pumps, the_only_pump
from pump_link.served import Announcement, folder, served_twins
from pump_link.transport import NoWire

posix = pytest.mark.skipif(os.name != "posix", reason="files are held otherwise here")
BOARD = SimpleNamespace(device="/dev/ttyACM0", vid=0x2E8A, serial_number="E6614103E7452D2F")
OTHER = SimpleNamespace(device="/dev/ttyUSB0", vid=0x0403, serial_number="A")
BARE = SimpleNamespace(device="/dev/ttyS0", vid=None, serial_number=None)
HOLDER = """
import sys, time
from pump_link.served import Announcement
held = Announcement("127.0.0.1:9")
held.make("e66")
print("held", flush=True)
time.sleep(60)
"""


@pytest.fixture(autouse=True)
def own_folder(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    monkeypatch.setattr(list_ports, "comports", list)


def test_a_twin_is_found_while_it_is_announced_and_not_afterwards():
    announcement = Announcement("127.0.0.1:4000")
    assert served_twins() == []
    announcement.make("e66")
    (twin,) = served_twins()
    assert (twin.pid, twin.address, twin.pump_id) == (os.getpid(), "127.0.0.1:4000", "e66")
    assert the_only_pump() == "127.0.0.1:4000"
    announcement.make("e66")  # paired with the other role too
    assert len(served_twins()) == 1
    announcement.end()
    assert served_twins() == []
    assert list(folder().iterdir()) == []
    announcement.end()


@posix
def test_nobody_else_may_read_the_announcements():
    announcement = Announcement("127.0.0.1:4000")
    announcement.make("e66")
    assert stat.S_IMODE(folder().stat().st_mode) == 0o700
    assert [stat.S_IMODE(path.stat().st_mode) for path in folder().iterdir()] == [0o600]
    announcement.end()


@posix
def test_what_a_killed_twin_left_behind_is_left_out_and_removed():
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    command = [sys.executable, "-c", HOLDER]
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        assert [twin.pid for twin in served_twins()] == [process.pid]
        process.send_signal(signal.SIGKILL)
        process.wait(10)
    assert len(list(folder().iterdir())) == 1
    assert served_twins() == []
    assert list(folder().iterdir()) == []


@posix
@pytest.mark.parametrize("content", ["", "{", "[]", "{}", '{"pid": "x", "address": 1, "pump_id": 2}'])
def test_a_file_that_nobody_holds_is_removed_whatever_is_in_it(content):
    folder().mkdir(parents=True)
    path = folder() / "1.json"
    path.write_text(content)
    assert served_twins() == []
    assert not path.exists()


def test_boards_are_those_of_the_vendor_and_their_serial_number_is_the_pump(monkeypatch):
    monkeypatch.setattr(list_ports, "comports", lambda: [OTHER, BARE, BOARD])
    (found,) = find_pumps()
    assert found.in_words() == "/dev/ttyACM0 (board e6614103e7452d2f)"
    assert the_only_pump() == "/dev/ttyACM0"
    assert the_only_pump("e6614103e7452d2f") == "/dev/ttyACM0"


def test_without_exactly_one_the_port_is_asked_for_and_all_are_listed(monkeypatch):
    with pytest.raises(NoWire, match="--port: no pump found: plug a board in, start pump sim --serve"):
        the_only_pump()
    monkeypatch.setattr(list_ports, "comports", lambda: [BOARD])
    with pytest.raises(NoWire, match=r"--port: no pump e66 among /dev/ttyACM0 \(board e6614103e7452d2f\)"):
        the_only_pump("e66")
    announcement = Announcement("127.0.0.1:4000")
    announcement.make("e66")
    with pytest.raises(NoWire, match=r"2 pumps found: /dev/ttyACM0 \(board .*\), 127\.0\.0\.1:4000 \(twin e66\)"):
        the_only_pump()
    assert the_only_pump("e66") == "127.0.0.1:4000"
    announcement.end()


def test_the_state_folder_is_used_where_there_is_no_runtime_one(monkeypatch, tmp_path):
    monkeypatch.delenv("XDG_RUNTIME_DIR")
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    assert folder() == tmp_path / "state" / "pump" / "served"
    monkeypatch.delenv("XDG_STATE_HOME")
    assert folder() == Path.home() / ".local" / "state" / "pump" / "served"
