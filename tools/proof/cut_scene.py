"""A pump on its own flash chip, played through a scenario without a cut while every moment for one is noted."""

from dataclasses import dataclass
from typing import Any

from proof.borrowed import example_orders
from proof.cut_bench import CutBench, Truth, Witness, set_up_new_pump
from twin.flash_chip import ERASE_US, WORST_ERASE_US, FlashChip, Image, Operation

MG = 1_000_000_000  # pg
STRONG = 25 * MG  # pg a mL


@dataclass(frozen=True)
class Pace:
    """basal: uL a day. pause_s: in which at least a step is made. erase_us: of the scenario's flash."""

    name: str
    basal: int
    pause_s: int
    bolus_pg: int
    bolus_s: int
    erase_us: int = ERASE_US

    def order(self, concentration: int = STRONG, **changes: Any) -> dict[str, Any]:
        bolus = example_orders.patient_bolus(dose_pg=self.bolus_pg, over_s=self.bolus_s, lockout_s=600)
        order = example_orders.therapy(
            drugs=[["morphine", concentration]],
            basal_pg_per_day=self.basal * concentration // 1_000,
            bolus=bolus,
            max_dose_pg_per_day=1_250 * MG,
            catheter_volume_nl=2_000,
        )
        order.update(changes)
        return order


LOW = Pace("low", 60, 40, MG // 10, 60)
HIGH = Pace("high", 18_000, 3, 29_000_000, 30)
SLOW_FLASH = Pace("slow-flash", 18_000, 3, 29_000_000, 30, WORST_ERASE_US)
PACES = {pace.name: pace for pace in (LOW, HIGH, SLOW_FLASH)}


@dataclass(frozen=True)
class Moment:
    """One operation of the flash, or (None) a sleep of the loop, with all that a cut there leaves.

    A sleep stands for every instant in it: the flash is the same, and the truth counts what is queued.
    """

    number: int
    image: Image
    operation: Operation | None
    truth: Truth


class Scene:
    """moments: the operations after `record`. instants: the sleeps after it. witness: what truly happened."""

    def __init__(self, pace: Pace) -> None:
        self.pace = pace
        self.witness = Witness()
        self.chip = FlashChip()
        set_up_new_pump(self.chip)  # before it is first switched on: no cut falls into it
        self.chip.erase_us = pace.erase_us
        self.chip.watch = self._operation
        self.pump: Any = None
        self.moments: list[Moment] = []
        self.instants: list[Moment] = []
        self._is_recording = False

    def boot(self) -> Any:
        self.pump = CutBench(self.chip, self._asleep)
        return self.pump

    def record(self) -> None:
        """What comes from here on is cut."""
        self._is_recording = True

    def _operation(self, operation: Operation) -> None:
        if self.pump is not None:
            self.witness.look(self.pump)
        if self._is_recording:
            self.moments.append(Moment(len(self.moments), self.chip.image(), operation, self._truth()))

    def _truth(self) -> Truth:
        return Truth() if self.pump is None else self.witness.truth(self.pump)

    def _asleep(self, pump: Any) -> None:
        if self.pump is None:
            return
        self.witness.look_between_turns(pump)
        if self._is_recording:
            self.instants.append(Moment(len(self.instants), self.chip.image(), None, self._truth()))

    # What the scenarios are made of

    def delivering(self, **changes: Any) -> Any:
        """A pump in the middle of its therapy."""
        pump = self.boot()
        pump.program(self.pace.order(**changes))
        pump.start()
        self.pause()
        return pump

    def pause(self, times: int = 1) -> None:
        self.pump.run_for(times * self.pace.pause_s)
        self.pump.settle()

    def confirm(self, order: dict[str, Any]) -> None:
        """Order another therapy and let it come in force."""
        self.witness.pending = order
        self.pump.confirm(order)
        self.pump.settle()
        self.pause()
