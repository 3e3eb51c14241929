"""Lamps and buzzer: for what part of a time each was on."""

import pytest

from fakes.pins import Wire
from fakes.virtual_clock import VirtualClock
from twin.signal_watch import SignalWatch

FAR_US = 3 << 30  # pump time after many laps of the clock


def watched() -> tuple[VirtualClock, Wire, SignalWatch]:
    clock = VirtualClock(FAR_US)
    wire = Wire("lamp", clock)
    return clock, wire, SignalWatch(wire, clock)


def test_a_lamp_that_was_lit_for_a_quarter_shows_a_quarter_once():
    clock, wire, watch = watched()
    clock.advance(100)
    wire.drive(1)
    clock.advance(50)
    wire.drive(0)
    clock.advance(50)
    assert watch.part_on() == pytest.approx(0.25)
    clock.advance(50)
    assert watch.part_on() == 0.0


def test_a_lamp_that_stays_lit_is_lit_all_the_time_and_at_once():
    clock, wire, watch = watched()
    wire.drive(1)
    assert watch.part_on() == 1.0
    clock.advance(1 << 20)
    assert watch.part_on() == 1.0


def test_a_buzzer_sounds_while_its_pwm_has_a_duty():
    clock, wire, watch = watched()
    wire.set_pwm(880, 32_768)
    clock.advance(30)
    wire.set_pwm(880, 0)
    clock.advance(30)
    assert watch.part_on() == pytest.approx(0.5)
