"""The typed pump over the link: readings as the firmware has them, acts that reach it."""

import json

import pytest

from assembled import bolus, order
from bench_wire import client_of
from journal.firmware_face import KIND_NAMES
from link_bench import MG, THERAPY, LinkBench
from pump_link.client import Denied, RefusedByPump
from pump_link.pump import Pump
from pump_link.readings import NotUnderstood, PumpTime
from support import proves
from therapy.alarms.alarm_table import NAMES


@pytest.fixture
def bench():
    return LinkBench().begin()


def pump_of(bench: LinkBench, role: str = "clinician") -> Pump:
    return Pump(client_of(bench, role))


def test_the_status_is_what_the_pump_holds(bench):
    bench.pump.clock_desk.set_time(9_000, 3_600, 0)
    pump = pump_of(bench)
    pump.clinician_bolus(MG // 20, 300)
    status = pump.status()
    assert status.state == "running"
    assert status.time is not None
    assert status.time.day == 9_000
    assert 3_600 <= status.time.second < 3_602
    assert status.boluses_left == 4
    assert status.bolus is not None
    assert status.bolus.kind == "clinician"
    assert status.bolus.of_steps == bench.pump.heart.history.bolus_steps
    assert status.by_steps_nl is not None
    assert pump.pump_id == bench.pump.unique_id()


@proves("B8")
def test_the_last_grant_has_its_running_time_and_counts_as_used(bench):
    pump = pump_of(bench, "patient")
    before = pump.status()
    assert (before.boluses_used, before.granted_t_s) == (0, None)
    pump.patient_bolus()
    bench.run_for(1)
    after = pump.status()
    assert (after.boluses_used, after.boluses_left) == (1, 3)
    assert after.granted_t_s is not None
    assert before.t_s <= after.granted_t_s <= after.t_s


def test_every_alarm_comes_however_many_answers_it_takes(bench):
    for alarm in range(15):
        bench.pump.alarms.show(alarm, True)
    found = pump_of(bench).all_alarms()
    shown = {name for place, name in enumerate(NAMES) if bench.pump.alarms.shown[place]}
    assert {alarm.name for alarm in found} == shown
    assert len(found) == len(shown) > 6
    ranks = ["high", "medium", "low"]
    assert [ranks.index(alarm.priority) for alarm in found] == sorted(ranks.index(alarm.priority) for alarm in found)


def test_the_log_is_all_that_the_pump_keeps_in_its_order(bench):
    pump = pump_of(bench)
    for _ in range(7):
        pump.pause_audio()
        pump.stop()
        bench.run_for(30)
        pump.start()
        bench.run_for(30)
    part = pump.log()
    assert [record.sequence for record in part.records] == list(range(part.next))
    assert part.missing == ()
    kinds = [KIND_NAMES[record.kind] for record in part.records]
    assert kinds.count("stopped") == 7
    later = pump.log(part.next - 5)
    assert later.records == part.records[-5:]
    assert pump.log(part.next).records == ()


def test_a_record_that_cannot_be_read_is_named_and_those_after_it_come(bench):
    bench.run_for(30)
    whole = pump_of(bench).log()
    files = bench.fake.files.contents
    name = next(name for name in files if name.endswith("log/00001"))
    content = bytearray(files[name])
    content[24 + 40 * 2 + 5] ^= 1
    files[name] = bytes(content)
    part = pump_of(bench).log()
    assert part.missing == (2,)
    assert part.records == tuple(record for record in whole.records if record.sequence != 2)


def test_the_report_counts_until_it_is_closed(bench):
    pump = pump_of(bench)
    pump_of(bench, "patient").patient_bolus()
    bench.run_for(400)
    report = pump.report()
    said = bench.pump.reporting.report()
    assert {kind: (given.steps, given.nl) for kind, given in report.given.items()} == {
        kind: (given["steps"], given["nl"]) for kind, given in said["given"].items()
    }
    assert report.given["patient"].steps > 0
    assert sum(report.granted) == 1
    assert report.drugs[THERAPY["drugs"][0][0]].delivered_pg > 0
    pump.close_report()
    bench.run_for(20)
    assert sum(pump.report().granted) == 0


@pytest.mark.parametrize("field", ["state", "alarms", "time"])
def test_an_answer_without_a_field_is_not_understood_in_one_line(bench, field):
    client = client_of(bench)
    ask = client.ask

    def without(command, **arguments):
        said = ask(command, **arguments)
        del said[field]
        return said

    client.ask = without
    with pytest.raises(NotUnderstood, match=f"status: .*{field}") as error:
        Pump(client).status()
    assert "\n" not in str(error.value)


def test_the_acts_reach_the_pump(bench):
    pump = pump_of(bench)
    assert pump.recalibration() is None
    outlook = pump.outlook()
    assert outlook.empty_s is not None
    pump.set_time(8_000, 5)
    assert pump.status().time in (PumpTime(8_000, 5), PumpTime(8_000, 6))
    left_nl = pump.status().by_steps_nl
    expected_nl = pump.refill(0, 10_000_000, False)
    assert left_nl is not None
    assert abs(left_nl - expected_nl) < 1_000
    bench.run_for(1)
    now_nl = pump.status().by_steps_nl
    assert now_nl is not None
    assert now_nl > 9_000_000
    pump.clinician_bolus(MG // 20, 300)
    pump.stop_bolus()
    bench.run_for(5)
    assert pump.status().bolus is None
    with pytest.raises(Denied, match="max-dose-per-day"):
        pump.prime()
    with pytest.raises(RefusedByPump, match="nothing to bridge"):
        pump.bridge()
    with pytest.raises(RefusedByPump, match="what the pump offers"):
        pump.recalibrate(1_000_000)
    with pytest.raises(RefusedByPump, match="acknowledge"):
        pump.acknowledge("no-alarm")
    pump.acknowledge()
    assert pump.pause_audio() is False


@proves("U5")
def test_a_therapy_shows_the_flows_that_would_run_before_it_is_confirmed(bench):
    pump = pump_of(bench)
    new = order(bolus=bolus(), basal_pg_per_day=3 * MG)
    shown = pump.review(new)
    rates = pump.staged_rates()
    flows = bench.pump.programming.staged().infusion.flows
    assert [(rate.steps, rate.us) for rate in rates] == [(flow.steps, flow.us) for flow in flows]
    assert json.loads({row[0]: row[2] for row in shown.changed()}["basal_pg_per_day"]) == 3 * MG
    pump.discard()
    assert bench.pump.programming.staged() is None
    pump.confirm(pump.review(new), [question.name for question in shown.questions])
    bench.run_for(30)
    assert bench.pump.heart.prescription.order == new


def test_alarms_that_change_while_they_are_read_are_read_anew(bench):
    shown = [[name, "low"] for name in NAMES[:14]]
    client = client_of(bench)

    def the_first_ends_after_a_page(command, **arguments):
        first = arguments["from"]
        said = {"alarms_shown": len(shown), "alarms": shown[first : first + 6]}
        if len(shown) == 14:
            del shown[0]
        return said

    client.ask = the_first_ends_after_a_page
    assert [alarm.name for alarm in Pump(client).all_alarms()] == list(NAMES[1:14])


@proves("U3")
def test_after_a_person_read_for_long_it_is_confirmed_in_a_new_session_and_after_ten_minutes_refused(bench):
    pump = pump_of(bench)
    new = order(bolus=bolus(), basal_pg_per_day=3 * MG)
    shown = pump.review(new)
    names = [question.name for question in shown.questions]
    bench.run_for(400)
    pump.begin_anew()
    assert pump.status().entry == "left-alone"
    pump.confirm(shown, names)
    bench.run_for(30)
    assert bench.pump.heart.prescription.order == new
    again = pump.review(order(bolus=bolus(), basal_pg_per_day=2 * MG))
    bench.run_for(610)
    pump.begin_anew()
    assert pump.status().entry == ""
    with pytest.raises(RefusedByPump, match="nothing staged"):
        pump.confirm(again, names)
    assert bench.pump.heart.prescription.order == new


@proves("T3")
def test_a_patients_key_reads_status_and_outlook_and_nothing_else(bench):
    pump = pump_of(bench, "patient")
    assert pump.status().state == "running"
    assert pump.outlook().remaining_nl == bench.pump.reservoir_desk.outlook().remaining_nl
    for ask in (pump.all_alarms, pump.log, pump.report, pump.recalibration, pump.stop, pump.prime):
        with pytest.raises(Denied, match="role"):
            ask()
