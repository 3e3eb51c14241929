"""The runs of a head's calibration: counted microsteps in service mode, a rest before and after each."""

from collections.abc import Callable
from dataclasses import dataclass

from calibration.head_volume import Rest
from pump.errors import Failure, UserError
from pump.pump_waiting import until
from pump.scales import Scale
from pump_link.calibrating import Calibrating, Service

SERVICE = "service"
SLACK_S = 30
SETTLE_S = 5  # drops and tube come to rest after a run
DELIVERING = ("running", "starting", "halting")


@dataclass(frozen=True, slots=True)
class RunPlan:
    """first_steps: before all of it, not weighed: they fill the tube and bring the driver to a whole cycle."""

    runs: int
    steps: int
    us_per_step: int
    rest_s: int
    first_steps: int


def wait_for_service(link: Calibrating, most_s: int, say: Callable[[str], None]) -> Service:
    """A person holds the pump's button for 10 s. Raises UserError while it delivers, Failure if nobody comes."""
    found = link.service()
    if found.state in DELIVERING:
        raise UserError(f"pump: {found.state}: steps are counted in service mode; stop it first: pump stop")
    if found.state != SERVICE:
        say("hold the pump's button for 10 s: service mode")
    done = until(link.service, lambda said: said.state == SERVICE, most_s, lambda said: said.t_s)
    if done is None:
        raise Failure(f"pump: not in service mode after {most_s} s; hold its button for 10 s and begin anew")
    return done


class HeadRuns:
    """say: what goes on, a line each."""

    def __init__(self, link: Calibrating, scale: Scale, plan: RunPlan, say: Callable[[str], None]) -> None:
        self._link = link
        self._scale = scale
        self._plan = plan
        self._say = say

    def make(self) -> list[Rest]:
        """One rest more than runs. Raises Failure for a run that was cut."""
        plan = self._plan
        self._say(f"{plan.first_steps} microsteps that are not weighed")
        self._run(plan.first_steps)
        rests = [self._rest()]
        for number in range(1, plan.runs + 1):
            self._say(f"run {number} of {plan.runs}: {plan.steps} microsteps")
            self._run(plan.steps)
            rests.append(self._rest())
            moved_mg = rests[-1].began.mass_mg - rests[-2].ended.mass_mg
            self._say(f"run {number}: {moved_mg:+.1f} mg")
        return rests

    def _run(self, steps: int) -> None:
        self._link.run(steps, self._plan.us_per_step)
        lasts_s = steps * self._plan.us_per_step / 1e6
        done = until(self._link.service, lambda said: not said.is_busy, 2 * lasts_s + SLACK_S, lambda said: said.t_s)
        if done is None or done.made != steps or done.state != SERVICE:
            made = "not ended in twice its time" if done is None else f"{done.made} of {steps} microsteps made"
            raise Failure(f"run: {made}: it was cut; see pump alarms, then begin anew")
        self._wait(SETTLE_S)

    def _rest(self) -> Rest:
        began = self._scale.read()
        self._wait(self._plan.rest_s)
        return Rest(began, self._scale.read())

    def _wait(self, seconds: int) -> None:
        t_s = self._link.service().t_s
        until(self._link.service, lambda said: said.t_s - t_s >= seconds, seconds + SLACK_S, lambda said: said.t_s)
