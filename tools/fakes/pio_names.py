"""The words a PIO program is written with, and the numbers they stand for in an instruction.

source: RP2040 datasheet 3.4 (instruction set); the spelling is that of MicroPython's rp2 documentation.
"""


class PIOASMError(Exception):
    """A program that cannot be assembled."""


class Place:
    """A register or pin group. Each instruction numbers them in its own way; None: it cannot be used there."""

    def __init__(self, name: str, **numbers: int) -> None:
        self.name = name
        self._numbers = numbers

    def number(self, role: str) -> int:
        if role not in self._numbers:
            raise PIOASMError("{} cannot be used in {}".format(self.name, role))
        return self._numbers[role]


class Source:
    """What `mov` reads, with the operation done on the way."""

    def __init__(self, place: Place, operation: int) -> None:
        self.place = place
        self.operation = operation


class Relative:
    """An irq index to which the state machine's number is added."""

    def __init__(self, index: int) -> None:
        self.index = index


class Flag:
    """A modifier of push, pull or irq."""

    def __init__(self, name: str, *takers: str) -> None:
        self.name = name
        self.takers = takers


INVERT = 1
REVERSE = 2


def _source(x: object, operation: int) -> Source:
    if not isinstance(x, Place):
        raise PIOASMError("invert and reverse take a register or pins")
    return Source(x, operation)


def invert(x: object) -> Source:
    return _source(x, INVERT)


def reverse(x: object) -> Source:
    return _source(x, REVERSE)


def rel(index: int) -> Relative:
    return Relative(index)


# `pins` and the like read differently in each instruction; "pin" is both a wait source and a jmp condition.
NAMES: "dict[str, object]" = {
    "gpio": Place("gpio", wait=0),
    "pin": Place("pin", wait=1, jmp=6),
    "pins": Place("pins", in_=0, out=0, mov_to=0, mov_from=0, set=0),
    "x": Place("x", in_=1, out=1, mov_to=1, mov_from=1, set=1),
    "y": Place("y", in_=2, out=2, mov_to=2, mov_from=2, set=2),
    "null": Place("null", in_=3, out=3, mov_from=3),
    "pindirs": Place("pindirs", out=4, set=4),
    "pc": Place("pc", out=5, mov_to=5),
    "status": Place("status", mov_from=5),
    "isr": Place("isr", in_=6, out=6, mov_to=6, mov_from=6),
    "osr": Place("osr", in_=7, out=7, mov_to=7, mov_from=7),
    "exec": Place("exec", out=7, mov_to=4),
    "not_x": Place("not_x", jmp=1),
    "x_dec": Place("x_dec", jmp=2),
    "not_y": Place("not_y", jmp=3),
    "y_dec": Place("y_dec", jmp=4),
    "x_not_y": Place("x_not_y", jmp=5),
    "not_osre": Place("not_osre", jmp=7),
    "noblock": Flag("noblock", "push", "pull", "irq"),
    "block": Flag("block", "push", "pull", "irq"),
    "iffull": Flag("iffull", "push"),
    "ifempty": Flag("ifempty", "pull"),
    "clear": Flag("clear", "irq"),
    "invert": invert,
    "reverse": reverse,
    "rel": rel,
}
