"""One run: the unchanged firmware, the mocked hardware and the rig, over one virtual clock.

Power-on, t = 0, is the moment in which a factory-new pump that was calibrated, programmed and started begins to
deliver (or, with nothing to deliver, is programmed): accounts and load cell are zero there. What a person does comes
at its exact microsecond: the button by its pin, the rest by the pump's desk between two turns of its loop.
"""

from collections.abc import Callable, Mapping, Sequence
from random import Random
from typing import cast

from boards.RPI_PICO import board as default_board
from fakes.machine_like import PWRON_RESET, WDT_RESET
from fakes.pins import Wire
from fakes.stops import PowerCut, Stop
from twin.accounts import Accounts, Look
from twin.alarm_watch import AlarmWatch
from twin.bench import Bench
from twin.bolus_watch import BolusWatch
from twin.figures import RigFigures
from twin.prescribed import Prescribed
from twin.pump_face import BOLUS_ENDED, BRIDGE, DENIED, GRANTED, Board, OutlookFace, PumpFace, build
from twin.wall_clock import DAY_S, WallClock
from units.refused import Refused

_LONGEST_ADVANCE_US = 1 << 29

Action = Callable[[], None]
Command = Callable[[PumpFace], object]


class RunOver(BaseException):
    """The end of the run, raised at its exact microsecond; no `except Exception` of the firmware swallows it."""


