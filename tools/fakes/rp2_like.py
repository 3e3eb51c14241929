"""What firmware sees as the `rp2` module."""

from fakes import pio_hx711, pio_stepper
from fakes.boot import Boot
from fakes.pin_like import FakePin
from fakes.pio_assembler import PIO, WORDS, asm_pio, asm_pio_encode, program_names
from fakes.pio_config import MODELLED_HZ, PioConfig
from fakes.pio_hx711 import Hx711Model
from fakes.pio_model import PioModel
from fakes.pio_names import PIOASMError
from fakes.pio_stepper import StepperModel
from fakes.stops import NotModelled
from fakes.virtual_clock import VirtualClock

TYPE_CHECKING = False
if TYPE_CHECKING:
    from fakes.pio_assembler import Program

MODELS = {pio_stepper.WORDS: StepperModel, pio_hx711.WORDS: Hx711Model}
STATE_MACHINES = 8
INSTRUCTIONS_PER_BLOCK = 32


class FakeRp2:
    """machines: the state machines made in this boot, by id."""

    PIO = PIO
    PIOASMError = PIOASMError

    def __init__(self, clock: VirtualClock, boot: Boot, cpu_hz: int = 125_000_000) -> None:
        self._clock = clock
        self._boot = boot
        self._cpu_hz = cpu_hz
        self.asm_pio = asm_pio
        self.asm_pio_encode = asm_pio_encode
        self.machines: "dict[int, StepperModel | Hx711Model]" = {}
        self._loaded: "list[set[tuple[int, ...]]]" = [set(), set()]
        boot.at_end.append(self._detach_all)

    def StateMachine(
        self,
        id: int,
        program: "object" = None,
        freq: int = -1,
        *,
        in_base: "FakePin | None" = None,
        out_base: "FakePin | None" = None,
        set_base: "FakePin | None" = None,
        jmp_pin: "FakePin | None" = None,
        sideset_base: "FakePin | None" = None,
        in_shiftdir: "int | None" = None,
        out_shiftdir: "int | None" = None,
        push_thresh: "int | None" = None,
        pull_thresh: "int | None" = None,
    ) -> "PioModel":
        """The event-level model of the program; NotModelled names a program that has none."""
        self._boot.check()
        if not 0 <= id < STATE_MACHINES:
            raise ValueError("invalid StateMachine")
        if program is None:
            return self.machines[id]
        divider = self._cpu_hz * 256 // freq if freq > 0 else 256
        if not 256 <= divider <= 65536 * 256:
            raise ValueError("freq out of range")
        fields: "Program" = program  # type: ignore[assignment]
        words: "tuple[int, ...]" = tuple(fields[WORDS])
        if words not in MODELS:
            listing = " ".join(["{:04x}".format(word) for word in words])
            raise NotModelled(
                "PIO program {}: no event-level model of {}".format(program_names.get(words, "?"), listing)
            )
        config = PioConfig(
            fields,
            sideset_base.wire if sideset_base is not None else None,
            in_base.wire if in_base is not None else None,
            [in_shiftdir, out_shiftdir, push_thresh, pull_thresh],
        )
        config.require(freq == MODELLED_HZ, "freq {}: only {} is modelled".format(freq, MODELLED_HZ))
        self._load(id, words)
        if id in self.machines:
            self.machines[id].stop()
            self.machines[id].detach()
        machine = MODELS[words](self._clock, self._boot, config)
        self.machines[id] = machine
        return machine

    def _load(self, id: int, words: "tuple[int, ...]") -> None:
        block = self._loaded[id // 4]
        if words not in block:
            if sum([len(loaded) for loaded in block]) + len(words) > INSTRUCTIONS_PER_BLOCK:
                raise OSError(12)  # ENOMEM, as add_program raises
            block.add(words)

    def _detach_all(self) -> None:
        for id in self.machines:
            self.machines[id].stop()
            self.machines[id].detach()
