"""The hand-held in the twin's process: what a person does to it, and what there is to see of it."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from bench.dots import packed
from bench.handheld_controls import ACTS, ASK, HandheldButton, HandheldControl, SetCable
from twin.handheld import ANEW_US, PAIR_US, TwinHandheld
from twin.signal_watch import SignalWatch


@dataclass(frozen=True, slots=True)
class HandheldSeen:
    """display: as snapshot.Rig's. buzzer: the part of the time in which it sounded. faults: of the cable, as settled.

    befell: lines that were lost, doubled, late and changed so far.
    """

    is_on: bool
    display: str
    buzzer: float
    ask_down: bool
    next_down: bool
    is_pulled: bool
    faults: SetCable
    befell: tuple[tuple[str, int], ...]


class LiveHandheld:
    """Each method from an action of the session."""

    def __init__(self, handheld: TwinHandheld) -> None:
        self._handheld = handheld
        self._buzzer = SignalWatch(handheld.buzzer(), handheld.second.clock)

    def obey(self, control: HandheldControl) -> str | None:
        """Do it; what to say of it in the list of news, None for a button that is merely pressed by hand."""
        handheld = self._handheld
        if isinstance(control, HandheldButton):
            pin = handheld.ask_pin if control.which == ASK else handheld.next_pin
            if control.is_down:
                handheld.down(pin)
            else:
                handheld.up(pin)
            return None
        if isinstance(control, SetCable):
            faults = handheld.faults
            faults.delay_us, faults.lost, faults.doubled = control.delay_us, control.lost, control.doubled
            faults.late, faults.changed = control.late, control.changed
            return control.in_words()
        self._acts()[control.name]()
        return ACTS[control.name]

    def _acts(self) -> dict[str, Callable[[], None]]:
        handheld = self._handheld
        ask, following = handheld.ask_pin, handheld.next_pin
        return {
            "request": handheld.ask,
            "press-ask": partial(handheld.press, ask),
            "press-next": partial(handheld.press, following),
            "hold-next": partial(handheld.press, following, for_us=PAIR_US),
            "hold-both": partial(handheld.press, ask, following, for_us=ANEW_US),
            "power-off": handheld.second.power_cut,
            "power-on": handheld.second.power_on,
            "pull": partial(self._pull, True),
            "plug": partial(self._pull, False),
        }

    def _pull(self, is_pulled: bool) -> None:
        self._handheld.cable.is_pulled = is_pulled

    def seen(self) -> HandheldSeen:
        """At this moment."""
        handheld, faults = self._handheld, self._handheld.faults
        return HandheldSeen(
            is_on=handheld.is_on,
            display=packed(handheld.screen),
            buzzer=self._buzzer.part_on(),
            ask_down=handheld.ask_pin in handheld.held,
            next_down=handheld.next_pin in handheld.held,
            is_pulled=handheld.cable.is_pulled,
            faults=SetCable(faults.delay_us, faults.lost, faults.doubled, faults.late, faults.changed),
            befell=tuple(faults.befell.items()),
        )
