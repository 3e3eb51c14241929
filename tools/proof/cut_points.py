"""One cut point: which flash it leaves, and whether the pump that boots over it is sound.

It is written down as a text: "17:before", "17:torn2" (at operation 17 of the scenario), "i5" (the instant of its sleep
5); "17:torn2/3:before" (there, and again at operation 3 of the boot that follows); "17:before/flip9" (there, and then
a byte of each file in turn is changed); "i5/rot9" (there, and then a bit of the chip itself, below the file system).
"""

import random
import re
import traceback
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from fakes.stops import PowerCut
from proof.borrowed import ledger_state
from proof.cut_bench import CutBench, Truth, known
from proof.cut_checks import complaints_at_boot, complaints_in_use
from proof.cut_scenarios import play
from proof.cut_scene import Moment, Scene
from storage.event_log import FOLDER as LOG
from storage.folders import OF_THE_JOURNAL as SUBFOLDERS
from twin.flash_chip import BLOCK_BYTES, ERASED, FlashChip, Image, Operation
from twin.littlefs_files import LittlefsFiles

BEFORE = "before"
TORN = ("torn1", "torn2", "torn3")
NEWEST_BYTES = 200  # at the end of a file: half of the changes fall there
SECOND_CUTS = 2  # tried in the boot after each
PLACE = re.compile(r"(?:(\d+):(before|torn\d+)|i(\d+))(?:/(?:(\d+):(before|torn\d+)|(flip|rot)\d+))?")


@dataclass(frozen=True)
class Violation:
    """A cut after which the pump was not sound, and the line that shows it again."""

    scenario: str
    pace: str
    cut: str
    seed: int
    complaint: str

    def line(self) -> str:
        which = f"--scenario {self.scenario} --pace {self.pace} --cut {self.cut} --seed {self.seed}"
        return f"{self.complaint}\n    python -m proof.power_cuts {which}"


