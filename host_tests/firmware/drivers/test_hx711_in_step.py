"""A block begins only where every word is read as soon as it is ready: a word torn before it costs nothing."""

import unittest

from drivers import hx711, hx711_pio
from fakes.board import FakeBoard
from fakes.hx711_port import EvenConversions, Hx711Port
from support import proves

CLOCK, DATA = 6, 7
TRUE = 348_200
MINUTE_US = 60_000_000
READ_US = 80  # a word takes 75 us


class Rig:
    """A sensor on a mocked converter of 10 conversions a second, its first block done."""

    def __init__(self, period_us=100_000):
        self.board = FakeBoard()
        self._noise = 1
        self.conversions = EvenConversions(self._raw, period_us=period_us)
        self.port = Hx711Port(self.board.clock, self.conversions)
        self.board.attach_hx711(DATA, self.port)
        pin = self.board.machine.Pin
        rp2, time = self.board.rp2, self.board.time
        clock, data = pin(CLOCK, pin.OUT, value=0), pin(DATA, pin.IN, pin.PULL_UP)
        self.sensor = hx711.Hx711(rp2, time, 4, hx711_pio.program(rp2), clock, data, hx711_pio.CYCLE_HZ)
        self.wakes = 0
        self.block()

    def _raw(self, _us):
        self._noise = (self._noise * 5 + 3) & 63
        return TRUE + self._noise

    def block(self, late_us=0):
        """A block from its begin to its end, each wake late by so much; returns the state."""
        time, sensor = self.board.time, self.sensor
        self.wakes = 1
        sensor.begin(time.ticks_us())
        while not sensor.is_done:
            time.sleep_us(sensor.wait_us + late_us)
            sensor.collect(time.ticks_us())
            self.wakes += 1
        return sensor.state


class InStep(unittest.TestCase):
    @proves("R7")
    def test_a_block_that_begins_at_any_moment_of_a_conversion_is_sound(self):
        for ahead_us in list(range(-4, READ_US, 3)) + [1_000, 50_000, 99_000]:
            rig = Rig()
            now = rig.board.clock.now_us()
            rig.board.clock.advance(MINUTE_US - now % 100_000 - ahead_us)  # conversions end at whole tenths of seconds
            self.assertEqual(rig.block(), hx711.OK, ahead_us)
            self.assertTrue(0 <= rig.sensor.mean_raw - TRUE < 64, (ahead_us, rig.sensor.mean_raw))

    def test_a_block_costs_three_wakes_and_a_second_and_a_half(self):
        for period_us in (90_900, 100_000, 111_100):
            rig = Rig(period_us)
            rig.board.clock.advance(MINUTE_US)
            began_us = rig.board.clock.now_us()
            self.assertEqual(rig.block(), hx711.OK)
            self.assertTrue(rig.wakes <= 4, rig.wakes)
            self.assertTrue(rig.board.clock.now_us() - began_us <= 1_700_000)

    @proves("R7")
    def test_a_wake_so_late_that_the_machine_waited_again_is_not_taken_for_the_beginning(self):
        rig = Rig()
        time, sensor = rig.board.time, rig.sensor
        sensor.begin(time.ticks_us())
        time.sleep_us(2_000_000)
        sensor.collect(time.ticks_us())
        self.assertEqual(sensor.wait_us, hx711.IN_STEP_US)
        for _ in range(2):
            time.sleep_us(sensor.wait_us)
            sensor.collect(time.ticks_us())
        self.assertEqual((sensor.is_done, sensor.state), (True, hx711.OK))

    @proves("R7")
    def test_a_chip_that_converts_too_fast_is_out_of_step_by_name(self):
        rig = Rig(period_us=12_500)
        self.assertEqual(rig.sensor.state, hx711.DESYNCHRONISED)
        self.assertEqual(rig.wakes, 1 + hx711.MOST_STARTS)

    @proves("R7")
    def test_one_that_does_not_answer_is_given_up_within_two_seconds(self):
        rig = Rig()
        rig.conversions.is_present = False
        rig.port.look_again()
        began_us = rig.board.clock.now_us()
        self.assertEqual(rig.block(), hx711.ABSENT)
        self.assertTrue(rig.board.clock.now_us() - began_us <= 2_000_000)


if __name__ == "__main__":
    unittest.main()
