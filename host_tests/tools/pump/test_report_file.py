"""A report as rows, as CSV and as PDF."""

import csv
import io
import zlib
from datetime import datetime

import pytest

from pump.clinic_commands import counted_from, difference_in_words
from pump.report_file import COLUMNS, WholeReport, as_csv, as_pdf, parts_of
from pump_link.readings import DrugGiven, Given, Outlook, PumpTime, Report, ShownAlarm, Status
from support import proves

MADE = datetime(2026, 11, 16, 12, 30, 5)


def whole(drug: str = "morphine") -> WholeReport:
    hours = [0] * 25
    granted, denied = hours.copy(), hours.copy()
    granted[9], denied[9], denied[24] = 2, 1, 3
    status = Status(
        state="running",
        t_s=90_061,
        time=PumpTime(9_450, 45_000),
        flow_fl_per_day=5 * 10**11,
        by_steps_nl=19_000_000,
        by_weight_nl=None,
        alarms=(),
        alarms_shown=1,
        lockout_left_s=0,
        boluses_left=4,
        boluses_used=0,
        granted_t_s=None,
        therapy="f3e8079f",
        is_changing=False,
        bolus=None,
        entry="",
        entry_left_s=None,
    )
    report = Report(
        since_s=0,
        now_s=90_061,
        supply_is_sensed=False,
        given={"basal": Given(1_000, 18_750), "patient": Given(10, 187)},
        granted=tuple(granted),
        denied=tuple(denied),
        drugs={drug: DrugGiven(1_234_567_891, 1_000_000_000)},
    )
    outlook = Outlook(19_000_000, 86_400, 43_200, None, 90_000)
    return WholeReport("e66", MADE, status, outlook, report, (ShownAlarm("reservoir-low", "medium"),))


@proves("P3")
def test_the_csv_holds_every_row_with_its_unit():
    rows = list(csv.reader(io.StringIO(as_csv(whole()))))
    assert tuple(rows[0]) == COLUMNS
    assert all(len(row) == len(COLUMNS) for row in rows)
    assert ["given since the last report", "basal", "0.0187", "mL"] in rows
    assert ["given since the last report", "patient, microsteps", "10", ""] in rows
    assert ["drugs since the first therapy", "morphine, delivered", "1.234567891", "mg"] in rows
    assert ["patient boluses by hour", "in all", "2 granted, 4 denied", ""] in rows
    assert ["patient boluses by hour", "09:00 to 09:59", "2 granted, 1 denied", ""] in rows
    assert ["patient boluses by hour", "pump time not known", "0 granted, 3 denied", ""] in rows
    assert ["reservoir", "empty in", "never", ""] in rows
    assert ["reservoir", "left, by weight", "not known", "mL"] in rows
    assert ["now", "pump time", "2026-11-16 12:30:00", ""] in rows
    assert len(rows) == 1 + sum(len(part) for _, part in parts_of(whole()))


def text_of(pdf: bytes) -> str:
    """What its streams say, unpacked."""
    said = b""
    for part in pdf.split(b"stream\n")[1::2]:
        try:
            said += zlib.decompress(part.rpartition(b"\nend")[0] or part)
        except zlib.error:
            continue
    return said.decode("latin-1")


def test_the_pdf_says_what_the_rows_say():
    pdf = as_pdf(whole())
    assert pdf.startswith(b"%PDF-")
    said = text_of(pdf)
    for words in (
        "morphine, delivered",
        "1.234567891",
        "09:00 to 09:59",
        "never",
        "reservoir-low",
        "Never for a human",
    ):
        assert words in said


@pytest.mark.parametrize("drug", ["x" * 30, "\u0436\u0433\u4e2d", "a (b) \\ c"])
def test_any_name_of_a_drug_makes_a_pdf(drug):
    assert as_pdf(whole(drug)).startswith(b"%PDF-")
    assert drug in as_csv(whole(drug))


def test_a_local_time_is_counted_as_the_pump_counts():
    assert counted_from(datetime(2001, 1, 1)) == (0, 0, 0)
    assert counted_from(datetime(2026, 11, 16, 1, 1, 1, 7)) == (9_450, 3_661, 7)
    assert counted_from(datetime(2099, 12, 31, 23, 59, 59)) == (36_158, 86_399, 0)


@pytest.mark.parametrize(
    ("ahead_s", "words"),
    [
        (0, "the same"),
        (2, "the same"),
        (-3, "the pump is 3 s behind; pump time --set sets it"),
        (90_000, "the pump is 1 d 1 h ahead; pump time --set sets it"),
    ],
)
def test_the_difference_of_the_two_clocks_in_words(ahead_s, words):
    here = datetime(2026, 11, 16, 1, 1, 1)
    assert difference_in_words(9_450 * 86_400 + 3_661 + ahead_s, here) == words
