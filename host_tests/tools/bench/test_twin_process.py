"""The twin in its own process: its time and its rig obey at once, and it tells what is true and what the pump says."""

import time
from collections.abc import Callable, Generator
from pathlib import Path

import pytest

import pump
from bench.controls import Finish, read_deed, read_speed
from bench.picture import beside, picture
from bench.snapshot import PARTS, Snapshot
from bench.twin_process import TwinProcess
from pump.errors import Failure
from pump.sim import plan
from twin.pace import FASTEST
from twin.pump_face import ALARM_NAMES

EXAMPLES = Path(pump.__file__).parent / "examples"
SOON_S = 30.0  # a shared machine is slow; what is waited for comes within a second or two


@pytest.fixture
def twin(tmp_path, monkeypatch) -> Generator[TwinProcess]:
    """Without a hand-held, which has tests of its own and with which time goes a quarter as fast."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    rig = tmp_path / "rig.toml"
    lines = (EXAMPLES / "demo_rig.toml").read_text(encoding="utf-8").splitlines(keepends=True)
    rig.write_text("".join(line for line in lines if not line.startswith("handheld")), encoding="utf-8")
    made = TwinProcess(plan(EXAMPLES / "demo.toml", rig, "30d", "1"), 1.0)
    yield made
    made.end()


def seen_when(twin: TwinProcess, wanted: Callable[[Snapshot], bool]) -> Snapshot:
    until_s = time.monotonic() + SOON_S
    while time.monotonic() < until_s:
        seen = twin.latest
        if seen is not None and wanted(seen):
            return seen
        time.sleep(0.02)
    raise AssertionError(f"it never came to that: {twin.latest}")


def alarms(seen: Snapshot) -> list[str]:
    return [ALARM_NAMES[alarm] for alarm in seen.look.alarms]


def test_its_time_is_made_faster_and_stopped_while_it_runs(twin: TwinProcess):
    twin.tell(read_speed(1_000))
    seen_when(twin, lambda seen: seen.look.t_us > 600_000_000)
    twin.tell(read_speed(0))
    stopped = seen_when(twin, lambda seen: seen.speed == 0.0).look.t_us
    time.sleep(0.5)
    still = twin.latest
    assert still is not None
    assert still.look.t_us == stopped
    twin.tell(read_speed(1))
    seen_when(twin, lambda seen: seen.look.t_us > stopped)


def test_a_kink_an_unplugged_cell_and_a_power_cut_befall_it_at_once_and_the_pump_tells_of_them(twin: TwinProcess):
    twin.tell(read_speed(60))
    for do in ("occlude", "load-cell-unplug"):
        twin.tell(read_deed(do, {}))
    seen = seen_when(twin, lambda seen: seen.rig.occluded and "load-cell-lost" in alarms(seen))
    assert seen.rig.load_cell == "absent"
    assert any(words == "occlude" for _, words, _ in seen.news)
    twin.tell(read_deed("power-cut", {"for": "2 min"}))
    off = seen_when(twin, lambda seen: seen.look.state == "off")
    assert not off.rig.motor_supplied and not off.rig.motor_enabled
    assert "restarted" in alarms(seen_when(twin, lambda seen: seen.look.state == "running"))
    twin.tell(read_deed("clear-occlusion", {}))
    seen_when(twin, lambda seen: not seen.rig.occluded)


def test_a_free_flow_shows_as_belief_and_truth_apart(twin: TwinProcess):
    twin.tell(read_speed(60))
    twin.tell(read_deed("free-flow", {"rate": "50 mL/h", "for": "5 min"}))
    seen = seen_when(twin, lambda seen: seen.look.true_mL < 18.0)
    rows = {what: is_apart for what, _, _, is_apart in beside(seen)}
    assert rows["Reservoir, by steps"] and rows["Given since power-on"]
    assert seen.look.by_steps_mL > 19.9


def test_what_the_needle_fills_goes_along_the_catheter_as_a_front_and_the_pump_is_told_nothing(twin: TwinProcess):
    twin.tell(read_deed("fill", {"withdrawn": "20 mL", "filled": "20 mL", "concentration": "20 mg/mL"}))
    twin.tell(read_speed(FASTEST))
    seen = seen_when(twin, lambda seen: seen.rig.catheter["morphine"][PARTS // 2] > 19.0)
    assert seen.rig.bottle == pytest.approx([20.0], rel=1e-3)
    assert any(words.startswith("fill (withdrawn 20 mL") for _, words, _ in seen.news)
    believed, at_tip = seen.look.drugs[0].believed_ug, seen.look.drugs[0].at_tip_ug
    assert believed == pytest.approx(at_tip, rel=0.1), "the front has not come to the tip yet"


def test_a_refusal_of_the_pump_is_told_in_the_news(twin: TwinProcess):
    twin.tell(read_deed("refill", {"withdrawn": "0 mL", "filled": "39 mL"}))
    seen_when(twin, lambda seen: any("refused by the pump" in words for _, words, _ in seen.news))


def test_its_picture_has_all_that_the_drawing_shows(twin: TwinProcess):
    seen = seen_when(twin, lambda seen: bool(seen.rig.display))
    shown = picture(seen)
    assert shown["full"] == pytest.approx(1.0, abs=0.01)
    assert [len(cells) for cells in seen.rig.catheter.values()] == [PARTS]
    assert seen.rig.catheter["morphine"] == pytest.approx([10.0] * PARTS, rel=1e-3)
    assert len(str(seen.rig.display)) == 4 * -(-1_024 // 3), "1024 bytes in base 64"


def test_it_ends_when_it_is_told_to_even_while_it_stands_still(twin: TwinProcess):
    twin.tell(read_speed(0))
    seen_when(twin, lambda seen: seen.speed == 0.0)
    began_s = time.monotonic()
    twin.end()
    assert time.monotonic() - began_s < 4.0, "it obeyed; it was not terminated"
    assert not twin.is_running
    with pytest.raises(Failure, match="the twin has ended"):
        twin.tell(Finish())
