"""Numbers into words, and when the pump time is known."""

import pytest

from journal.chain import Entry
from journal.firmware_face import KIND_NAMES, LAST_DAY
from journal.pump_time import pump_times, running, shown_day
from journal.words import kind_name, words_of
from support import proves
from therapy.alarms import alarm_table
from therapy.memory import record_kinds as kinds

A_MONDAY = 9_450  # 2026-11-16
OTHER = ", another mixture"


def entry(kind: int, *numbers: int, t_s: int = 0, sequence: int = 0) -> Entry:
    a, b, c, d = (*numbers, 0, 0, 0, 0)[:4]
    return Entry(sequence, t_s, kind, 0, (a, b, c, d), "log/00001", 24)


@proves("P5")
@pytest.mark.parametrize(
    ("record", "words"),
    [
        (entry(kinds.GRANTED, 1, 533, 60, 9), "patient bolus of 533 microsteps over 60 s, in hour 9"),
        (entry(kinds.GRANTED, 2, 1, 60, 24), "clinician bolus of 1 microstep over 60 s, at an unknown hour"),
        (entry(kinds.BOLUS_ENDED, 4, 20, 1), "bridge bolus cut: 20 microsteps"),
        (entry(kinds.DENIED, 1, 6, 7), "patient bolus: lockout, in hour 7"),
        (entry(kinds.DENIED, 1, 7, 7 + 192, 3), "patient bolus: most-per-day, in hour 7; 3 more before it in hour 6"),
        (entry(kinds.STOPPED, 1), "by a fault"),
        (entry(kinds.PRESCRIBED, 0xF3E8, 0x79F, 187_500, 7), "therapy f3e8079f, 187500.007 pg a microstep"),
        (entry(kinds.ALARM_ON, alarm_table.LOG_DAMAGED), "log-damaged"),
        (entry(kinds.ALARM_ACKNOWLEDGED, 999), "#999"),
        (entry(kinds.RESET, 3, 0b101, 2, 0), "watchdog; found: cut; self-test failed: arithmetic, step-engine"),
        (entry(kinds.RESET, 1, 0, 0, 1), "power-on; found: new; self-test failed: none; commanded: new-history"),
        (entry(kinds.RESET, 77, -1, -1, 99), "#77; found: #-1; self-test failed: #-1; commanded: #99"),
        (entry(kinds.FILLED, 10**7, 0, 10**6, 1), "10.0000 mL now; 0.0000 mL withdrawn, 1.0000 mL filled" + OTHER),
        (entry(kinds.TIME_SET, A_MONDAY, 3_661), "2026-11-16 01:01:01"),
        (entry(kinds.TIME_SET, -1, 5), "#-1 #5"),
        (entry(kinds.SOFT_LIMITS, 0b1001), "passed: dose-change, lockout"),
        (entry(kinds.SERVICE, 1), "begins"),
        (entry(kinds.PAIRED, 1), "a new patient's key: the one before is worth nothing"),
        (entry(kinds.PAIRED, 7), "a new #7's key: the one before is worth nothing"),
        (entry(200, 1, 2, 3, 4), "1 2 3 4 (?)"),
        (entry(kinds.RESERVE, 1, 2, 3, 4), "1 2 3 4 (given millions, given ones, steps reserved beyond them, "
         "steps given of the open bolus)"),
    ],
)  # fmt: skip
def test_a_record_in_words(record: Entry, words: str):
    assert words_of(record) == words


def test_any_numbers_have_words():
    for kind in range(256):
        for number in (-(2**31), -1, 0, 1, 24, 2**31 - 1):
            assert words_of(entry(kind, number, number, number, number)).isprintable()
    assert [kind_name(kind) for kind in (0, 24, 200)] == [KIND_NAMES[0], KIND_NAMES[24], "kind-200"]


def test_running_time_is_days_and_time():
    assert running(0) == "0 00:00:00"
    assert running(12 * 86_400 + 3_661) == "12 01:01:01"


def test_a_day_that_no_pump_can_have_is_none():
    assert shown_day(LAST_DAY, 86_399) == "2099-12-31 23:59:59"
    assert shown_day(LAST_DAY, 86_400) is None
    assert shown_day(-1, 0) is None


@proves("P5")
def test_the_pump_time_is_known_from_its_setting_to_a_reset_a_loss_or_a_missing_record():
    records = [
        entry(kinds.STARTED, sequence=0),
        entry(kinds.TIME_SET, A_MONDAY, 86_399, t_s=100, sequence=1),
        entry(kinds.STARTED, t_s=102, sequence=2),
        entry(kinds.RESET, t_s=110, sequence=3),
        entry(kinds.TIME_SET, A_MONDAY, 10, t_s=110, sequence=4),
        entry(kinds.STARTED, t_s=111, sequence=6),
        entry(kinds.TIME_SET, A_MONDAY, 20, t_s=112, sequence=7),
        entry(kinds.TIME_LOST, t_s=113, sequence=8),
    ]
    assert pump_times(records) == [
        None,
        "2026-11-16 23:59:59",
        "2026-11-17 00:00:01",
        None,
        "2026-11-16 00:00:10",
        None,
        "2026-11-16 00:00:20",
        None,
    ]
