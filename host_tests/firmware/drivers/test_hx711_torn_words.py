"""A word that a conversion tore in the middle of being read neither moves the weight nor raises an alarm."""

import unittest

from drivers import hx711
from support import proves

TRUE = 348_200


class Words:
    """A state machine whose FIFO holds these words."""

    def __init__(self, words):
        self.words = words

    def active(self, _on):
        pass

    def rx_fifo(self):
        return len(self.words)

    def get(self):
        return self.words.pop(0)


class Module:
    """rp2 and time at once."""

    def __init__(self):
        self.machine = Words([])

    def StateMachine(self, _id, _program, **_options):
        return self.machine

    def ticks_us(self):
        return 0

    def ticks_diff(self, later, earlier):
        return later - earlier

    def sleep_us(self, _us):
        pass


def read(words):
    module = Module()
    sensor = hx711.Hx711(module, module, 4, None, None, None, 1_000_000)
    sensor.begin(0)
    sensor.collect(hx711.IN_STEP_US)
    module.machine.words = list(words)
    sensor.collect(hx711.IN_STEP_US + 900_000)
    return sensor


def noisy(count):
    return [TRUE + (place * 37) % 60 - 30 for place in range(count)]


class TestTornWords(unittest.TestCase):
    def test_a_block_gives_its_middle(self):
        sensor = read(noisy(8))
        self.assertEqual(sensor.state, hx711.OK)
        self.assertTrue(abs(sensor.mean_raw - TRUE) <= 15)

    @proves("R7")
    def test_the_torn_word_and_the_one_after_it_do_not_count(self):
        for torn in ((329_040, 6_815_743), (0x7FFFFF, 0x000000), (0xFFFFFF, 0x800000), (0x800000, 0x800001)):
            for place in range(7):
                words = noisy(8)
                words[place : place + 2] = torn
                sensor = read(words)
                self.assertEqual(sensor.state, hx711.OK)
                self.assertTrue(abs(sensor.mean_raw - TRUE) <= 30, (torn, place, sensor.mean_raw))

    @proves("R7")
    def test_saturated_and_stuck_are_still_told(self):
        self.assertEqual(read([0x7FFFFF] * 8).state, hx711.SATURATED)
        self.assertEqual(read([0x800000] * 8).state, hx711.SATURATED)
        self.assertEqual(read([0x7FFFFF] * 3 + noisy(5)).state, hx711.SATURATED)
        self.assertEqual(read([0x800000] * 3 + noisy(5)).state, hx711.SATURATED)
        self.assertEqual(read([TRUE] * 8).state, hx711.STUCK)
        self.assertEqual(read([TRUE] * 7 + [TRUE + 1]).state, hx711.OK)

    def test_negative_readings_are_signed(self):
        sensor = read([0xFFFFFF - place for place in range(8)])
        self.assertEqual(sensor.mean_raw, -5)


if __name__ == "__main__":
    unittest.main()
