"""What the hand-held remembers is the old or the new after a power cut, and what is damaged counts as nothing."""

import unittest

from fakes.board import FakeBoard
from fakes.stops import PowerCut
from handheld.keeping import FILE, Keeping
from support import proves

KEY = bytes(range(32))
OTHER_KEY = bytes(range(32, 64))
PUMP, OTHER_PUMP = b"e660000000000001", b"e660000000000002"


def loaded(files):
    keeping = Keeping(files)
    keeping.load()
    return keeping


class Keeps(unittest.TestCase):
    def test_nothing_is_there_before_the_first_pairing(self):
        keeping = loaded(FakeBoard().files)
        self.assertEqual((keeping.key, keeping.pump_id, keeping.asked, keeping.failed), (None, None, None, False))

    @proves("B8")
    def test_key_pump_and_an_unsettled_request_come_back_after_a_reset(self):
        files = FakeBoard().files
        keeping = loaded(files)
        self.assertTrue(keeping.pair(KEY, PUMP))
        for granted_t_s in (None, 0, 123_456):
            self.assertTrue(keeping.ask(granted_t_s))
            again = loaded(files)
            self.assertEqual((again.key, again.pump_id, again.asked), (KEY, PUMP, [granted_t_s]))
        again.settle()
        self.assertEqual(loaded(files).asked, None)

    @proves("P3")
    def test_a_cut_in_any_write_leaves_the_old_or_the_new(self):
        for leaves_new in (0, 1):
            fake = FakeBoard()
            Keeping(fake.files).pair(KEY, PUMP)
            fake.files.cut_leaves_new = Always(leaves_new)
            fake.cut_power_at(fake.clock.now_us() + 1_000)
            keeping = loaded(fake.files)
            with self.assertRaises(PowerCut):
                keeping.ask(7)
            fake.reboot()
            again = loaded(fake.files)
            self.assertEqual((again.key, again.pump_id, again.asked), (KEY, PUMP, [7] if leaves_new else None))

    @proves("B8")
    def test_what_the_flash_refuses_is_said_and_nothing_is_changed(self):
        files = FakeBoard().files
        keeping = loaded(files)
        keeping.pair(KEY, PUMP)
        files.fail_next("replace", 2)
        self.assertFalse(keeping.ask(7))
        self.assertTrue(keeping.failed)
        self.assertFalse(keeping.pair(OTHER_KEY, PUMP))
        self.assertEqual((keeping.key, keeping.asked), (KEY, None))
        self.assertTrue(keeping.ask(7))
        self.assertFalse(keeping.failed)

    def test_every_damage_of_a_byte_leaves_it_unpaired_and_raises_nothing(self):
        files = FakeBoard().files
        Keeping(files).pair(KEY, PUMP)
        whole = files.contents[FILE]
        for place in range(len(whole)):
            files.contents[FILE] = whole[:place] + bytes((whole[place] ^ 4,)) + whole[place + 1 :]
            self.assertEqual(loaded(files).key, None)
        for content in (b"", whole[:40], whole + b"x", b"PUMP1 "):
            files.contents[FILE] = content
            self.assertEqual(loaded(files).key, None)

    def test_a_file_that_cannot_be_read_leaves_it_unpaired_and_is_told(self):
        files = FakeBoard().files
        Keeping(files).pair(KEY, PUMP)
        files.fail_next("read")
        keeping = loaded(files)
        self.assertEqual((keeping.key, keeping.failed), (None, True))

    def test_pairing_anew_with_the_same_pump_keeps_the_request_and_with_another_drops_it(self):
        keeping = loaded(FakeBoard().files)
        keeping.pair(KEY, PUMP)
        keeping.ask(5)
        keeping.pair(OTHER_KEY, PUMP)
        self.assertEqual((keeping.key, keeping.asked), (OTHER_KEY, [5]))
        keeping.pair(KEY, OTHER_PUMP)
        self.assertEqual((keeping.pump_id, keeping.asked), (OTHER_PUMP, None))


class Always:
    def __init__(self, value):
        self._value = value

    def next(self):
        return self._value


if __name__ == "__main__":
    unittest.main()
