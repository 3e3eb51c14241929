"""`pump wiring`: the table and the parts of a rig, the pictures, and one line for what cannot be."""

from pathlib import Path

import pytest

from pump import wiring
from pump.cli import main
from rig_parts import catalogue
from rig_parts.wiring_picture import picture_path
from support import proves


def refused(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert main(["wiring", *arguments]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("pump: ") and err.count("\n") == 1
    return err


def test_a_rig_is_shown_with_pads_parts_and_its_picture(capsys: pytest.CaptureFixture[str]):
    assert main(["wiring", "seeed_xiao_rp2040", "--driver", "drv8825"]) == 0
    out = " ".join(capsys.readouterr().out.split())
    for said in ("SEEED_XIAO_RP2040 with DRV8825 and ROLLER", "D8", "STEP of the DRV8825", "no pin: not wired"):
        assert said in out
    assert "3200 microsteps a revolution, 18.75 nL a microstep before calibration" in out
    assert "parts: 1 x resistor 4.7 kohm: the pull-up of the enable line" in out
    assert str(picture_path("SEEED_XIAO_RP2040", "DRV8825")) in out
    assert "Not verified on hardware" in out


def test_a_hand_held_is_shown_with_its_pads_and_parts(capsys: pytest.CaptureFixture[str]):
    assert main(["wiring", "rpi_pico", "--as", "handheld"]) == 0
    out = " ".join(capsys.readouterr().out.split())
    for said in (
        "RPI_PICO as the hand-held",
        "handheld_rx of the pump",
        "GP10",
        "cable of three wires",
        "wiring_handheld.svg",
    ):
        assert said in out


@proves("U2")
@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "BOARD: missing: a board is needed"),
        (("RPI_PICO_2",), "board: 'RPI_PICO_2': no such part; choose one of "),
        (("RPI_PICO", "--driver", "uln2003"), "driver: ULN2003: the firmware makes STEP pulses"),
        (("RPI_PICO", "--head", "syringe"), "head: SYRINGE: a syringe needs DIR and two end stops"),
        (("RPI_PICO", "--driver", "../a4988"), "driver: '../A4988': no such part"),
        (("RPI_PICO", "--write", "--driver", "A4988"), "--write: draws every driver"),
        (("RPI_PICO", "--as", "toy"), "--as: 'toy': one of pump, handheld"),
        (("RPI_PICO", "--as", "handheld", "--driver", "A4988"), "it drives no motor"),
        (("NONE", "--as", "handheld"), "board: 'NONE': no such part"),
        (("NONE", "--write"), "board: 'NONE': no such part"),
    ],
)
def test_what_cannot_be_is_refused_in_one_line(
    capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], said: str
):
    assert said in refused(capsys, *arguments)


def in_folder(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wiring, "picture_path", lambda board, driver: folder / f"{board}_{driver}.svg")
    monkeypatch.setattr(wiring.wiring_handheld, "picture_path", lambda board: folder / f"{board}_HANDHELD.svg")


def test_write_draws_one_picture_a_driver_and_one_as_the_hand_held(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    in_folder(tmp_path, monkeypatch)
    assert main(["wiring", "RPI_PICO", "--write"]) == 0
    assert len(capsys.readouterr().out.splitlines()) == 4
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "RPI_PICO_A4988.svg", "RPI_PICO_DRV8825.svg", "RPI_PICO_HANDHELD.svg", "RPI_PICO_TMC2209.svg",
    ]  # fmt: skip
    held = picture_path("RPI_PICO", "A4988").read_text(encoding="utf-8")
    assert (tmp_path / "RPI_PICO_A4988.svg").read_text(encoding="utf-8") == held
    assert main(["wiring", "--write"]) == 0
    assert len(list(tmp_path.iterdir())) == 4 * len(catalogue.board_names())


def test_a_picture_that_cannot_be_written_is_a_failure_in_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    in_folder(tmp_path / "absent", monkeypatch)
    assert main(["wiring", "RPI_PICO", "--write"]) == 3
    assert capsys.readouterr().err.count("\n") == 1
