"""What the pump is doing when the power goes: each prepares a pump, then does what is cut at every operation."""

from collections.abc import Callable
from contextlib import suppress
from typing import Any

from proof.borrowed import example_orders
from proof.cut_scene import MG, PACES, STRONG, Scene
from service import Service
from therapy.alarms import alarm_table
from therapy.memory import record_kinds
from therapy.states import SERVICE
from units.refused import Refused

ML = 1_000_000  # nL
WEAK = 20 * MG  # pg a mL
RECORDS_OF_A_SEGMENT = 122  # as many as lead to the end of a segment of 128


def first_start(scene: Scene) -> None:
    scene.record()
    pump = scene.boot()
    scene.witness.pending = scene.pace.order()
    pump.program(scene.pace.order())
    pump.start()
    scene.pause()


def programming(scene: Scene) -> None:
    scene.delivering()
    scene.record()
    scene.confirm(scene.pace.order(max_dose_pg_per_day=1_200 * MG))
    half = scene.pace.basal // 2 if scene.pace.basal > 1_000 else scene.pace.basal * 2
    scene.confirm(scene.pace.order(basal_pg_per_day=half * STRONG // 1_000))


def programming_a_stop(scene: Scene) -> None:
    scene.delivering()
    scene.record()
    scene.confirm(scene.pace.order(mode="stopped", basal_pg_per_day=0))


def correcting_the_concentration(scene: Scene) -> None:
    scene.delivering()
    scene.record()
    scene.confirm(scene.pace.order(WEAK))


def patient_bolus(scene: Scene) -> None:
    pump = scene.delivering()
    scene.record()
    pump.press()
    pump.run_for(scene.pace.bolus_s / 2)
    pump.press()
    pump.run_for(scene.pace.bolus_s / 2 + 2)
    scene.pause()


def clinician_bolus(scene: Scene) -> None:
    pump = scene.delivering()
    scene.record()
    pump.desk.clinician_bolus(scene.pace.bolus_pg, scene.pace.bolus_s)
    pump.run_for(scene.pace.bolus_s + 2)
    pump.desk.clinician_bolus(scene.pace.bolus_pg, scene.pace.bolus_s)
    pump.run_for(scene.pace.bolus_s / 2)
    pump.desk.stop_bolus()
    scene.pause()


def stopping_in_a_bolus(scene: Scene) -> None:
    pump = scene.delivering()
    pump.press()
    pump.run_for(scene.pace.bolus_s / 2)
    scene.record()
    pump.desk.stop()
    scene.pause()


def bridge(scene: Scene) -> None:
    pump = scene.delivering()
    pump.reservoir_desk.refill(20 * ML, 18 * ML, True)
    pump.settle()
    scene.confirm(scene.pace.order(WEAK))
    scene.record()
    pump.desk.bridge()
    scene.pause(2)
    pump.desk.stop_bolus()
    scene.pause()


def new_segment(scene: Scene) -> None:
    pump = scene.delivering()
    for _ in range(RECORDS_OF_A_SEGMENT):
        pump.book.record(record_kinds.SOFT_LIMITS)
        while pump.recorder.work(False):
            pass
    scene.record()
    for _ in range(3):
        pump.press()
        scene.pause()
    pump.recorder.begin_segment()
    scene.pause()


def refill(scene: Scene) -> None:
    pump = scene.delivering()
    scene.record()
    pump.reservoir_desk.refill(15 * ML, 19 * ML, False)
    scene.pause()


def refill_with_another_mixture(scene: Scene) -> None:
    pump = scene.delivering()
    scene.record()
    pump.reservoir_desk.refill(20 * ML, 18 * ML, True)
    scene.pause()
    scene.confirm(scene.pace.order(WEAK))


def alarms(scene: Scene) -> None:
    pump = scene.delivering()
    scene.record()
    pump.alarms.strike(alarm_table.DOSE_MISSED)
    scene.pause()
    pump.alarms.begin(alarm_table.LOAD_CELL_LOST)
    pump.alarms.strike(alarm_table.REFILL_DISCREPANCY)
    scene.pause()
    pump.alarms.end(alarm_table.LOAD_CELL_LOST)
    pump.desk.acknowledge("dose-missed")
    scene.pause()
    pump.desk.acknowledge()
    scene.pause()


def stop_and_start(scene: Scene) -> None:
    pump = scene.delivering()
    scene.record()
    for _ in range(2):
        pump.desk.stop()
        pump.settle()
        pump.run_for(2)
        pump.start()
        scene.pause()


def fault(scene: Scene) -> None:
    pump = scene.delivering()
    scene.record()
    pump.heart.fault(alarm_table.STEP_ENGINE_FAULT)
    scene.pause()


def flood_of_denials(scene: Scene) -> None:
    pump = scene.delivering()
    pump.press()
    pump.run_for(scene.pace.bolus_s + 2)
    pump.settle()
    scene.record()
    for _ in range(30):
        pump.press()
        pump.turn()
        with suppress(Refused):
            pump.desk.bridge()
    scene.pause()


def setting_the_time(scene: Scene) -> None:
    week = [[127, 0, scene.pace.basal * STRONG // 1_000], [127, 43_200, scene.pace.basal * WEAK // 1_000]]
    pump = scene.delivering(mode="flex", basal_pg_per_day=0, periods=week, clock_lost="lowest period")
    scene.record()
    pump.clock_desk.set_time(9_450, 43_195)
    scene.pause(3)
    pump.clock_desk.forget_time()
    scene.pause()


def service_run(scene: Scene) -> None:
    pump = scene.delivering()
    pump.desk.stop()
    scene.pause()
    step_fl: int = example_orders.STEP_FL
    service: Any = Service(pump.heart, pump.book, pump.recorder, _Released(), _Passes(), pump.programming, step_fl)
    pump.loop._slices = (service,)
    pump.heart.state = SERVICE
    scene.record()
    service.run(60, 20_000)
    pump.run_for(3)
    service.run(500, 20_000)
    pump.run_for(4)
    service.stop()
    pump.run_for(2)
    service.tube_changed()
    scene.witness.tube_was_changed()
    service.leave()
    pump.run_for(2)


class _Released:
    touched = False

    def is_down(self) -> bool:
        return False


class _Passes:
    def run(self) -> bool:
        return True

    def failed_items(self) -> int:
        return 0


def report(scene: Scene) -> None:
    pump = scene.delivering()
    pump.press()
    pump.run_for(scene.pace.bolus_s + 2)
    pump.settle()
    scene.record()
    pump.reporting.close_report()
    scene.pause()


SCENARIOS: dict[str, Callable[[Scene], None]] = {
    play.__name__.replace("_", "-"): play
    for play in (
        first_start,
        programming,
        programming_a_stop,
        correcting_the_concentration,
        patient_bolus,
        clinician_bolus,
        stopping_in_a_bolus,
        bridge,
        new_segment,
        refill,
        refill_with_another_mixture,
        alarms,
        stop_and_start,
        fault,
        flood_of_denials,
        setting_the_time,
        service_run,
        report,
    )
}


def play(scenario: str, pace: str) -> Scene:
    """The scenario without a cut, with every moment at which one may come."""
    scene = Scene(PACES[pace])
    SCENARIOS[scenario](scene)
    return scene
