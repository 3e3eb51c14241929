"""`pump selftest`: the code that runs on the board, on the mocked pins, and what the host makes of its lines."""

from typing import Any

import pytest

from assembled import Bench
from boards.RPI_PICO import board
from deploy.bench_test import FAILED, ITEMS, MOVE_STEPS, MOVE_US, PASSED, WARNED, Item, Results, item_of, judged, shown
from deploy.bench_test_report import as_text
from deploy.restart import Started
from storage.settings import new_pump
from support import proves


class OnBoard:
    """The code in a namespace of its own, as on the prompt; `items` is what it printed."""

    def __init__(self) -> None:
        self.printed: list[str] = []
        self.names: dict[str, Any] = {"print": self.printed.append}
        exec(ITEMS, self.names)

    @property
    def items(self) -> dict[str, Item]:
        return {item.name: item for item in map(item_of, self.printed)}


def measured(bench: Bench, enabled: list[int] | None = None) -> dict[str, Item]:
    fake, prompt = bench.fake, OnBoard()
    fake.reboot()
    if enabled is not None:
        fake.wire(board.PINS["enable"]).listeners.append(lambda level, _us: enabled.append(level))
    prompt.names["measure"](fake.machine, fake.rp2, fake.time, fake.files, board)
    return prompt.items


@proves("S1", "S5")
def test_a_sound_board_passes_each_item_with_the_motor_off():
    enabled: list[int] = []
    items = measured(Bench(), enabled)
    outcomes = {name: item.outcome for name, item in items.items()}
    outcomes.pop("load-cell")
    assert outcomes == dict.fromkeys(("motor", "arithmetic", "clock", "step-engine", "button"), PASSED)
    assert items["step-engine"].limit == "64 microsteps together"
    assert 0 not in enabled


@proves("S1")
def test_a_button_that_is_down_and_a_load_cell_that_is_away_are_named():
    bench = Bench()
    bench.button.drive(0)
    bench.conversions.is_present = False
    bench.load_cell.look_again()
    items = measured(bench)
    assert (items["button"].outcome, items["button"].measured) == (FAILED, "down")
    assert items["load-cell"].outcome == WARNED
    assert "absent" in items["load-cell"].measured


@proves("S1")
def test_the_move_is_made_in_service_mode_and_only_by_a_pump_that_delivers_nothing():
    bench, prompt = Bench(), OnBoard()
    prompt.names["move"](bench.pump, MOVE_STEPS, MOVE_US, ("stopped", "locked"))
    assert prompt.items["move"].outcome == PASSED, prompt.printed
    assert prompt.items["move"].measured == f"{MOVE_STEPS} microsteps counted"
    assert bench.fake.wire(board.PINS["enable"]).level() == 1
    refused = OnBoard()
    refused.names["move"](Bench().pump, MOVE_STEPS, MOVE_US, ())
    assert refused.items["move"].outcome == FAILED


@proves("S1")
def test_what_is_stored_is_judged_as_pump_log_does():
    assert judged(new_pump()).outcome == PASSED
    assert judged({}).outcome == FAILED
    assert judged({**new_pump(), "ledger-a": b"nonsense"}).outcome == FAILED


def test_lamps_and_buzzer_are_for_a_person_to_confirm():
    assert [shown(None).outcome, shown(lambda _: True).outcome, shown(lambda _: False).outcome] == [
        WARNED,
        PASSED,
        FAILED,
    ]


@pytest.mark.parametrize(
    ("outcome", "started", "passed"),
    [
        (PASSED, Started("locked"), True),
        (WARNED, Started("locked"), True),
        (FAILED, Started("locked"), False),
        (PASSED, Started("locked", ("clock",)), False),
        (PASSED, Started(), False),
        (PASSED, Started(raised="ValueError"), False),
    ],
)
def test_the_report_passes_only_what_passed_and_came_up_again(outcome: str, started: Started, passed: bool):
    results = Results("RPI_PICO", (Item("clock", outcome, "+3 us in 20 ms", "+/- 2000 us"),), started)
    assert results.passed is passed
    text = as_text(results, "/dev/ttyACM0")
    assert text.splitlines()[-1] == ("result: passed" if passed else "result: FAILED")
    assert "+3 us in 20 ms   (limit: +/- 2000 us)" in text
