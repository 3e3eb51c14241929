"""Files on a flash that stalls, fails and loses power."""

import unittest

from drivers import stepper_pio
from fakes.board import FakeBoard
from fakes.flash_files import COMMIT_US, OVERWRITES_AN_ERASE, TYPICAL_ERASE_US, WORST_ERASE_US, Cycle, RandomStall
from fakes.stops import PowerCut


class Counting:
    """An rng that counts up."""

    def __init__(self):
        self.next = 0

    def randrange(self, stop):
        self.next += 1
        return self.next % stop


class TestFiles(unittest.TestCase):
    def setUp(self):
        self.board = FakeBoard()
        self.files = self.board.files

    def test_what_was_written_is_read_back(self):
        files = self.files
        self.assertEqual(files.read("a"), None)
        files.replace("a", b"one")
        files.append("a", bytearray(b"+two"))
        files.append("b", b"three")
        self.assertEqual(files.read("a"), b"one+two")
        self.assertEqual(files.names(), ["a", "b"])
        files.remove("a")
        self.assertEqual(files.names(), ["b"])

    def test_removing_what_is_not_there_is_an_error(self):
        with self.assertRaises(OSError):
            self.files.remove("a")

    def test_a_write_takes_the_time_of_its_commit_and_its_erases(self):
        self.files.stall = Cycle([TYPICAL_ERASE_US, WORST_ERASE_US])
        self.files.erases = Cycle([1, 2])
        self.files.replace("a", b"")
        self.assertEqual(self.board.clock.now_us(), COMMIT_US + 45_000)
        self.files.replace("a", b"")
        self.assertEqual(self.board.clock.now_us(), 2 * COMMIT_US + 45_000 + 400_000 + 45_000)
        self.assertEqual((self.files.writes, self.files.erased), (2, 3))

    def test_to_overwrite_a_small_file_erases_once_in_ten_times(self):
        times = 3 * OVERWRITES_AN_ERASE
        for _ in range(times):
            self.files.overwrite("a", b"small")
        self.assertEqual((self.files.writes, self.files.erased), (times, 3))
        self.assertEqual(self.board.clock.now_us(), times * COMMIT_US + 3 * TYPICAL_ERASE_US)

    def test_a_folder_has_names_of_its_own_and_a_file_a_size(self):
        self.files.append("log/00001", b"head")
        self.files.replace("a", b"one")
        self.assertEqual((self.files.names("log"), self.files.names()), (["00001"], ["a"]))
        self.assertEqual(self.files.size("log/00001"), 4)
        self.assertEqual(self.files.read_part("log/00001", 1, 2), b"ea")
        self.assertEqual(self.files.read_part("log/00002", 1, 2), None)
        self.assertRaises(OSError, self.files.size, "log/00002")

    def test_drawn_stalls_are_mostly_typical_and_sometimes_the_worst(self):
        stall = RandomStall(Counting(), one_in=4)
        self.assertEqual([stall.next() for _ in range(4)], [45_000, 45_000, 45_000, 400_000])

    def test_reading_takes_no_time(self):
        self.files.read("a")
        self.files.names()
        self.assertEqual(self.board.clock.now_us(), 0)

    def test_steps_go_on_while_python_stands_still(self):
        board = self.board
        Pin = board.machine.Pin
        machine = board.rp2.StateMachine(0, stepper_pio.program(board.rp2), freq=1_000_000, sideset_base=Pin(2, Pin.IN))
        edges = []
        board.wire(2).on_rising = edges.append
        machine.active(1)
        machine.put(99 | 9989 << 11)
        self.files.replace("a", b"")
        self.assertEqual(len(edges), 4)

    def test_an_interrupt_waits_for_the_end_of_the_erase(self):
        board = self.board
        Pin = board.machine.Pin
        heard = []
        Pin(9, Pin.IN, Pin.PULL_UP).irq(lambda pin: heard.append(board.clock.us), Pin.IRQ_FALLING)
        board.clock.at(COMMIT_US + 1000, lambda: board.wire(9).drive(0))
        self.files.erases = Cycle([2])
        self.files.replace("a", b"")
        self.assertEqual(heard, [COMMIT_US + 45_000])

    def test_an_interrupt_waits_for_the_end_of_the_commit_as_well(self):
        board = self.board
        Pin = board.machine.Pin
        heard = []
        Pin(9, Pin.IN, Pin.PULL_UP).irq(lambda pin: heard.append(board.clock.us), Pin.IRQ_FALLING)
        board.clock.at(1000, lambda: board.wire(9).drive(0))
        self.files.replace("a", b"")
        self.assertEqual(heard, [COMMIT_US])


class TestFailures(unittest.TestCase):
    def setUp(self):
        self.board = FakeBoard()
        self.files = self.board.files
        self.files.replace("a", b"old")

    def test_a_failure_is_an_oserror_once_and_changes_nothing(self):
        for name, act in (
            ("replace", lambda: self.files.replace("a", b"new")),
            ("append", lambda: self.files.append("a", b"new")),
            ("remove", lambda: self.files.remove("a")),
            ("read", lambda: self.files.read("a")),
            ("names", lambda: self.files.names()),
        ):
            self.files.fail_next(name)
            with self.assertRaises(OSError):
                act()
            self.assertEqual(self.files.read("a"), b"old")

    def test_failures_of_one_operation_leave_the_others_alone(self):
        self.files.fail_next("append", times=2)
        self.files.replace("a", b"new")
        for _ in range(2):
            with self.assertRaises(OSError):
                self.files.append("a", b"x")
        self.files.append("a", b"x")
        self.assertEqual(self.files.read("a"), b"newx")

    def cut(self, act):
        self.board.cut_power_at(self.board.clock.now_us() + 20_000)
        with self.assertRaises(PowerCut):
            act()
        self.board.reboot()

    def test_a_power_cut_in_a_write_leaves_the_old_or_the_new_as_asked(self):
        self.cut(lambda: self.files.replace("a", b"new"))
        self.assertEqual(self.files.read("a"), b"old")
        self.files.cut_leaves_new = Cycle([1])
        self.cut(lambda: self.files.append("a", b"er"))
        self.assertEqual(self.files.read("a"), b"older")
        self.cut(lambda: self.files.remove("a"))
        self.assertEqual(self.files.read("a"), None)

    def test_interrupts_of_the_ended_boot_do_not_run(self):
        board = self.board
        Pin = board.machine.Pin
        heard = []
        Pin(9, Pin.IN, Pin.PULL_UP).irq(lambda pin: heard.append(1), Pin.IRQ_FALLING)
        board.clock.after(COMMIT_US + 1000, lambda: board.wire(9).drive(0))
        self.cut(lambda: self.files.replace("a", b"new"))
        self.assertEqual(heard, [])


if __name__ == "__main__":
    unittest.main()
