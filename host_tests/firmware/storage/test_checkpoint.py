"""The whole history in one piece, and nothing of it without its proof."""

# pyright: reportOptionalSubscript=false

import unittest

from ledger_state import state, window
from storage import checkpoint
from storage.records import link_after
from support import proves
from therapy.memory import record_kinds
from therapy.memory.history import History
from units.dose_per_step import dose_per_step

LINK = b"the link"
PER_STEP = dose_per_step(18_746_300, 25_000_001)  # 468.657518... pg a step: a fraction is carried


def eventful():
    """A day of a running pump with boluses, a stop, and an open bolus."""
    history = History()
    history.advance(1_000)
    history.apply(record_kinds.FILLED, 20_000_000, 0, 0, 0)
    history.apply(record_kinds.PRESCRIBED, 1, 2, PER_STEP.whole_pg, PER_STEP.thousandth_pg)
    history.apply(record_kinds.ALARM_ON, 7, 0, 0, 0)
    history.apply(record_kinds.STARTED, 0, 0, 0, 0)
    for hour in range(30):
        history.advance(1_000 + 3_600 * hour)
        history.count(0, 1_000 + hour)
        if hour % 7 == 0:
            history.apply(record_kinds.GRANTED, 1, 213, 300, 0)
            history.count(1, 100)
            if hour < 28:
                history.apply(record_kinds.BOLUS_ENDED, 1, 100, 1, 0)
        if hour == 11:
            history.apply(record_kinds.STOPPED, 0, 0, 0, 0)
            history.apply(record_kinds.STARTED, 0, 0, 0, 0)
    history.apply(record_kinds.NOT_GIVEN, 3, 0, 0, 0)
    history.ceiling.copy(history.given)
    history.ceiling.add(53)
    return history


def packed(history, sequence=77, link=LINK, reservations=9):
    return checkpoint.pack(history, sequence, link, reservations)[0]


class Numbers:
    """Each a different one."""

    def __init__(self):
        self.last = 1_000

    def next(self):
        self.last += 1
        return self.last


def fill(thing, numbers):
    """Every number in it, and in what it holds, gets a value of its own; every flag turns. Not what is private."""
    for name in sorted(vars_of(thing)):
        value = getattr(thing, name)
        if type(value) is bool:
            setattr(thing, name, not value)
        elif type(value) is int:
            setattr(thing, name, numbers.next())
        elif type(value) is tuple:
            for part in value:
                fill(part, numbers)
        elif hasattr(value, "append"):
            for place in range(len(value)):
                value[place] = numbers.next()
        else:
            fill(value, numbers)


def filled():
    """What is worked out from the buckets, and what a reset forgets, is as a checkpoint leaves it."""
    history = History()
    fill(history, Numbers())
    history.window.sum_up()
    history.requests.waiting[:] = History().requests.waiting
    return history


def vars_of(thing):
    return [name for name in thing.__dict__ if not name.startswith("_")]


def laid_open(thing, prefix=""):
    """{path: number} of everything in it."""
    found = {}
    for name in vars_of(thing):
        value, path = getattr(thing, name), prefix + name
        if type(value) in (bool, int):
            found[path] = value
        elif type(value) is tuple:
            for place, part in enumerate(value):
                found.update(laid_open(part, "%s[%d]." % (path, place)))
        elif hasattr(value, "append"):
            found[path] = list(value)
        else:
            found.update(laid_open(value, path + "."))
    return found


class ACheckpoint(unittest.TestCase):
    @proves("P1", "B4")
    def test_it_comes_back_as_it_went_in(self):
        wrote, read = eventful(), History()
        stored, link = checkpoint.pack(wrote, 77, LINK, 65_535)
        self.assertEqual(checkpoint.unpack(stored, read), (77, link, 65_535, len(stored)))
        self.assertEqual((checkpoint.sequence_of(stored), checkpoint.length_of(stored)), (77, len(stored)))
        self.assertEqual(checkpoint.after(stored), (78, link))
        self.assertEqual(state(read), state(wrote))
        self.assertEqual(window(read), window(wrote))
        self.assertEqual(read.t_s, wrote.t_s)
        self.assertEqual(read.window.total.value(), wrote.window.total.value())
        self.assertTrue(read.dose_ahead > 0)

    @proves("P1", "B4")
    def test_no_field_of_the_history_is_left_out(self):
        wrote, read = filled(), History()
        checkpoint.unpack(packed(wrote), read)
        told, expected = laid_open(read), laid_open(wrote)
        self.assertEqual(sorted(told), sorted(expected))
        for name in expected:
            self.assertEqual(told[name], expected[name], name)

    def test_what_follows_it_is_left_alone(self):
        stored, link = checkpoint.pack(eventful(), 77, LINK, 9)
        self.assertEqual(checkpoint.unpack(stored + b"records", History()), (77, link, 9, len(stored)))
        self.assertEqual(checkpoint.length_of(stored + b"records"), len(stored))

    @proves("P4")
    def test_a_change_of_any_byte_is_found(self):
        good = packed(eventful())
        read = History()
        for place in range(len(good)):
            bad = bytearray(good)
            bad[place] ^= 1 << (place % 8)
            self.assertEqual(checkpoint.unpack(bytes(bad), read), None, place)
            self.assertEqual(checkpoint.length_of(bytes(bad)), 0, place)

    @proves("P3", "P4")
    def test_one_that_is_cut_short_is_none(self):
        good = packed(eventful())
        for length in (0, 1, 7, 8, 11, 12, 100, len(good) - 4, len(good) - 1):
            self.assertEqual(checkpoint.unpack(good[:length], History()), None)
            self.assertEqual(checkpoint.length_of(good[:length]), 0)

    @proves("P4")
    def test_one_of_another_layout_is_none(self):
        other = eventful()
        other.by_kind = other.by_kind + (other.given,)
        self.assertEqual(checkpoint.unpack(packed(other), History()), None)
        layout = checkpoint.LAYOUT
        checkpoint.LAYOUT = layout - 1
        try:
            stored = packed(eventful())
        finally:
            checkpoint.LAYOUT = layout
        self.assertEqual(checkpoint.unpack(stored, History()), None)

    def test_a_bad_one_leaves_the_history_as_it_was(self):
        history = eventful()
        before = state(history)
        checkpoint.unpack(packed(History())[:-1] + b"?", history)
        self.assertEqual(state(history), before)

    @proves("P4", "P5")
    def test_its_link_follows_the_one_before_it_and_depends_on_all_that_it_holds(self):
        history = eventful()
        stored, link = checkpoint.pack(history, 77, LINK, 9)
        self.assertEqual(link, link_after(LINK, stored))
        history.count(0, 1)
        others = [
            checkpoint.pack(history, 77, LINK, 9),
            checkpoint.pack(eventful(), 78, LINK, 9),
            checkpoint.pack(eventful(), 77, LINK, 10),
            checkpoint.pack(eventful(), 77, b"another!", 9),
        ]
        for other, other_link in others:
            self.assertTrue(other_link != link)
            self.assertEqual(checkpoint.unpack(other, History())[1], other_link)


if __name__ == "__main__":
    unittest.main()
