"""Random days of the pump, cut at random instants: what was written is read back, never less than was made."""

import random
from contextlib import suppress

from hypothesis import given, settings
from hypothesis import strategies as st

from bench_of_heart import HeartBench
from event_log_state import OTHER, check_follows_the_ledger
from example_orders import MG, ML, fast_therapy, flex, patient_bolus, therapy
from ledger_state import replayed, state
from storage.held import FILES
from storage.ledger import KNOWN, UNKNOWN
from support import proves
from therapy.bolus_kinds import PATIENT
from units.refused import Refused

SETTINGS = settings(derandomize=True, deadline=None, max_examples=120)
SMALL = patient_bolus(dose_pg=MG // 20, over_s=20, lockout_s=60, most_per_day=48)
THERAPIES = st.sampled_from(
    [
        therapy(bolus=SMALL),
        fast_therapy(3, bolus=SMALL),
        fast_therapy(14, bolus=SMALL),
        fast_therapy(6, drugs=[["weak", 25 * MG + 1]], bolus=SMALL),
        flex((0, 6_000), (9, 12_000), (40, 3_000), (43_200, 14_000), bolus=SMALL, clock_lost="lowest period"),
    ]
)
DRUGS = [[["morphine", 25 * MG]], [["morphine", 40 * MG]], [["morphine", 15 * MG], ["other", MG]], [["third", 30 * MG]]]
WEEK_S = 604_800


def change_the_limit(bench, chance):
    bench.confirm(dict(bench.prescription().order, max_dose_pg_per_day=(1_200 + chance.randrange(50)) * MG))


def fill_the_same(bench, chance):
    bench.reservoir_desk.refill(chance.randrange(20 * ML), 20 * ML, False)


def fill_another(bench, chance):
    """And program it, as soon as that is possible; sometimes only later."""
    bench.reservoir_desk.refill(20 * ML, 20 * ML, True)
    if chance.randrange(3):
        bench.run_for(chance.uniform(0, 3))
        bench.confirm(dict(bench.prescription().order, drugs=chance.choice(DRUGS), catheter_volume_nl=3_000))


def correct_the_concentration(bench, chance):
    drugs = [[name, chance.choice((15, 25, 40)) * MG] for name, _ in bench.prescription().order["drugs"]]
    bench.confirm(dict(bench.prescription().order, drugs=drugs))


def prime(bench, chance):
    bench.desk.prime()


ACTS = [
    lambda bench, chance: bench.press(),
    lambda bench, chance: bench.press(),
    lambda bench, chance: bench.desk.start(),
    lambda bench, chance: bench.desk.start(),
    lambda bench, chance: bench.desk.stop(),
    lambda bench, chance: bench.desk.clinician_bolus(MG // 20, 20),
    lambda bench, chance: bench.desk.stop_bolus(),
    change_the_limit,
]
VISITS = [
    *ACTS,
    fill_the_same,
    fill_another,
    fill_another,
    correct_the_concentration,
    prime,
    lambda bench, chance: bench.desk.bridge(),
    lambda bench, chance: bench.reporting.close_report(),
    lambda bench, chance: bench.set_time(chance.randrange(WEEK_S), chance.randrange(1_000_000)),
    lambda bench, chance: bench.lose_time(),
]


def live(bench, chance, seconds, acts=ACTS):
    """Presses, stops, starts, changes of therapy and whatever `acts` has, at random moments."""
    for _ in range(6 if acts is ACTS else 14):
        with suppress(Refused):
            chance.choice(acts)(bench, chance)
        bench.run_for(chance.uniform(0, seconds))


def quiet(bench):
    """No bolus, no delivery, everything on record."""
    while bench.history.bolus_kind or not bench.recorder.is_clear() or bench.heart.therapy_changing:
        if bench.heart.course.is_open() and not bench.heart.bolus.cancelled:
            bench.desk.stop_bolus()
        bench.turn()
    if bench.history.running:
        bench.desk.stop()
    bench.run_for(3)


@proves("P1", "B4")
@SETTINGS
@given(THERAPIES, st.integers(0, 2**32))
def test_replay_gives_what_was_written(order, seed):
    chance = random.Random(seed)
    bench = HeartBench(order)
    bench.start()
    live(bench, chance, 15)
    quiet(bench)
    compare(bench)


def compare(bench):
    check_follows_the_ledger(bench.files)
    found, history, ledger = replayed(bench.files)
    assert (found, ledger.why) == (KNOWN, "")
    assert state(history) == state(bench.history)
    assert history.window.total.value() == bench.history.window.total.value()


@proves("P1", "B4", "R5", "R8", "P5")
@SETTINGS
@given(THERAPIES, st.integers(0, 2**32))
def test_replay_gives_what_visits_of_a_clinician_wrote(order, seed):
    """Refills, other mixtures, bridges, priming, reports and the pump time, over several ledger segments."""
    chance = random.Random(seed)
    bench = HeartBench(order)
    bench.set_time(0)
    bench.start()
    live(bench, chance, 8, VISITS)
    while not bench.recorder.is_clear():
        bench.turn()
    if chance.randrange(2):
        bench.recorder.begin_segment()
    live(bench, chance, 8, VISITS)
    quiet(bench)
    compare(bench)


@proves("P1", "P2", "P5", "B4", "B2")
@SETTINGS
@given(THERAPIES, st.integers(0, 2**32))
def test_a_cut_at_any_instant_counts_all_that_may_have_been_given_and_only_once(order, seed):
    chance = random.Random(seed)
    bench = HeartBench(order)
    bench.start()
    for _ in range(3):
        live(bench, chance, 8)
        while chance.random() < 0.5:
            bench.loop.tick()
        known, largest = bench.history.given.value(), bench.heart.governor.largest_reservation
        grants = list(bench.history.lockout.granted_s) if bench.recorder.is_clear() else None
        patient = bench.history.by_kind[PATIENT].value()
        window_pg = bench.history.window.total.value()
        bench = bench.reset(after_us=chance.randrange(3_600_000_000))
        given_steps = bench.history.given.value()
        assert bench.recovery.is_known
        assert bench.made_before <= given_steps <= known + max(largest, 533)
        assert sum(kind.value() for kind in bench.history.by_kind) == given_steps
        assert bench.history.reserved_steps() == 0
        assert bench.history.window.total.value() >= window_pg
        check_follows_the_ledger(bench.files, segment=OTHER)
        assert bench.history.by_kind[PATIENT].value() >= min(patient, given_steps)
        if grants is not None:
            assert list(bench.history.lockout.granted_s) == grants
        while bench.heart.is_beginning() or not bench.recorder.is_clear():
            bench.turn()


@proves("P4")
@SETTINGS
@given(st.integers(0, 2**32))
def test_a_change_of_any_byte_of_the_ledger_in_use_is_found(seed):
    chance = random.Random(seed)
    bench = HeartBench(therapy(bolus=SMALL))
    bench.start()
    live(bench, chance, 10)
    files = bench.files.copy()
    name = bench.ledger.name_in_use()
    bad = bytearray(files.stored[name])
    bad[chance.randrange(len(bad))] ^= 1 + chance.randrange(255)
    files.stored[name] = bytes(bad)
    assert replayed(files)[0] == UNKNOWN
    again = HeartBench(files=files)
    again.run_for(2)
    assert (again.state(), again.engine.made()) == ("locked", [])


@proves("P4", "P1")
@SETTINGS
@given(st.integers(0, 2**32))
def test_a_change_of_any_byte_of_what_is_held_is_found(seed):
    chance = random.Random(seed)
    bench = HeartBench(therapy(bolus=SMALL))
    bench.start()
    live(bench, chance, 10)
    files = bench.files.copy()
    name = chance.choice(FILES)
    bad = bytearray(files.stored[name])
    bad[chance.randrange(len(bad))] ^= 1 + chance.randrange(255)
    files.stored[name] = bytes(bad)
    again = HeartBench(files=files)
    again.run_for(2)
    assert again.recovery.why == name + " is damaged"
    assert (again.state(), again.engine.made()) == ("locked", [])
