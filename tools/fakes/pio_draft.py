"""Collects the instructions of a PIO program as its function is run, and turns them into 16-bit words.

source: RP2040 datasheet 3.4.1 (encodings) and 3.5.1 (side-set shares the delay field).
"""

from fakes.pio_names import INVERT, REVERSE, Flag, PIOASMError, Place, Relative, Source

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

JMP, WAIT, IN, OUT, PUSH_PULL, MOV, IRQ, SET = range(8)
FIELD_BITS = 5  # delay and side-set together
LONGEST_PROGRAM = 32


def _number(name: str, value: object, least: int, most: int) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
        raise PIOASMError("{} {}: a number from {} to {}".format(name, value, least, most))
    return value


def _place(name: str, value: object, role: str) -> int:
    if not isinstance(value, Place):
        raise PIOASMError("{} {}: not a register, pin group or condition".format(name, value))
    return value.number(role)


class Draft:
    """A program in the making. Every instruction returns the draft, so that .side(), .delay() and [n] can follow."""

    def __init__(self) -> None:
        self._bare: "list[int]" = []
        self._targets: "list[str | None]" = []
        self._sides: "list[int | None]" = []
        self._delays: "list[int]" = []
        self._labels: "dict[str, int]" = {}
        self._wrap_target = 0
        self._wrap: "int | None" = None

    def instructions(self) -> "dict[str, object]":
        """What the program's function finds under each name."""
        return {
            "wrap_target": self.wrap_target,
            "wrap": self.wrap,
            "label": self.label,
            "word": self.word,
            "nop": self.nop,
            "jmp": self.jmp,
            "wait": self.wait,
            "in_": self.in_,
            "out": self.out,
            "push": self.push,
            "pull": self.pull,
            "mov": self.mov,
            "irq": self.irq,
            "set": self.set,
        }

    def wrap_target(self) -> None:
        self._wrap_target = len(self._bare)

    def wrap(self) -> None:
        if not self._bare:
            raise PIOASMError("wrap before the first instruction")
        self._wrap = len(self._bare) - 1

    def wraps(self) -> "tuple[int, int]":
        """Where it wraps to, and after which instruction."""
        return self._wrap_target, len(self._bare) - 1 if self._wrap is None else self._wrap

    def label(self, name: str) -> None:
        if name in self._labels:
            raise PIOASMError("duplicate label {}".format(name))
        self._labels[name] = len(self._bare)

    def _add(self, kind: int, high: int, low: int, target: "str | None" = None) -> "Draft":
        self._bare.append(kind << 13 | high << 5 | low)
        self._targets.append(target)
        self._sides.append(None)
        self._delays.append(0)
        return self

    def word(self, word: int, label: "str | None" = None) -> "Draft":
        self._add(0, 0, 0, label)
        self._bare[-1] = _number("word", word, 0, 0xFFFF)
        return self

    def nop(self) -> "Draft":
        return self._add(MOV, 2, 2)  # mov y, y

    def jmp(self, condition: object, label: "str | None" = None) -> "Draft":
        if label is None:
            if not isinstance(condition, str):
                raise PIOASMError("jmp needs a label")
            return self._add(JMP, 0, 0, condition)
        return self._add(JMP, _place("jmp", condition, "jmp"), 0, label)

    def wait(self, polarity: int, source: object, index: object) -> "Draft":
        high = _number("wait polarity", polarity, 0, 1) << 2
        if isinstance(source, Place):
            return self._add(WAIT, high | source.number("wait"), _number("wait index", index, 0, 31))
        return self._add(WAIT, high | 2, self._irq_index(index))  # `irq` names the instruction itself

    def _irq_index(self, index: object) -> int:
        if isinstance(index, Relative):
            return 0x10 | _number("irq index", index.index, 0, 7)
        return _number("irq index", index, 0, 7)

    def in_(self, source: object, bits: int) -> "Draft":
        return self._add(IN, _place("in_", source, "in_"), _number("bit count", bits, 1, 32) & 31)

    def out(self, target: object, bits: int) -> "Draft":
        return self._add(OUT, _place("out", target, "out"), _number("bit count", bits, 1, 32) & 31)

    def _flags(self, taker: str, flags: "Sequence[object]") -> "list[str]":
        names: "list[str]" = []
        for flag in flags:
            if not isinstance(flag, Flag) or taker not in flag.takers:
                raise PIOASMError("{} does not take {}".format(taker, flag))
            names.append(flag.name)
        return names

    def push(self, *flags: object) -> "Draft":
        names = self._flags("push", flags)
        return self._add(PUSH_PULL, ("iffull" in names) << 1 | ("noblock" not in names), 0)

    def pull(self, *flags: object) -> "Draft":
        names = self._flags("pull", flags)
        return self._add(PUSH_PULL, 4 | ("ifempty" in names) << 1 | ("noblock" not in names), 0)

    def mov(self, target: object, source: object) -> "Draft":
        operation = 0
        if isinstance(source, Source):
            operation = source.operation
            source = source.place
        if operation not in (0, INVERT, REVERSE):
            raise PIOASMError("mov cannot do both invert and reverse")
        number = _place("mov", source, "mov_from")
        return self._add(MOV, _place("mov", target, "mov_to"), operation << 3 | number)

    def irq(self, first: object, second: object = None) -> "Draft":
        if second is None:
            return self._add(IRQ, 0, self._irq_index(first))
        names = self._flags("irq", [first])
        return self._add(IRQ, ("clear" in names) << 1 | ("block" in names), self._irq_index(second))

    def set(self, target: object, value: int) -> "Draft":
        return self._add(SET, _place("set", target, "set"), _number("set value", value, 0, 31))

    def side(self, value: int) -> "Draft":
        self._sides[-1] = _number("side", value, 0, 31)
        return self

    def delay(self, cycles: int) -> "Draft":
        self._delays[-1] = _number("delay", cycles, 0, 31)
        return self

    def __getitem__(self, cycles: int) -> "Draft":
        return self.delay(cycles)

    def is_side_optional(self) -> bool:
        """Whether some instruction leaves side-set alone."""
        return None in self._sides

    def words(self, side_bits: int, is_optional: bool) -> "list[int]":
        """side_bits: pins set by side-set, without the bit that makes it optional. Raises PIOASMError."""
        if not 0 < len(self._bare) <= LONGEST_PROGRAM:
            raise PIOASMError("{} instructions: 1 to {} fit".format(len(self._bare), LONGEST_PROGRAM))
        delay_bits = FIELD_BITS - side_bits - is_optional
        if delay_bits < 0:
            raise PIOASMError("side-set of {} pins: at most {}".format(side_bits, FIELD_BITS - is_optional))
        return [self._word(place, side_bits, is_optional, delay_bits) for place in range(len(self._bare))]

    def _word(self, place: int, side_bits: int, is_optional: bool, delay_bits: int) -> int:
        word = self._bare[place]
        target = self._targets[place]
        if target is not None:
            if target not in self._labels:
                raise PIOASMError("unknown label {}".format(target))
            word |= self._labels[target]
        delay = self._delays[place]
        if delay >> delay_bits:
            raise PIOASMError("delay {}: at most {} beside this side-set".format(delay, (1 << delay_bits) - 1))
        side = self._sides[place]
        if side is None:
            return word | delay << 8
        if side >> side_bits:
            raise PIOASMError("side {}: at most {}".format(side, (1 << side_bits) - 1))
        return word | (is_optional << 12) | side << (8 + delay_bits) | delay << 8
