"""Integers that refuse to leave +/- 2**30, in place of every one that the heart reads or holds. CPython alone.

A BoundedInt passes itself on through arithmetic; constants in the code meet it in the first operation.
"""

# pyright: reportIncompatibleMethodOverride=false

from array import array
from contextlib import contextmanager

from bench_of_heart import HeartBench

LIMIT = 1 << 30


class LeftTheRange(ArithmeticError):
    """A result that MicroPython would have to allocate."""


def _checked(name):
    plain = getattr(int, name)

    def method(self, *others):
        result = plain(self, *others)
        if result is NotImplemented or isinstance(result, bool):
            return result
        if BoundedInt.in_tick and not -LIMIT <= result < LIMIT:
            raise LeftTheRange(f"{name} of {int(self)} and {others} is {int(result)}")
        return BoundedInt(result)

    return method


class BoundedInt(int):
    """An int whose arithmetic raises LeftTheRange outside [-2**30, 2**30) while `in_tick`: set-up may use big ones."""

    in_tick = False


for _name in ("add", "sub", "mul", "floordiv", "mod", "lshift", "rshift", "and", "or", "xor"):
    for _prefix in ("__", "__r"):
        setattr(BoundedInt, f"{_prefix}{_name}__", _checked(f"{_prefix}{_name}__"))
for _name in ("__neg__", "__pos__", "__abs__", "__invert__"):
    setattr(BoundedInt, _name, _checked(_name))


@contextmanager
def in_tick():
    BoundedInt.in_tick = True
    try:
        yield
    finally:
        BoundedInt.in_tick = False


class BoundedArray(list):
    """In place of array('i') and bytearray: what is read out of it is bounded, what does not fit is refused."""

    def __getitem__(self, place):
        return BoundedInt(super().__getitem__(place))

    def __setitem__(self, place, value):
        if not -LIMIT <= value < LIMIT:
            raise LeftTheRange(f"stored {int(value)}")
        super().__setitem__(place, int(value))

    def __iter__(self):
        return (BoundedInt(value) for value in super().__iter__())


OURS = ("therapy.", "units.")
SET_UP = ("Prescription", "BolusOrder", "BridgeOrder", "Infusion", "Flow", "MergedFlow")
NOT_IN_A_TICK = (
    "order",
    "us",
    "doses_pg",
    "step_volume_fl",
    "concentration_pg_per_ml",
    "_concentration",
    "_step_volume_fl",
)


def bind(thing, seen=None):
    """Make every integer that can be reached from `thing`, through objects of therapy and units, a bounded one.

    What set-up leaves behind for reports may be big; the tick must not touch it.
    """
    seen = set() if seen is None else seen
    if isinstance(thing, list | tuple):
        for part in thing:
            bind(part, seen)
    if id(thing) in seen or not type(thing).__module__.startswith(OURS):
        return
    seen.add(id(thing))
    for name, value in list(vars(thing).items()):
        if type(thing).__name__ in SET_UP and name in NOT_IN_A_TICK:
            continue
        if isinstance(value, int) and not isinstance(value, bool):
            setattr(thing, name, BoundedInt(value))
        elif isinstance(value, array | bytearray | bytes | list) and _holds_numbers(value):
            setattr(thing, name, BoundedArray(value))
        else:
            bind(value, seen)


def _holds_numbers(values):
    return len(values) > 0 and all(type(value) is int for value in values)


class BoundedBench(HeartBench):
    """A bench whose heart steps on bounded integers only. What a constant made plain is bound again every few steps."""

    steps_bound = 0

    def bound(self):
        readings, step = self.loop.readings, self.heart.step
        names = ("elapsed_us", "t_s", "steps_made", "room", "tail_us")

        def bounded_step(readings, orders):
            for name in names:
                setattr(readings, name, BoundedInt(getattr(readings, name)))
            if self.steps_bound < 12 or self.steps_bound % 9 == 0:
                bind(self.heart)
                bind(orders)
            self.steps_bound += 1
            with in_tick():
                step(readings, orders)

        self.heart.step = bounded_step
        return readings
