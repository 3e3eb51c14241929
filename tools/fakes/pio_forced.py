"""Executes one instruction on the registers of a stopped state machine: what rp2.StateMachine.exec does.

Registers are signed 32-bit numbers, so that all ones is the small integer -1.
source: RP2040 datasheet 3.4 (instructions) and 3.5.7 (forced instructions).
"""

from fakes.pio_draft import IN, JMP, MOV, OUT, PUSH_PULL, SET
from fakes.stops import NotModelled

TYPE_CHECKING = False
if TYPE_CHECKING:
    from fakes.pio_model import PioModel

SMALL = 0x3FFFFFFF


def signed(value: int) -> int:
    """A 32-bit value with its sign; small integers pass without allocating."""
    if -SMALL <= value <= SMALL:
        return value
    value &= 0xFFFFFFFF
    return value - 0x100000000 if value & 0x80000000 else value


def low_bits(value: int, bits: int) -> int:
    return value if bits == 32 else value & ((1 << bits) - 1)


def execute(m: "PioModel", word: int) -> None:
    """Raises NotModelled for a delay, an instruction that would stall, and what drives pins other than by side-set."""
    config = m.config
    field = word >> 8 & 31
    side_field_bits = config.side_bits + config.is_side_optional
    delay_bits = 5 - side_field_bits
    if field & ((1 << delay_bits) - 1):
        raise _unknown(m, word, "a delay")
    if config.side_bits:
        field >>= delay_bits
        if not config.is_side_optional or field >> config.side_bits:
            m.set_side(field & ((1 << config.side_bits) - 1))
    kind = word >> 13
    if kind == JMP:
        _jmp(m, word)
    elif kind == IN:
        _shift_in(m, _read(m, word >> 5 & 7, word), word & 31 or 32)
    elif kind == OUT:
        _write(m, word >> 5 & 7, _shift_out(m, word & 31 or 32), word)
    elif kind == PUSH_PULL:
        if word & 0x80:
            _pull(m, word)
        else:
            _push(m, word)
    elif kind == MOV:
        _mov(m, word)
    elif kind == SET:
        _write(m, word >> 5 & 7, word & 31, word)
    else:
        raise _unknown(m, word, "wait and irq")


def _unknown(m: "PioModel", word: int, what: str) -> NotModelled:
    return NotModelled("exec 0x{:04x} on PIO program {}: {} is not modelled".format(word, m.config.name(), what))


def _jmp(m: "PioModel", word: int) -> None:
    condition = word >> 5 & 7
    if condition == 0:
        taken = True
    elif condition == 1:
        taken = m.x == 0
    elif condition == 2:
        taken = m.x != 0
        m.x = signed(m.x - 1)
    elif condition == 3:
        taken = m.y == 0
    elif condition == 4:
        taken = m.y != 0
        m.y = signed(m.y - 1)
    elif condition == 5:
        taken = m.x != m.y
    else:
        raise _unknown(m, word, "jmp on pin or OSR")
    if taken:
        m.pc = word & 31


def _read(m: "PioModel", source: int, word: int) -> int:
    if source == 1:
        return m.x
    if source == 2:
        return m.y
    if source == 3:
        return 0
    if source == 6:
        return m.isr
    if source == 7:
        return m.osr
    if source == 0 and m.config.in_wire is not None:
        raise _unknown(m, word, "reading pins")
    raise _unknown(m, word, "this source")


def _write(m: "PioModel", target: int, value: int, word: int) -> None:
    value = signed(value)
    if target == 1:
        m.x = value
    elif target == 2:
        m.y = value
    elif target == 3 and word >> 13 == OUT:
        return
    elif target == 5 and word >> 13 != SET:
        m.pc = value & 31
    elif target == 6 and word >> 13 != SET:
        m.isr = value
    elif target == 7 and word >> 13 == MOV:
        m.osr = value
    else:
        raise _unknown(m, word, "this destination")


def _shift_in(m: "PioModel", value: int, bits: int) -> None:
    value = low_bits(value, bits)
    if bits == 32:
        m.isr = signed(value)
    elif m.config.in_shifts_right:
        kept = (m.isr if m.isr >= 0 else m.isr & 0xFFFFFFFF) >> bits
        m.isr = signed(value << (32 - bits) | kept if value else kept)
    else:
        m.isr = signed(m.isr << bits | value)


def _shift_out(m: "PioModel", bits: int) -> int:
    osr = m.osr if m.osr >= 0 else m.osr & 0xFFFFFFFF
    if m.config.out_shifts_right:
        m.osr = 0 if bits == 32 else osr >> bits
        return low_bits(osr, bits)
    m.osr = signed(osr << bits)
    return osr >> (32 - bits)


def _push(m: "PioModel", word: int) -> None:
    if word & 0x40:
        raise _unknown(m, word, "iffull")
    if m.rx.level < m.rx.depth:
        m.rx.push(m.isr)
    elif word & 0x20:
        raise _unknown(m, word, "a push that stalls")
    m.isr = 0


def _pull(m: "PioModel", word: int) -> None:
    if word & 0x40:
        raise _unknown(m, word, "ifempty")
    if m.tx.level:
        m.osr = m.tx.pop()
    elif word & 0x20:
        raise _unknown(m, word, "a pull that stalls")
    else:
        m.osr = m.x


def _mov(m: "PioModel", word: int) -> None:
    value = _read(m, word & 7, word)
    operation = word >> 3 & 3
    if operation == 1:
        value = ~value
    elif operation == 2:
        reversed_bits = 0
        for place in range(32):
            if value >> place & 1:
                reversed_bits |= 1 << (31 - place)
        value = reversed_bits
    elif operation:
        raise _unknown(m, word, "this operation")
    target = word >> 5 & 7
    if target == 4:
        raise _unknown(m, word, "mov exec")
    _write(m, target, value, word)
