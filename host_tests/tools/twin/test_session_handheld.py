"""The hand-held of a twin: paired by its own procedure, asked at its buttons; the pump gives what it asks for."""

import pytest

from handheld.assembly import HandHeld
from handheld.request import ENDED, GRANTED, NONE
from session_runs import S, order, session
from support import proves
from twin.handheld import TwinHandheld
from twin.session import Session


def made_with() -> tuple[Session, TwinHandheld]:
    bolus = {"dose_pg": 10**8, "over_s": 60, "lockout_s": 3_600, "most_per_day": 4}
    made = session({**order(), "bolus": bolus}, handheld=True)
    handheld = made.bench.handheld
    assert handheld is not None
    return made, handheld


def firmware_of(handheld: TwinHandheld) -> HandHeld:
    firmware = handheld.second.firmware
    assert isinstance(firmware, HandHeld)
    return firmware


def test_the_default_rig_has_none_and_its_pump_has_no_line():
    made = session()
    assert (made.bench.handheld, made.bench.board.HANDHELD) == (None, None)


@proves("T5", "B8")
def test_it_is_paired_at_power_on_and_its_two_acts_make_a_bolus_of_the_pump():
    made, handheld = made_with()
    made.at(10 * S, handheld.ask)
    made.run(120 * S)
    pump_id, key = handheld.kept()
    assert (pump_id, len(key)) == ("e660000000000001", 32)
    assert firmware_of(handheld).request.state in (GRANTED, ENDED)
    assert made.accounts.bolus_given() > 0


@proves("B8")
def test_a_cable_that_is_out_keeps_what_is_asked_from_the_pump_and_its_power_cut_keeps_the_key():
    made, handheld = made_with()

    def pull(is_pulled: bool) -> None:
        handheld.cable.is_pulled = is_pulled

    made.at(10 * S, handheld.ask)
    made.at(12 * S, lambda: pull(True))
    made.at(30 * S, handheld.second.power_cut)
    made.at(40 * S, handheld.second.power_on)
    made.at(50 * S, lambda: pull(False))
    made.run(90 * S)
    assert firmware_of(handheld).view.status is not None
    assert firmware_of(handheld).request.state == NONE
    assert made.accounts.bolus_given() == 0


def test_a_power_cut_of_the_pump_leaves_it_its_own_and_it_finds_the_pump_again():
    made, handheld = made_with()
    seen: list[tuple[bool, bool]] = []
    made.at(10 * S, lambda: made.cut_power(20 * S))
    made.at(25 * S, lambda: seen.append((handheld.is_on, firmware_of(handheld).view.is_stale())))
    made.at(50 * S, lambda: seen.append((handheld.is_on, firmware_of(handheld).view.is_stale())))
    made.run(60 * S)
    assert seen == [(True, True), (True, False)]


def test_the_same_seed_is_the_same_run():
    def keys() -> tuple[str, bytes]:
        made, handheld = made_with()
        made.run(5 * S)
        return handheld.kept()

    assert keys() == keys()


def test_without_the_pumps_button_it_gets_no_key_and_that_is_said():
    _, handheld = made_with()
    with pytest.raises(RuntimeError, match="did not pair"):
        handheld.kept()
