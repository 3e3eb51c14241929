"""The host's client against a running pump: retries that do nothing twice, and what it tells whoever asks."""

import json

import pytest

from assembled import bolus, order
from bench_wire import BenchWire, client_of
from link_bench import MG, THERAPY, LinkBench
from pump_link import entry, frames
from pump_link.client import Client, Denied, RefusedByPump, Unanswered
from pump_link.pairing import NotPaired, pair_while_held
from support import proves
from therapy.memory import record_kinds


@pytest.fixture
def bench():
    return LinkBench().begin()


def wire_of(client: Client) -> BenchWire:
    wire = client._lines._transport
    assert isinstance(wire, BenchWire)
    return wire


def test_a_session_opens_by_itself_and_tells_which_pump_it_is(bench):
    client = client_of(bench)
    assert client.ask("status")["state"] == "running"
    assert client.pump_id == bench.pump.unique_id()


@proves("B8")
@pytest.mark.parametrize("way", ["lost_on_the_way", "lost_on_the_way_back"])
@pytest.mark.parametrize("lost", [1, 2, 3])
def test_a_command_whose_frame_or_answer_got_lost_is_done_once(bench, way, lost):
    client = client_of(bench)
    client.ask("status")
    setattr(wire_of(client), way, lost)
    assert client.ask("clinician-bolus", dose_pg=MG // 20, over_s=300) == {}
    bench.run_for(2)
    assert len(bench.recorded(record_kinds.GRANTED)) == 1
    assert bench.recorded(record_kinds.DENIED) == []
    assert client.sent == 2 + 1 + lost


@proves("B8")
def test_without_any_answer_it_says_that_it_may_have_been_done(bench):
    client = client_of(bench)
    client.ask("status")
    wire_of(client).lost_on_the_way_back = 99
    with pytest.raises(Unanswered, match="it may have been done: read the status"):
        client.ask("clinician-bolus", dose_pg=MG // 20, over_s=300)
    wire_of(client).lost_on_the_way_back = 0
    assert client.ask("status")["bolus"][0] == "clinician"
    assert len(bench.recorded(record_kinds.GRANTED)) == 1


@proves("T1")
def test_another_key_gets_no_answer(bench):
    client = Client(BenchWire(bench), "clinician", bytes(32), try_s=0.02, tries=2)
    with pytest.raises(Unanswered):
        client.ask("stop")
    assert bench.pump.state() == "running"


@proves("T1")
def test_an_answer_that_the_pump_did_not_sign_is_none(bench):
    client = client_of(bench, tries=1)
    client.ask("status")
    wire = wire_of(client)
    forged = frames.signed(bytes(32), "pump1 < clinician 2 ok").encode() + b"\n"
    wire.receive = lambda timeout_s: forged if timeout_s else b""
    with pytest.raises(Unanswered):
        client.ask("stop")


def test_denied_and_refused_come_with_what_the_pump_said(bench):
    client = client_of(bench)
    with pytest.raises(Denied) as denied:
        client.ask("prime")
    assert denied.value.reason == "max-dose-per-day"
    with pytest.raises(RefusedByPump, match=r"clinician_bolus\.over: 3 s: at least 10 s"):
        client.ask("clinician-bolus", dose_pg=MG // 20, over_s=3)
    patient = client_of(bench, "patient")
    patient.ask("bolus")
    bench.run_for(400)
    with pytest.raises(Denied) as denied:
        client_of(bench, "patient").ask("bolus")
    assert denied.value.reason == "lockout"
    assert denied.value.left_s is not None and 13_900 < denied.value.left_s < 14_100


@proves("U1")
def test_a_therapy_is_entered_reviewed_old_against_new_and_confirmed(bench):
    client = client_of(bench)
    new = order(bolus=bolus(most_per_day=6), basal_pg_per_day=11 * MG // 2)
    shown = entry.review(client, new)
    assert [(row[0], json.loads(row[1]), json.loads(row[2])) for row in shown.changed()] == [
        ("basal_pg_per_day", 5 * MG // 2, 11 * MG // 2),
        ("bolus", [MG // 10, 300, 14_400, 4], [MG // 10, 300, 14_400, 6]),
    ]
    assert [question.name for question in shown.questions] == ["dose-change"]
    with pytest.raises(RefusedByPump, match="accept dose-change knowingly"):
        entry.confirm(client, shown, [])
    assert bench.pump.heart.prescription.order == THERAPY
    entry.confirm(client, shown, ["dose-change"])
    bench.run_for(30)
    assert bench.pump.heart.prescription.order == new


@proves("U1")
def test_what_another_client_staged_meanwhile_is_not_confirmed(bench):
    client = client_of(bench)
    shown = entry.review(client, order(bolus=bolus(), basal_pg_per_day=3 * MG))
    client.ask("enter", setting="basal_pg_per_day", value=4 * MG, at=0)
    client.ask("stage")
    with pytest.raises(RefusedByPump, match="the digest of what is staged"):
        client.ask("confirm", digest=shown.digest, accept=[])
    with pytest.raises(entry.AnothersEntry, match="another page or program entered it meanwhile"):
        entry.confirm(client, shown, [])
    bench.run_for(30)
    assert bench.pump.heart.prescription.order == THERAPY


@proves("U1")
@pytest.mark.parametrize("line", [0, 6, 13])
def test_what_was_read_back_otherwise_than_it_is_staged_is_not_shown_for_confirmation(bench, line):
    client = client_of(bench)
    ask = client.ask

    def altered(command, **arguments):
        said = ask(command, **arguments)
        if command == "staged" and arguments["line"] == line:
            said["new"] += " "  # the same to a reader of JSON
        return said

    client.ask = altered
    with pytest.raises(entry.NotAsEntered, match="digest"):
        entry.review(client, order(bolus=bolus(), basal_pg_per_day=3 * MG))


def test_a_week_of_periods_goes_in_parts(bench):
    client = client_of(bench)
    periods = [[1 << day, hour * 5400, (2 + hour % 2) * MG] for day in range(7) for hour in range(16)]
    flex = order(mode="flex", basal_pg_per_day=0, periods=periods, clock_lost="minimum")
    shown = entry.review(client, flex)
    assert json.loads(next(row[2] for row in shown.rows if row[0] == "periods")) == periods


@proves("T5")
def test_pairing_waits_for_the_button_to_be_held_long_enough():
    bench = LinkBench(paired=False)
    bench.boot()
    bench.exchange(b"")
    wire = BenchWire(bench)
    bench.button.drive(0)
    bench.run_for(2.8)
    key, pump_id = pair_while_held(wire, "clinician", 5)
    bench.button.drive(None)
    assert pump_id == bench.pump.unique_id()
    assert Client(wire, "clinician", key, try_s=0.03).ask("status")["state"] == "locked"
    with pytest.raises(NotPaired, match="hold-the-button"):
        pair_while_held(wire, "patient", 5)


def test_a_request_that_does_not_fit_a_line_is_never_sent(bench):
    client = client_of(bench)
    with pytest.raises(ValueError, match="at most 440 printable"):
        client.ask("acknowledge", name="x" * 500)
