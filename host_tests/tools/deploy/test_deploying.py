"""`pump deploy` as a person runs it, over mpremote's transport to a prompt on loopback: what it says, how it leaves."""

import pytest
from fake_board import FakeBoard, Flash
from prompt_server import PromptServer, prompt

from deploy import deploying, firmware_set
from deploy.devices import HANDHELD
from deploy.restart import heard
from pump import cli
from support import proves

WANTED = {"main.py": b"with its switch", "switch_over.mpy": b"s", "board.mpy": b"b", "rooms/part.mpy": bytes(9000)}
PUMP = {"pump/identity": b"me"}
BOOTS = b"garbage\r\npump: locked; self-test: passed\r\n"


class Pico(FakeBoard):
    """Answers what it is; `says` replaces that."""

    says = "micropython 1 28 6 RPI_PICO Raspberry Pi Pico with RP2040"

    def run(self, code: str) -> str:
        if "sys.implementation" in code:
            return self.says
        return "" if "mem32" in code else super().run(code)


@pytest.fixture(autouse=True)
def _small_firmware(monkeypatch: pytest.MonkeyPatch):
    defaults = deploying.deploy.__defaults__ or ()
    monkeypatch.setattr(deploying.deploy, "__defaults__", (*defaults[:-1], lambda _name, _device: WANTED))


def run(server: PromptServer, capsys: pytest.CaptureFixture[str], *options: str) -> tuple[int, str, str]:
    with prompt(server) as address:
        status = cli.main(["deploy", "--port", address, *options])
    out, err = capsys.readouterr()
    assert err.count("\n") <= 1
    return status, out, err


def test_a_new_pump_is_made_from_a_bare_board_and_its_self_test_is_shown(capsys: pytest.CaptureFixture[str]):
    flash = Flash({})
    server = PromptServer(Pico(flash), boots=BOOTS)
    status, out, _err = run(server, capsys, "--new-pump")
    assert status == 0
    assert out == "RPI_PICO: 5 files copied, 0 kept, 0 removed\npump: locked; self-test: passed\n"
    assert {name: flash.files[name] for name in WANTED} == WANTED
    assert "pump/identity" in flash.files
    assert server.resets == 1


def test_a_board_without_a_pumps_files_is_no_new_pump_until_somebody_says_so(capsys: pytest.CaptureFixture[str]):
    flash = Flash({})
    server = PromptServer(Pico(flash), boots=BOOTS)
    status, _out, err = run(server, capsys)
    assert status == 2
    assert "add --new-pump if it never delivered" in err
    assert flash.files == {}
    assert server.resets == 1, "what was interrupted starts again"


@proves("P3")
def test_a_pump_that_has_a_history_keeps_it_and_is_no_new_pump(capsys: pytest.CaptureFixture[str]):
    flash = Flash(dict(PUMP))
    status, _out, err = run(PromptServer(Pico(flash), boots=BOOTS), capsys, "--new-pump")
    assert status == 2
    assert "its history, keys and calibration stay" in err
    status, _out, err = run(PromptServer(Pico(flash), boots=BOOTS), capsys)
    assert status == 0, err
    assert flash.files == WANTED | PUMP


@proves("T8")
def test_a_pump_that_runs_is_not_interrupted_unless_a_person_says_so(capsys: pytest.CaptureFixture[str]):
    server = PromptServer(Pico(Flash(dict(PUMP))), runs=True, boots=BOOTS)
    status, _out, err = run(server, capsys)
    assert status == 2
    assert "its firmware runs, and may be delivering" in err
    assert b"\x03" not in server.heard
    server = PromptServer(Pico(Flash(dict(PUMP))), runs=True, boots=BOOTS)
    assert run(server, capsys, "--stop-the-pump")[0] == 0


@proves("T8")
def test_a_pump_that_keeps_its_prompt_closed_says_how_to_open_it(capsys: pytest.CaptureFixture[str]):
    server = PromptServer(Pico(Flash(dict(PUMP))), runs=True, lets_in=False)
    status, _out, err = run(server, capsys, "--stop-the-pump")
    assert status == 2
    assert "hold its button for 10 s" in err


def test_the_watchdog_is_at_rest_before_anything_else_runs(capsys: pytest.CaptureFixture[str]):
    server = PromptServer(Pico(Flash(dict(PUMP))), runs=True, boots=BOOTS)
    run(server, capsys, "--stop-the-pump")
    assert server.heard.index(b"mem32[0x40058000]") < server.heard.index(b"sys.implementation")


def test_a_wrong_board_is_refused_and_starts_again_as_it_was(capsys: pytest.CaptureFixture[str]):
    flash = Flash(dict(PUMP))
    server = PromptServer(Pico(flash), boots=BOOTS)
    status, _out, err = run(server, capsys, "--board", "RPI_PICO_W")
    assert status == 2
    assert "--board: RPI_PICO_W: the board is RPI_PICO (Raspberry Pi Pico with RP2040)" in err
    assert flash.files == PUMP
    assert server.resets == 1