class Session:
    """Enter what is to happen with `at`, then `run` once. `notes`: lines about what could not happen as asked.

    order: as therapy.prescribing.prescription documents it; `order` is that of the therapy in force. seed: of the rig's
    noise and of the flash's stalls. start_s: pump time at power-on, in seconds from Monday 00:00.
    old_drugs: what the therapy before was for. therapy_us: when the one in force was committed. outlook, week_s: what
    the pump says at the end, if it is up: how long its reservoir lasts, and the second of the week if it knows that.
    turn_taken: called after each turn of the loop with the time at which it began, absolute.
    """

    def __init__(
        self,
        order: Mapping[str, object],
        figures: RigFigures,
        *,
        seed: int = 0,
        board: Board = default_board,
        start_s: int = 0,
    ) -> None:
        self.order = order
        self.bench = bench = Bench(order, figures, seed, board)
        self.clock, self.rig = bench.clock, bench.rig
        bench.hardware.wire(bench.board.PINS["enable"]).listeners.append(self._enable_changed)
        self.notes: list[str] = []
        self._chance = Random(seed)
        self.alarms = AlarmWatch()
        self.boluses = BolusWatch()
        self.wall_clock = WallClock(start_s)
        self.prescribed = Prescribed(bench.step_volume_fl)
        self.prescribed.set_clock(0, start_s)
        self.prescribed.therapy(0, order)
        self.old_drugs: Sequence[Sequence[object]] = ()
        self.therapy_us = 0
        self._to_commit: Mapping[str, object] | None = None
        self.outlook: OutlookFace | None = None
        self.week_s: int | None = None
        self.accounts = Accounts(self)
        self.pump: PumpFace | None = None
        self._t0_us: int | None = None
        self._for_us = 0
        self._planned: list[tuple[int, Action]] = []
        self._asked: list[tuple[str, Command]] = []
        self._off_until_us: int | None = None
        self._turn_began_us = 0
        self.turn_taken: Callable[[int], None] | None = None

    def _enable_changed(self, level: int, us: int) -> None:
        self.rig.on_enable(level, self.clock.absolute(us))
        if level == 0 and self._t0_us is None:
            self._power_on_is_now()

    # Time from power-on

    @property
    def t_us(self) -> int:
        """Microseconds since power-on; negative before it."""
        return self.clock.now_us() - (self._t0_us or 0)

    @property
    def is_powered(self) -> bool:
        return self._off_until_us is None

    def at(self, t_us: int, action: Action) -> None:
        """Do something t_us after power-on. Before `run` only, or from an action and not in the past."""
        if self._t0_us is None:
            self._planned.append((t_us, action))
        else:
            self.clock.at(self._t0_us + t_us, action)

    def run(self, for_us: int) -> Look:
        """Power on and run for for_us. Raises Refused if the firmware does not take the therapy."""
        self._for_us = for_us
        try:
            while True:
                try:
                    self._live()
                except Stop as stop:
                    self._stopped(stop)
        except RunOver:
            pass
        if self.pump is not None:
            self.alarms.look(self.pump.alarms.shown, min(self._turn_began_us, self.clock.now_us()) - (self._t0_us or 0))
        self.boluses.close(self.accounts.bolus_given())
        if self.pump is not None and self.pump.heart.prescription is not None:
            self.outlook = self.pump.reservoir_desk.outlook()
            time = self.pump.heart.time
            self.week_s = time.second_of_week() if time.is_known else None
        return self.look()

    def end(self) -> None:
        """From an action: the run is over at this moment."""
        raise RunOver

    def look(self) -> Look:
        """All accounts at this moment; inside an action or after the run."""
        self.rig.advance_to(self.clock.now_us())
        return self.accounts.look()

    # The life of the firmware

    def _live(self) -> None:
        if self._off_until_us is not None:
            self._wait_for_power(self._off_until_us)
        pump = self._boot()
        if self._t0_us is None:
            self._provision(pump)
        while True:
            if self._asked:
                self._serve(pump)
            self._turn(pump)

    def _turn(self, pump: PumpFace) -> None:
        self._turn_began_us = self.clock.now_us()
        pump.turn()
        if self.turn_taken is not None:
            self.turn_taken(self._turn_began_us)
        if self._t0_us is not None and pump.alarms.shown != self.alarms.shown:
            self.alarms.look(pump.alarms.shown, self._turn_began_us - self._t0_us)

    def _boot(self) -> PumpFace:
        pump = self._build()
        pump.recorder.observer = self._recorded
        self.pump = pump
        pump.boot()
        self.accounts.booted(pump)
        if self._t0_us is not None:
            self.alarms.look(pump.alarms.shown, self.t_us)
            if not pump.heart.time.is_known:
                self.prescribed.lose_clock(self.t_us)
            self._take_over_what_was_cut(pump)
        return pump

    def _build(self) -> PumpFace:
        line = None if self.bench.handheld is None else (None, self._chance.randbytes, None)
        return build(self.bench.hardware, self.bench.board, line)

    def _take_over_what_was_cut(self, pump: PumpFace) -> None:
        """The power went while a therapy was put in force: it is the one, or the one before is, whole."""
        cut, self._to_commit = self._to_commit, None
        if cut is not None and pump.heart.prescription is not None and pump.heart.prescription.order == cut:
            self._committed(cut)

    def _provision(self, pump: PumpFace) -> None:
        """What a clinician does with a pump fresh from the factory."""
        self._pair(pump)
        pump.programming.calibrate(self.bench.step_volume_fl)
        pump.load_cell_desk.set(*self.bench.load_cell_calibration())
        self.set_pump_time(pump)
        self.program("power-on", pump, self.order)
        if self.order["mode"] != "stopped":
            try:
                pump.desk.start()
            except Refused as refused:
                self.notes.append(f"power-on: the pump would not start: {refused}")
            while self._t0_us is None and pump.heart.is_beginning():
                self._turn(pump)
        if self._t0_us is None:
            self._power_on_is_now()
        self.set_pump_time(pump)

    def _pair(self, pump: PumpFace) -> None:
        """With its hand-held, if it has one."""
        if self.bench.handheld is not None:
            self.bench.handheld.pair(self._pumps_button(), lambda us: self._turn_for(pump, us))

    def _pumps_button(self) -> Wire:
        return self.bench.hardware.wire(self.bench.board.PINS["button"])

    def _turn_for(self, pump: PumpFace, us: int) -> None:
        until_us = self.clock.now_us() + us
        self.clock.at(until_us, pump.waiting.wakeup.set)
        while self.clock.now_us() < until_us:
            self._turn(pump)

    def set_pump_time(self, pump: PumpFace) -> None:
        """To the microsecond that the clinic's clock shows."""
        clock, t_us = self.wall_clock, self.t_us if self._t0_us is not None else 0
        second = clock.second_of_week(t_us) % DAY_S
        pump.clock_desk.set_time(clock.day(t_us), second, clock.us_of_second(t_us))

    def program(self, label: str, pump: PumpFace, order: Mapping[str, object]) -> None:
        """Stage, confirm with every soft limit that is asked, turn until it is in force and runs. Raises Refused."""
        programming = pump.programming
        shown = programming.stage(order)
        questions = programming.questions()
        programming.confirm(shown, [question.name for question in questions])
        self.notes += [f"{label}: soft limit passed: {question}" for question in questions]
        self._to_commit = order
        while programming.is_committing():
            self._turn(pump)
        self._to_commit = None
        self._committed(order)
        while pump.heart.is_beginning():
            self._turn(pump)

    def _committed(self, order: Mapping[str, object]) -> None:
        """It is in force from now on."""
        if self._t0_us is None:
            return
        if self.order["drugs"] != order["drugs"]:
            self.old_drugs = cast("Sequence[Sequence[object]]", self.order["drugs"])
        self.order = order
        self.therapy_us = self.t_us
        self.prescribed.therapy(self.therapy_us, order)

    def _power_on_is_now(self) -> None:
        t0_us = self._t0_us = self.clock.now_us()
        self.accounts.power_on()
        if self.pump is not None:
            self.alarms.look(self.pump.alarms.shown, 0)
        for t_us, action in self._planned:
            self.clock.at(t0_us + t_us, action)
        self.clock.at(t0_us + self._for_us, self.end)

    def _stopped(self, stop: Stop) -> None:
        """The firmware is gone; its outputs were released when it ended."""
        t_us = self.t_us
        self.bench.port.fall(self.clock.us)
        pump = self.pump
        if pump is not None:
            self.alarms.look(pump.alarms.shown, min(self._turn_began_us - (self._t0_us or 0), t_us))
        self.alarms.power_lost(t_us)
        self.boluses.power_lost(self.accounts.bolus_given())
        self.accounts.ended()
        self.pump = None
        for label, _ in self._asked:
            self.notes.append(f"{label}: not heard: the pump went down before it could answer")
        self._asked.clear()
        if isinstance(stop, PowerCut):
            self.rig.advance_to(self.clock.now_us())
            self.rig.power_cut()
            self.bench.port.look_again()
        else:
            self.bench.hardware.reboot(WDT_RESET)

    def _wait_for_power(self, until_us: int) -> None:
        clock = self.clock
        while clock.now_us() < until_us:
            clock.advance(min(until_us - clock.now_us(), _LONGEST_ADVANCE_US))
            until_us = self._off_until_us or until_us
        self._off_until_us = None
        self.rig.advance_to(clock.now_us())
        self.rig.power_restore()
        self.bench.port.look_again()
        self.bench.hardware.reboot(PWRON_RESET)

    # The supply, and the link

    def cut_power(self, for_us: int) -> None:
        """From an action: ends the firmware at this microsecond, in whatever it is doing."""
        until_us = self.clock.now_us() + for_us
        if self._off_until_us is not None:
            self._off_until_us = max(self._off_until_us, until_us)
            return
        self._off_until_us = until_us
        self.bench.hardware.boot.end(PowerCut())

    def ask(self, label: str, command: Command) -> None:
        """From an action: a command for the pump, served between two turns, as what comes over a link is."""
        self._asked.append((label, command))
        if self.pump is not None:
            self.pump.waiting.wakeup.set()

    def _serve(self, pump: PumpFace) -> None:
        while self._asked:
            label, command = self._asked.pop(0)
            try:
                command(pump)
            except Refused as refused:
                self.notes.append(f"{label}: refused by the pump: {refused}")
        self.alarms.look(pump.alarms.shown, self.t_us)

    # What the pump records

    def _recorded(self, kind: int, t_s: int, a: int, b: int, c: int, d: int) -> None:
        if kind == GRANTED:
            self._granted(a, b, c)
        elif kind == DENIED:
            self.boluses.denied(a, b)
        elif kind == BOLUS_ENDED:
            self.boluses.ended(b, c == 1)

    def _granted(self, kind: int, steps: int, over_s: int) -> None:
        request = self.boluses.granted(kind, steps)
        if request is None:
            return
        if kind == BRIDGE:
            began_us = max(request.t_us, self.therapy_us)
            self.prescribed.bridge(began_us, cast("int", self.old_drugs[0][1]), steps)
        else:
            self.prescribed.grant(request.t_us, steps, over_s)
