"""How a state machine is set up: read from a program's registers and the arguments of rp2.StateMachine."""

from fakes.pins import Wire
from fakes.pio_assembler import EXECCTRL, PIO, SHIFTCTRL, SIDE_PINS, WORDS, pin_count, program_names
from fakes.stops import NotModelled

TYPE_CHECKING = False
if TYPE_CHECKING:
    from fakes.pio_assembler import Program

MODELLED_HZ = 1_000_000  # one cycle is one microsecond of the virtual clock


class PioConfig:
    """words, wrap, side-set, shift directions and FIFO depths of one state machine; wires it reads and drives."""

    def __init__(
        self, program: "Program", side_wire: "Wire | None", in_wire: "Wire | None", overrides: "list[int | None]"
    ) -> None:
        """overrides: in_shiftdir, out_shiftdir, push_thresh, pull_thresh; None keeps the program's own."""
        self.words: "tuple[int, ...]" = tuple(program[WORDS])
        execctrl = program[EXECCTRL]
        shiftctrl = program[SHIFTCTRL]
        self.wrap_end = execctrl >> 12 & 31
        self.wrap_target = execctrl >> 7 & 31
        self.is_side_optional = bool(execctrl >> 30 & 1)
        self.drives_pindirs = bool(execctrl >> 29 & 1)
        side_init = program[SIDE_PINS]
        self.side_bits = pin_count(side_init)
        self.side_start = 1 if side_init in (PIO.OUT_HIGH, PIO.IN_HIGH) else 0
        self.side_wire = side_wire
        self.in_wire = in_wire
        self.in_shifts_right = bool(shiftctrl >> 18 & 1) if overrides[0] is None else overrides[0] == PIO.SHIFT_RIGHT
        self.out_shifts_right = bool(shiftctrl >> 19 & 1) if overrides[1] is None else overrides[1] == PIO.SHIFT_RIGHT
        self.push_thresh = (shiftctrl >> 20 if overrides[2] is None else overrides[2]) & 31 or 32
        self.pull_thresh = (shiftctrl >> 25 if overrides[3] is None else overrides[3]) & 31 or 32
        self.is_automatic = bool(shiftctrl >> 16 & 3)
        join = shiftctrl >> 30
        self.tx_depth = 8 if join == PIO.JOIN_TX else 0 if join == PIO.JOIN_RX else 4
        self.rx_depth = 8 if join == PIO.JOIN_RX else 0 if join == PIO.JOIN_TX else 4

    def name(self) -> str:
        return program_names.get(self.words, "?")

    def require(self, ok: bool, what: str) -> None:
        """For a model to refuse what it does not claim to know."""
        if not ok:
            raise NotModelled("PIO program {}: {}".format(self.name(), what))