def test_a_cable_pulled_half_way_is_one_line_and_the_next_deploy_ends_well(capsys: pytest.CaptureFixture[str]):
    flash = Flash(dict(PUMP))
    server = PromptServer(Pico(flash), boots=BOOTS)
    server.hangs_up_at = b"'next/rooms!part.mpy', 'ab'"
    status, _out, err = run(server, capsys)
    assert status == 3
    assert "check the cable" in err
    assert run(PromptServer(Pico(flash), boots=BOOTS), capsys)[0] == 0
    assert flash.files == WANTED | PUMP


def test_a_full_flash_is_one_line(capsys: pytest.CaptureFixture[str]):
    status, _out, err = run(PromptServer(Pico(Flash(dict(PUMP), blocks=4))), capsys)
    assert status == 3
    assert "kB are needed" in err


def test_a_failed_self_test_leaves_with_1_and_names_it(capsys: pytest.CaptureFixture[str]):
    server = PromptServer(Pico(Flash(dict(PUMP))), boots=b"pump: locked; self-test: clock, step-engine\r\n")
    status, out, _err = run(server, capsys)
    assert status == 1
    assert "self-test: clock, step-engine" in out


def test_firmware_that_ends_by_itself_is_told_with_its_reason():
    assert heard(["Traceback", '  File "main.py"', "ImportError: no module named 'x'"]).raised is not None
    assert heard(["", "nothing known"]).state is None


def test_a_port_that_is_not_there_and_a_bad_patience_are_refused(capsys: pytest.CaptureFixture[str]):
    for options in (["--port", "/dev/no-such-port"], ["--port", "socket://127.0.0.1:1"], ["--patience", "0"]):
        assert cli.main(["deploy", *options]) == 2
        assert capsys.readouterr().err.count("\n") == 1


KEPT = {"kept/handheld": b"a key"}
HANDHELD_BOOTS = b"hand-held: e660000000000001\r\n"


def test_a_bare_board_becomes_a_hand_held_and_says_whose_it_is(capsys: pytest.CaptureFixture[str]):
    flash = Flash(dict(KEPT))
    status, out, _err = run(PromptServer(Pico(flash), boots=HANDHELD_BOOTS), capsys, "--as", "handheld")
    assert status == 0
    assert out == "RPI_PICO: 4 files copied, 0 kept, 0 removed\nhand-held: e660000000000001\n"
    assert flash.files == WANTED | KEPT, "its key stays, and it is no new pump"


@pytest.mark.parametrize(("kept", "options"), [(PUMP, ("--as", "handheld")), (KEPT, ("--new-pump",))])
@proves("P1")
def test_a_pump_does_not_become_a_hand_held_by_a_slip_nor_a_hand_held_a_pump(
    kept: dict[str, bytes], options: tuple[str, ...], capsys: pytest.CaptureFixture[str]
):
    flash = Flash(dict(kept))
    server = PromptServer(Pico(flash), boots=BOOTS)
    status, _out, err = run(server, capsys, *options)
    assert status == 2
    assert "take another board" in err
    assert flash.files == kept
    assert server.resets == 1


def test_a_device_that_is_not_known_and_a_new_pump_that_is_none_are_refused(capsys: pytest.CaptureFixture[str]):
    for options, said in (
        (["--as", "toy"], "one of pump, handheld"),
        (["--as", "handheld", "--new-pump"], "leave it out"),
    ):
        assert cli.main(["deploy", "--port", "/dev/null", *options]) == 2
        assert said in capsys.readouterr().err


def test_the_hand_held_gets_what_its_main_reaches_and_nothing_of_the_therapy():
    for name in firmware_set.board_names(device=HANDHELD):
        files = dict(firmware_set.sources(name, device=HANDHELD))
        assert {
            "main.py",
            "board.mpy",
            "switch_over.mpy",
            "default_handheld.mpy",
            "handheld/assembly.mpy",
        } <= files.keys()
        assert {"link/frames.mpy", "link/__init__.mpy", "drivers/ssd1306.mpy"} <= files.keys()
        assert not [path for path in files if path.startswith("therapy") or path == "assembly.mpy"]
        pumps = dict(firmware_set.sources(name))
        assert not [path for path in pumps if "handheld" in path]


def test_every_board_has_a_description_that_compiles_to_the_same_names():
    for name in firmware_set.board_names():
        files = dict(firmware_set.sources(name))
        assert {"main.py", "board.mpy", "assembly.mpy", "switch_over.mpy"} <= files.keys()
        assert not [path for path in files if "!" in path or " " in path or len(path) > 60]
