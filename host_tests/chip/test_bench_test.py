"""`pump selftest` over a socket to the emulated chip, with every device on its pins."""

import pytest
from deployed import EMULATED, served

from chip import flash, image
from chip.rig import Rig, described, drill_files
from deploy import bench_test
from deploy.bench_test import MOVE_STEPS, PASSED, WARNED
from deploy.bench_test_report import as_text
from support import proves


@pytest.fixture(scope="module")
def tested():
    """A pump with its own main.py, whose prompt is open; interrupted while it starts, tested, moved, restarted."""
    files = drill_files(extra=described(USB_LINK=False))
    files["main.py"] = flash.firmware_files()["main.py"]
    rig = Rig(flash.build(image.layout(), files))
    rig.board.run(1.0, lambda: rig.board.console.is_connected)
    results = []

    def job(address: str) -> None:
        results.append(bench_test.run(address, True, True, None, EMULATED))

    served(rig.board, job, None, 900)
    assert results, rig.board.printed[-500:]
    return rig, results[0]


@proves("S1", "S5")
def test_each_item_is_measured_against_its_limit_with_the_motor_off(tested, figure):
    _rig, results = tested
    for line in as_text(results, "the emulated chip").splitlines():
        figure(line)
    outcomes = {item.name: item.outcome for item in results.items}
    assert outcomes.pop("lamps-and-buzzer") == WARNED, "nobody was there to see them"
    wanted = {"stored-data", "motor", "arithmetic", "clock", "step-engine", "button", "load-cell", "move"}
    assert outcomes == dict.fromkeys(wanted, PASSED)
    assert results.passed
    assert results.started.state == "locked"


@proves("S1")
def test_the_move_makes_its_steps_and_no_other_and_they_are_on_record(tested):
    rig, _results = tested
    assert rig.motor.steps == MOVE_STEPS
    assert not rig.motor.is_enabled
    files = flash.read(image.layout(), rig.board.flash())
    assert any(name.startswith("pump/log/") for name in files)
