"""The twin's side of the bench: carries out what a person does there, and sends what there is to see.

It is called at every look at the link's socket, from an action of the session.
"""

import time
from functools import partial
from multiprocessing.connection import Connection
from typing import Any, cast

from bench.controls import FILL, Fill, Finish, Happen, SetSpeed
from bench.flow_window import FlowWindow, Passed
from bench.handheld_controls import HandheldAct, HandheldButton, HandheldControl, SetCable
from bench.live_handheld import LiveHandheld
from bench.snapshot import Flows, Snapshot, rig_of
from pump.news import Item, News
from pump.sim import Crew, action_of
from twin.accounts import Look
from twin.served_session import ServedSession
from twin.session import Action
from twin.signal_watch import SignalWatch

SNAPSHOT_S = 0.125  # of the wall's clock
KEPT_OVER_S = 1.0
KEPT_NEWS = 12
_RIG_STYLE = "cyan"


class LiveBench:
    """channel: Controls come, Snapshots go. The session ends when the other end says so, or is gone."""

    def __init__(self, session: ServedSession, channel: "Connection[Any, Any]") -> None:
        self._session = session
        self._channel = channel
        self._crew = Crew.of(session)
        hardware, pins = session.bench.hardware, session.bench.board.PINS
        names = ("led_red", "led_yellow", "buzzer")
        self._signals = [SignalWatch(hardware.wire(pins[name]), session.clock) for name in names]
        handheld = session.bench.handheld
        self._handheld = None if handheld is None else LiveHandheld(handheld)
        self._flows = FlowWindow()
        self._news_since = News().since
        self._news: list[Item] = []
        self._notes_told = 0
        self._due_s = 0.0
        self._kept = (0.0, 0, 0.0)  # wall seconds, pump microseconds, the speed between that and the one before

    def meanwhile(self) -> None:
        try:
            while self._channel.poll():
                self._obey(self._channel.recv())
                self._due_s = 0.0  # what comes of it is to be seen at once
            if time.monotonic() >= self._due_s:
                self._due_s = time.monotonic() + SNAPSHOT_S
                self._channel.send(self._snapshot())
        except (EOFError, OSError):
            self._session.end()

    def _obey(self, control: object) -> None:
        session = self._session
        if isinstance(control, SetSpeed):
            session.pace.set_speed(control.speed, session.t_us)
        elif isinstance(control, Happen):
            self._happens(control.words, action_of(control.event, self._crew))
        elif isinstance(control, Fill):
            mixture = None if control.per_ml_pg is None else [[self._first_drug(), control.per_ml_pg]]
            amounts = (control.withdrawn_nl, control.filled_nl, mixture)
            self._happens(control.words, partial(self._crew.clinic.fill, FILL, *amounts))
        elif isinstance(control, HandheldButton | HandheldAct | SetCable):
            session.clock.after(0, partial(self._at_handheld, control))
        elif isinstance(control, Finish):
            session.end()

    def _happens(self, words: str, action: Action) -> None:
        """As soon as time goes on: a power cut ends the firmware in the middle of its call, and not of this one."""
        self._news.append((self._session.t_us, words, _RIG_STYLE))
        self._session.clock.after(0, action)

    def _at_handheld(self, control: HandheldControl) -> None:
        words = None if self._handheld is None else self._handheld.obey(control)
        if words is not None:
            self._news.append((self._session.t_us, words, _RIG_STYLE))

    def _first_drug(self) -> str:
        return self._session.rig.fluid.drug_names[0]

    def _snapshot(self) -> Snapshot:
        session = self._session
        look = session.look()
        self._take_news(look)
        tip_ug = look.drugs[0].at_tip_ug if look.drugs else 0.0
        self._flows.see(Passed(look.t_us, look.delivered_uL, tip_ug))
        pump = session.pump
        is_told = pump is not None and pump.heart.time.is_known
        return Snapshot(
            look=look,
            rig=rig_of(session, *(watch.part_on() for watch in self._signals)),
            flows=Flows(look.uL_per_day / 1e3, self._flows.outlet_mL_per_day(), self._flows.tip_ug_per_day()),
            speed=session.pace.speed,
            kept=self._speed_kept(look.t_us),
            capacity_mL=cast("int", session.order["reservoir_capacity_nl"]) / 1e6,
            week_s=session.wall_clock.second_of_week(session.t_us),
            pump_week_s=pump.heart.time.second_of_week() if pump is not None and is_told else None,
            news=tuple(self._news),
            handheld=None if self._handheld is None else self._handheld.seen(),
        )

    def _take_news(self, look: Look) -> None:
        self._news += self._news_since(self._session, look)
        told, notes = self._notes_told, self._session.notes
        self._news += [(look.t_us, note, "red") for note in notes[told:]]
        self._notes_told = len(notes)
        del self._news[:-KEPT_NEWS]

    def _speed_kept(self, t_us: int) -> float:
        now_s = time.monotonic()
        since_s, since_us, kept = self._kept
        if now_s - since_s >= KEPT_OVER_S:
            kept = (t_us - since_us) / 1e6 / (now_s - since_s)
            self._kept = (now_s, t_us, kept)
        return kept
