"""What the patient's page says: the pump's answers in words, with the time until the next dose and what to do."""

import asyncio
from typing import Any, cast

import pytest
from patient_stand_ins import STATUS, AskedConnection

from programmer.connection import Connection
from programmer.patient_desk import DENIED_ELSE, PatientDesk, shown_to_patient
from pump_link.client import Denied, RefusedByPump, Unanswered
from pump_link.keys import KeyTrouble
from pump_link.transport import NoWire
from support import proves
from therapy.alarms.alarm_table import NAMES
from therapy.denials import REASONS


def desk(connection: AskedConnection) -> PatientDesk:
    return PatientDesk(cast("Connection", connection))


def asked(connection: AskedConnection) -> dict[str, Any]:
    return asyncio.run(desk(connection).ask_bolus())


@proves("T3")
def test_it_asks_with_the_patients_key_alone_for_the_status_and_the_bolus_alone():
    connection = AskedConnection()
    made = desk(connection)
    asyncio.run(made.status())
    asyncio.run(made.ask_bolus())
    assert connection.asked == [("patient", "status"), ("patient", "bolus")]


@proves("B2")
def test_the_first_is_granted_and_the_second_is_denied_with_the_time_until_the_next():
    connection = AskedConnection()
    assert asked(connection) == {"granted": True, "words": "Granted: the pump gives it now."}
    second = asked(connection)
    assert second["granted"] is False
    assert second["words"] == "Denied: it is too early after the last one; 3 h 53 min to go."


@proves("B8")
def test_what_a_browser_sends_again_by_itself_is_asked_once_and_gets_the_same_answer():
    connection = AskedConnection()
    made = desk(connection)

    async def twice() -> list[dict[str, Any]]:
        return list(await asyncio.gather(made.ask_bolus_once("7-1"), made.ask_bolus_once("7-1")))

    first, again = asyncio.run(twice())
    assert first == again == {"granted": True, "words": "Granted: the pump gives it now."}
    assert connection.asked == [("patient", "bolus")]


@pytest.mark.parametrize(
    ("error", "granted", "said"),
    [
        (Denied("high-alarm"), False, "an alarm shows; it says below what to do"),
        (Denied("memory"), False, "ask again in a minute"),
        (Unanswered("bolus", may_be_done=True), None, "It may have been granted"),
        (Unanswered("hello", may_be_done=False), False, "cannot be reached"),
        (NoWire("cut"), None, "It may have been granted"),
        (KeyTrouble("no key"), False, "cannot be reached"),
        (RefusedByPump({}), False, "cannot be reached"),
    ],
)
def test_every_end_of_a_request_is_said_in_words_and_none_is_taken_for_granted(error, granted, said):
    connection = AskedConnection()
    connection.fails = error
    answer = asked(connection)
    assert answer["granted"] is granted
    assert said in answer["words"]


@proves("B2")
@pytest.mark.parametrize("reason", REASONS[1:])
def test_each_of_the_pumps_reasons_is_said_in_words_of_its_own_or_as_something_that_passes(reason):
    connection = AskedConnection()
    connection.fails = Denied(reason)
    said = asked(connection)["words"]
    assert reason not in said.split() and said.startswith("Denied: ")
    assert (DENIED_ELSE in said) is (reason == "self-test")


def test_a_pump_that_is_not_reached_shows_no_old_figures():
    connection = AskedConnection()
    connection.fails = NoWire("cut")
    assert set(asyncio.run(desk(connection).status())) == {"trouble"}


def test_many_pages_ask_the_pump_once():
    connection = AskedConnection()
    made = desk(connection)

    async def look() -> None:
        for _ in range(5):
            await made.status()

    asyncio.run(look())
    assert len(connection.asked) == 1


@proves("B2")
@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({}, "You may ask for a dose."),
        ({"lockout_left_s": 7_500}, "In 2 h 5 min."),
        ({"boluses_left": 0}, "No more today"),
        ({"boluses_left": None, "lockout_left_s": None}, "No dose on request is prescribed."),
        ({"state": "stopped"}, "Not now: the pump is not delivering."),
        ({"bolus": ["patient", 10, 100], "lockout_left_s": 14_000}, "A dose is being given."),
    ],
)
def test_when_the_next_dose_may_be_asked_for_is_said(changes, said):
    assert shown_to_patient({**STATUS, **changes})["next"].startswith(said)


def test_what_is_left_and_what_is_not_known_are_told_apart():
    assert shown_to_patient(STATUS)["remaining_mL"] == 19.5
    assert shown_to_patient({**STATUS, "by_steps_nl": None})["remaining_mL"] is None


@pytest.mark.parametrize("name", NAMES)
def test_each_alarm_has_its_cause_in_words_and_one_thing_to_do(name):
    for priority, to_do in (("high", "now"), ("medium", "today"), ("low", "next call")):
        alarms = shown_to_patient({**STATUS, "alarms": [[name, priority]], "alarms_shown": 3})
        (shown,) = alarms["alarms"]
        assert shown["cause"] not in ("", name)
        assert to_do in shown["to_do"]
        assert alarms["more_alarms"] == 2
