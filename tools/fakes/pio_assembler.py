"""rp2.asm_pio and rp2.asm_pio_encode: from the firmware's own PIO functions to the words the chip would run.

A program is a list laid out as MicroPython's, so that words and registers can be compared with a real image's.
"""

from array import array

from fakes.pio_draft import Draft
from fakes.pio_names import NAMES, PIOASMError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    Program = list[Any]
    PinInit = int | tuple[int, ...] | list[int] | None

WORDS, OFFSET_PIO0, OFFSET_PIO1, OFFSET_PIO2, EXECCTRL, SHIFTCTRL, OUT_PINS, SET_PINS, SIDE_PINS = range(9)


class PIO:
    IN_LOW = 0
    IN_HIGH = 1
    OUT_LOW = 2
    OUT_HIGH = 3
    SHIFT_LEFT = 0
    SHIFT_RIGHT = 1
    JOIN_NONE = 0
    JOIN_TX = 1
    JOIN_RX = 2
    IRQ_SM0 = 0x100
    IRQ_SM1 = 0x200
    IRQ_SM2 = 0x400
    IRQ_SM3 = 0x800


program_names: "dict[tuple[int, ...], str]" = {}  # so that an error can name a program by its function


def pin_count(init: "PinInit") -> int:
    if init is None:
        return 0
    return 1 if isinstance(init, int) else len(init)


def asm_pio(
    *,
    out_init: "PinInit" = None,
    set_init: "PinInit" = None,
    sideset_init: "PinInit" = None,
    side_pindir: bool = False,
    in_shiftdir: int = PIO.SHIFT_LEFT,
    out_shiftdir: int = PIO.SHIFT_LEFT,
    autopush: bool = False,
    autopull: bool = False,
    push_thresh: int = 32,
    pull_thresh: int = 32,
    fifo_join: int = PIO.JOIN_NONE,
) -> "Callable[[Callable[[], None]], Program]":
    """The decorator. While the function runs it sees the PIO words and none of its module's names, as on the chip."""

    def assemble(function: "Callable[[], None]") -> "Program":
        draft = Draft()
        _run(function, draft)
        side_bits = pin_count(sideset_init)
        is_optional = side_bits > 0 and draft.is_side_optional()
        words = draft.words(side_bits, is_optional)
        program_names[tuple(words)] = function.__name__
        target, end = draft.wraps()
        # source: RP2040 datasheet 3.7, SM0_EXECCTRL and SM0_SHIFTCTRL
        execctrl = is_optional << 30 | (1 if side_pindir else 0) << 29 | end << 12 | target << 7
        shiftctrl = fifo_join << 30 | (pull_thresh & 31) << 25 | (push_thresh & 31) << 20
        shiftctrl |= out_shiftdir << 19 | in_shiftdir << 18
        shiftctrl |= (1 if autopull else 0) << 17 | (1 if autopush else 0) << 16
        return [array("H", words), -1, -1, -1, execctrl, shiftctrl, out_init, set_init, sideset_init]

    return assemble


def _run(function: "Callable[[], None]", draft: Draft) -> None:
    names = function.__globals__  # type: ignore[attr-defined]
    kept = dict(names)
    names.clear()
    try:
        names.update(NAMES)
        names.update(draft.instructions())
        function()
    finally:
        names.clear()
        names.update(kept)


def asm_pio_encode(text: str, sideset_count: int, sideset_opt: bool = False) -> int:
    """One instruction. sideset_count includes the bit that makes side-set optional, as the chip counts it; no jmp."""
    draft = Draft()
    names = dict(NAMES)
    names.update(draft.instructions())
    del names["jmp"]
    exec(text, names)
    words = draft.words(sideset_count - (1 if sideset_opt else 0), bool(sideset_opt))
    if len(words) != 1:
        raise PIOASMError("expecting exactly 1 instruction")
    return words[0]