class CutPoints:
    """All the cut points of a scenario at a pace; seed: of torn operations and of what is chosen at random."""

    def __init__(self, scenario: str, pace: str, seed: int) -> None:
        self.scenario, self.pace, self.seed = scenario, pace, seed
        self.scene: Scene = play(scenario, pace)
        self.operations = len(self.scene.moments)

    def names(self, rots: int = 0) -> Iterator[str]:
        """Every operation before it and torn in three ways, half of the sleeps; most with a second cut in the boot.

        rots: how many single bits of the chip are changed as well.
        """
        chance = self._chance("names")
        for number in range(self.operations):
            for how in (BEFORE, *TORN):
                place = f"{number}:{how}"
                yield place
                for _ in range(SECOND_CUTS):
                    yield f"{place}/{chance.randrange(self._boot_operations)}:{chance.choice((BEFORE, *TORN))}"
            yield f"{number}:{BEFORE}/flip{chance.randrange(1 << 20)}"
        last = len(self.scene.instants) - 1
        for instant in range(last):
            if chance.random() < 0.5:
                yield f"i{instant}"
        yield f"i{last}"
        for rot in range(rots):
            yield f"i{last}/rot{rot}"

    @cached_property
    def _boot_operations(self) -> int:
        """How many operations a boot after the scenario takes, about."""
        chip = FlashChip.holding(self.scene.chip.image())
        CutBench(chip)
        return max(1, chip.operations)

    def complaints(self, cut: str) -> list[str]:
        """Of the pump that boots after this cut; none is well."""
        found = PLACE.fullmatch(cut)
        if found is None:
            raise SystemExit(f"--cut {cut}: write it as 17:before, 17:torn2, i5, 17:before/3:torn1 or 17:before/flip9")
        number, how, instant, second, second_how, damage = found.groups()
        moments, place = (self.scene.moments, number) if instant is None else (self.scene.instants, instant)
        if int(place) >= len(moments):
            raise SystemExit(f"--cut {cut}: the scenario has {len(moments)} of these")
        moment = moments[int(place)]
        image = self._left(moment, how or BEFORE, cut.partition("/")[0])
        if second is not None:
            image = self._cut_again(image, int(second), second_how, cut)
        try:
            if damage == "flip":
                return list(self._complaints_of_damage(image, self._chance(cut)))
            if damage == "rot":
                return list(self._complaints_of_rot(image, moment.truth, self._chance(cut)))
            return list(self._complaints_of(image, moment.truth, cut))
        except Exception as error:
            where = traceback.extract_tb(error.__traceback__)[-1]
            return [f"P1: {error!r} at {where.filename.rpartition('/')[2]}:{where.lineno}"]

    def _complaints_of(self, image: Image, truth: Truth, cut: str) -> Iterator[str]:
        pump = CutBench(FlashChip.holding(image))
        at_once = list(complaints_at_boot(pump, truth))
        yield from at_once
        if not at_once:
            yield from complaints_in_use(pump, truth, self._chance(cut).random() < 0.5)

    def _left(self, moment: Moment, how: str, place: str) -> Image:
        """The flash after a cut in this operation."""
        if moment.operation is None or how == BEFORE:
            return moment.image
        return _torn(moment.image, moment.operation, self._chance(place))

    def _cut_again(self, image: Image, number: int, how: str, cut: str) -> Image:
        """The flash after a second cut in the boot over it; a boot of fewer operations is cut at its end."""
        chip = FlashChip.holding(image)
        chip.cut_power_at(number, None if how == BEFORE else self._chance(cut))
        with suppress(PowerCut):
            CutBench(chip)
        return chip.image()

    def _complaints_of_damage(self, image: Image, chance: random.Random) -> Iterator[str]:
        """A changed byte of any file is found, or nothing of what is known depends on it."""
        sound = CutBench(FlashChip.holding(image))
        if not sound.recovery.is_known:
            yield "P1: the history is unknown before anything was damaged"
            return
        files: Any = LittlefsFiles(FlashChip.holding(image))
        subfolders = [f"{folder}/{name}" for folder in SUBFOLDERS for name in files.names(folder)]
        for name in sorted([*files.names(), *subfolders]):
            content = bytearray(files.read(name) or b"")
            if content:
                oldest = max(0, len(content) - NEWEST_BYTES) if chance.random() < 0.5 else 0
                place = chance.randrange(oldest, len(content))
                content[place] ^= 1 + chance.randrange(255)
                yield from _complaints_of_change(image, name, bytes(content), f"byte {place} of {name}", sound)

    def _complaints_of_rot(self, image: Image, truth: Truth, chance: random.Random) -> Iterator[str]:
        """A changed bit of the chip locks the pump, or changes nothing of what it knows."""
        block = chance.choice([place for place, content in enumerate(image) if content != ERASED])
        offset = chance.choice([place for place in range(BLOCK_BYTES) if image[block][place] != 0xFF])
        content = bytearray(image[block])
        content[offset] ^= 1 << chance.randrange(8)
        pump = CutBench(FlashChip.holding((*image[:block], bytes(content), *image[block + 1 :])))
        if pump.state() == "locked" and pump.alarms.high_shown():
            return
        for complaint in complaints_at_boot(pump, truth):
            yield f"{complaint} (a bit of byte {offset} of block {block} was changed)"

    def _chance(self, place: str) -> random.Random:
        return random.Random(f"{self.seed} {self.scenario} {self.pace} {place}")


def _torn(image: Image, operation: Operation, chance: random.Random) -> Image:
    blocks = list(image)
    blocks[operation.block] = operation.torn(blocks[operation.block], chance)
    return tuple(blocks)


def _complaints_of_change(image: Image, name: str, content: bytes, where: str, sound: CutBench) -> Iterator[str]:
    """Of the pump that boots with this content in a file; sound: with the content that belongs there."""
    chip = FlashChip.holding(image)
    files: Any = LittlefsFiles(chip)
    files.replace(name, content)
    pump = CutBench(chip)
    if name.startswith(LOG):
        if replace(_state(pump), latched=()) != replace(_state(sound), latched=()):
            yield f"P5: {where} was changed, and the pump knows something else of doses or settings"
        return
    if pump.recovery.is_known and pump.heart.prescription is not None:
        if _state(pump) != _state(sound):
            yield f"P4: {where} was changed and read as data"
        return
    if sound.heart.prescription is None and pump.recovery.is_known:
        return
    if not pump.alarms.high_shown():
        yield f"P4: {where} was changed, and no alarm says so"
    pump.run_for(3)
    if pump.engine.made() or pump.state() != "locked":
        yield f"P2: {where} was changed, and it is {pump.state()}"


@dataclass(frozen=True)
class _State:
    """All that is remembered of doses and settings. latched: the alarms of it."""

    of_doses: object
    latched: tuple[int, ...]
    of_settings: object


def _state(pump: CutBench) -> _State:
    of_doses, here = ledger_state.state(pump.history), known(pump)
    latched = of_doses.pop("latched")
    line = pump.programming.line.fronts
    return _State(of_doses, latched, (replace(here, latched=frozenset()), line, pump.programming.step_volume_fl))
