"""Pins: what they read, who hears of a change, and when an interrupt is run."""

import unittest

from fakes.board import FakeBoard
from fakes.stops import NotModelled


class TestLevels(unittest.TestCase):
    def setUp(self):
        self.board = FakeBoard(names={"LED": 25})
        self.Pin = self.board.machine.Pin

    def test_an_input_reads_its_pull_while_nothing_drives_it(self):
        Pin = self.Pin
        self.assertEqual(Pin(7, Pin.IN, Pin.PULL_UP).value(), 1)
        self.assertEqual(Pin(7, Pin.IN, Pin.PULL_DOWN).value(), 0)

    def test_the_rigs_resistor_beats_the_pull_and_what_it_drives_beats_both(self):
        Pin = self.Pin
        pin = Pin(7, Pin.IN, Pin.PULL_DOWN)
        wire = self.board.wire(7)
        wire.pull(1)
        self.assertEqual(pin.value(), 1)
        wire.drive(0)
        self.assertEqual(pin.value(), 0)
        wire.drive(None)
        self.assertEqual(pin.value(), 1)

    def test_an_output_has_its_value_from_the_first_instant(self):
        levels = []
        wire = self.board.wire(6)
        wire.pull(1)
        wire.listeners.append(lambda level, us: levels.append((level, us)))
        self.board.time.sleep_us(5)
        pin = self.Pin(6, self.Pin.OUT, value=1)
        self.assertEqual(levels, [])
        self.assertTrue(wire.is_driven())
        pin.off()
        self.board.time.sleep_us(5)
        pin.value(1)
        pin.toggle()
        self.assertEqual(levels, [(0, 5), (1, 10), (0, 10)])
        self.assertEqual(pin(), 0)

    def test_a_value_given_to_an_input_waits_until_it_is_an_output(self):
        Pin = self.Pin
        pin = Pin(6, Pin.IN, Pin.PULL_DOWN)
        pin.value(1)
        self.assertEqual(pin.value(), 0)
        pin.init(Pin.OUT)
        self.assertEqual(pin.value(), 1)

    def test_an_open_drain_pin_only_pulls_low(self):
        Pin = self.Pin
        pin = Pin(6, Pin.OPEN_DRAIN, Pin.PULL_UP, value=1)
        self.board.wire(6).drive(0)
        self.assertEqual(pin.value(), 0)
        self.board.wire(6).drive(None)
        self.assertEqual(pin.value(), 1)
        pin.value(0)
        self.assertEqual(pin.value(), 0)
        pin.value(1)
        self.assertEqual(pin.value(), 1)

    def test_driving_against_the_rig_is_an_error(self):
        self.board.wire(6).drive(1)
        with self.assertRaises(NotModelled):
            self.Pin(6, self.Pin.OUT, value=0)

    def test_a_board_name_and_a_number_are_one_wire_and_other_names_have_their_own(self):
        Pin = self.Pin
        Pin("LED", Pin.OUT, value=1)
        self.assertEqual(self.board.wire(25).level(), 1)
        Pin("WL_GPIO0", Pin.OUT, value=1)
        self.assertEqual(self.board.wire("WL_GPIO0").level(), 1)
        self.assertEqual(Pin("GP25").value(), 1)
        with self.assertRaises(ValueError):
            Pin(30, Pin.IN)


class TestInterrupts(unittest.TestCase):
    def setUp(self):
        self.board = FakeBoard()
        Pin = self.board.machine.Pin
        self.pin = Pin(9, Pin.IN, Pin.PULL_UP)
        self.heard = []

    def listen(self, trigger):
        self.pin.irq(lambda pin: self.heard.append(self.board.clock.us), trigger)

    def press(self, at_us, for_us):
        wire = self.board.wire(9)
        self.board.clock.at(at_us, lambda: wire.drive(0))
        self.board.clock.at(at_us + for_us, lambda: wire.drive(None))

    def test_the_handler_runs_at_the_edge_it_asked_for(self):
        self.listen(self.pin.IRQ_FALLING)
        self.press(100, 50)
        self.board.time.sleep_us(1000)
        self.assertEqual(self.heard, [100])

    def test_both_edges_when_both_are_asked_for(self):
        self.listen(self.pin.IRQ_FALLING | self.pin.IRQ_RISING)
        self.press(100, 50)
        self.board.time.sleep_us(1000)
        self.assertEqual(self.heard, [100, 150])

    def test_held_off_interrupts_run_once_when_let_in(self):
        self.listen(self.pin.IRQ_FALLING)
        state = self.board.machine.disable_irq()
        self.press(100, 10)
        self.press(200, 10)
        self.board.time.sleep_us(1000)
        self.assertEqual(self.heard, [])
        self.board.machine.enable_irq(state)
        self.assertEqual(self.heard, [1000])

    def test_a_reset_forgets_the_handler(self):
        self.listen(self.pin.IRQ_FALLING)
        self.board.reboot()
        self.press(100, 10)
        self.board.clock.advance(1000)
        self.assertEqual(self.heard, [])


class TestPwm(unittest.TestCase):
    def test_it_is_heard_while_it_has_frequency_and_duty(self):
        board = FakeBoard()
        heard = []
        board.wire(8).on_pwm = lambda hz, duty, us: heard.append((hz, duty, us))
        pwm = board.machine.PWM(board.machine.Pin(8))
        pwm.freq(440)
        board.time.sleep_us(5)
        pwm.duty_u16(32768)
        board.time.sleep_us(5)
        pwm.duty_u16(0)
        self.assertEqual(heard, [(440, 32768, 5), (0, 0, 10)])
        self.assertEqual(pwm.freq(), 440)

    def test_it_is_silent_after_deinit_and_after_a_reset(self):
        board = FakeBoard()
        pwm = board.machine.PWM(board.machine.Pin(8), freq=440, duty_u16=100)
        pwm.deinit()
        self.assertEqual(board.wire(8).pwm_hz, 0)
        board.machine.PWM(board.machine.Pin(8), freq=440, duty_u16=100)
        board.reboot()
        self.assertEqual(board.wire(8).pwm_hz, 0)

    def test_what_the_chip_cannot_make_is_refused(self):
        board = FakeBoard()
        pwm = board.machine.PWM(board.machine.Pin(8))
        with self.assertRaises(ValueError):
            pwm.freq(7)
        with self.assertRaises(ValueError):
            pwm.duty_u16(65536)


if __name__ == "__main__":
    unittest.main()
