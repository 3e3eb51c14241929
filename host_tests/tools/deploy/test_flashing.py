"""`pump flash`: says how MicroPython comes on a board, waits for it, and sees that it is the right one."""

from types import SimpleNamespace

import pytest
from fake_board import Flash
from prompt_server import PromptServer, prompt
from test_deploying import Pico

from deploy import ports
from pump import cli


def test_it_says_how_and_names_the_boards_page(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):
    monkeypatch.setattr(ports.list_ports, "comports", list)
    assert cli.main(["flash", "--board", "RPI_PICO_W", "--wait", "1s"]) == 2
    out = capsys.readouterr().out
    assert "micropython.org's download page of RPI_PICO_W" in out
    assert "BOOTSEL" in out
    assert "://" not in out


@pytest.mark.parametrize("options", [["--board", "PICO"], ["--wait", "2h"], ["--wait", "soon"]])
def test_what_it_cannot_use_is_refused(options: list[str], capsys: pytest.CaptureFixture[str]):
    assert cli.main(["flash", *options]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith(f"pump: {options[0]}: ")


def test_it_gives_up_after_the_time_it_was_given(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):
    monkeypatch.setattr(ports.list_ports, "comports", list)
    assert cli.main(["flash", "--wait", "1s"]) == 2
    assert "none appeared within 1 s" in capsys.readouterr().err


def test_the_board_that_appears_is_named_and_another_is_refused(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    with prompt(PromptServer(Pico(Flash({})))) as address:
        there = [SimpleNamespace(device=address, vid=ports.VENDOR, serial_number="1")]
        monkeypatch.setattr(ports.list_ports, "comports", lambda: there)
        assert cli.main(["flash", "--wait", "5s"]) == 0
        assert "Raspberry Pi Pico with RP2040, MicroPython 1.28; next: pump deploy" in capsys.readouterr().out
        assert cli.main(["flash", "--board", "RPI_PICO_W", "--wait", "5s"]) == 2
        assert "the board is RPI_PICO" in capsys.readouterr().err
