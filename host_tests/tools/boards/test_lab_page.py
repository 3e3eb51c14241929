"""The tables of boards/README.md against the data: every part is there, and nothing is said of it that is not so."""

import re

import pytest
import typer

from pump.cli import app
from pump.scenario import read_scenario
from rig_parts import catalogue
from rig_parts.pin_check import not_wired
from rig_parts.step_volume import exact_step_volume_fl, volume_per_revolution_fl

PAGE = (catalogue.BOARDS / "README.md").read_text(encoding="utf-8")
A4988 = catalogue.driver("A4988")


def row(first: str) -> str:
    """The table row that begins with it."""
    found = [line for line in PAGE.splitlines() if line.startswith(f"| {first} |")]
    assert len(found) == 1, first
    return found[0]


def bytes_as_said(count: int) -> str:
    return f"{count // 1024**2} MB" if count % 1024**2 == 0 else f"{count // 1024} KB"


@pytest.mark.parametrize("name", catalogue.board_names())
def test_a_boards_row_has_its_pins_leds_flash_and_pictures(name: str):
    board, said = catalogue.board(name), row(f"`{name}`")
    cells = [cell.strip() for cell in said.split("|")]
    assert sum(map(int, re.findall(r"\b\d+\b", cells[2]))) + 2 * ("Qwiic" in cells[2]) == len(board.pads)
    assert all(led.kind in cells[3] for led in board.leds)
    sizes = [bytes_as_said(board.flash[key]) for key in ("total_bytes", "filesystem_bytes")]
    assert cells[4].startswith(", ".join(sizes))
    assert ("frozen only" in cells[4]) == (board.firmware == "frozen")
    absent = ["UART"] if "driver_tx" in not_wired(board) else []
    absent += ["hand-held"] if "handheld_tx" in not_wired(board) else []
    senses = {"supply_sense", "motor_sense"} & {*not_wired(board)}
    absent += [["supply sense"], ["both senses"]][len(senses) - 1] if senses else []
    assert cells[5] == ", ".join(absent)
    for link in re.findall(r"\((.+?)\)", cells[6]):
        assert (catalogue.BOARDS / link).is_file()
    assert cells[6].count("](") == len(catalogue.driven())


@pytest.mark.parametrize("name", catalogue.driver_names())
def test_a_drivers_row_has_its_times_its_supply_and_whether_it_is_driven(name: str):
    driver = catalogue.driver(name)
    said = row("ULN2003 with 28BYJ-48" if name == "ULN2003" else name)
    assert ("**no**" in said) == bool(driver.not_driven)
    assert f"{driver.figures['motor_supply_max_mv'] / 1000:g} V" in said
    if not driver.not_driven:
        times = [driver.figures[key] / 1000 for key in ("step_high_min_ns", "step_low_min_ns")]
        assert ", ".join(f"{time:g} us" for time in times) in said


@pytest.mark.parametrize(("name", "first"), [("ROLLER", "roller"), ("SYRINGE", "syringe, 10 mL, on an M5 rod")])
def test_a_heads_row_has_its_volumes_and_whether_it_is_driven(name: str, first: str):
    head, said = catalogue.head(name), row(first)
    assert ("**no**" in said) == bool(head.not_driven)
    assert f"{float(volume_per_revolution_fl(head)) / 1e9:.6g} uL" in said
    assert f"{float(exact_step_volume_fl(head, A4988)) / 1e6:.5g} nL" in said


def test_the_page_says_what_was_not_verified():
    assert "Nothing of this was verified on hardware" in PAGE
    assert "never for human or animal use" in PAGE


def test_every_command_and_option_of_the_page_exists():
    commands = typer.main.get_command(app)
    found = re.findall(r"(?:`|^)pump ([a-z-]+)((?: [^`\n]*)?)", PAGE, re.MULTILINE)
    assert {name for name, _ in found} >= {"deploy", "flash", "selftest", "pair", "calibrate", "program", "trumpet"}
    for name, rest in found:
        command = commands.commands[name]  # pyright: ignore[reportAttributeAccessIssue]
        words = rest.split()
        if hasattr(command, "commands"):
            command = command.commands[words[0]]
        options = {option for parameter in command.params for option in parameter.opts}
        assert {word for word in words if word.startswith("--")} <= options, (name, rest)


def test_the_walks_scenario_stops_it_loads_the_cell_and_enters_service_mode():
    scenario = read_scenario(catalogue.ROOT / "tools" / "pump" / "examples" / "calibrating.toml")
    assert [event.action for event in scenario.events] == ["stop", "put-on-cell", "take-off-cell", "hold-button"]
    assert "examples/calibrating.toml" in PAGE
