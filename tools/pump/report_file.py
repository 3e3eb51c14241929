"""A pump's report as rows, as CSV and as PDF: for `pump report` and for whoever else hands it to a physician."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from fpdf import FPDF

from journal.pump_time import running
from pump.status_words import cause_and_action, mL, time_in_words
from pump.therapy_words import PG, exact
from pump_link.pump import Pump
from pump_link.readings import Outlook, Report, ShownAlarm, Status
from pump_link.words import duration

BENCH_ONLY = "Bench and demonstration only, with water. Never for a human or an animal."
COLUMNS = ("part", "what", "value", "unit")
_MARGIN_MM, _LINE_MM = 15, 6
_WIDTHS_MM = (105, 50, 25)


@dataclass(frozen=True, slots=True)
class Row:
    """value: in the unit, as text; "" where it is not known."""

    what: str
    value: str
    unit: str = ""


@dataclass(frozen=True, slots=True)
class WholeReport:
    """All that a report is made of, read at one visit. made: the computer's local time."""

    pump_id: str
    made: datetime
    status: Status
    outlook: Outlook
    report: Report
    alarms: tuple[ShownAlarm, ...]


def read_whole(pump: Pump, made: datetime) -> WholeReport:
    """Asks the pump for all of it; nothing is changed."""
    status, outlook, report, alarms = pump.status(), pump.outlook(), pump.report(), pump.all_alarms()
    return WholeReport(pump.pump_id, made, status, outlook, report, alarms)


def parts_of(whole: WholeReport) -> list[tuple[str, list[Row]]]:
    """(heading, rows), in the order of the page."""
    status, report = whole.status, whole.report
    now = [
        Row("pump", whole.pump_id),
        Row("read at, this computer's time", f"{whole.made:%Y-%m-%d %H:%M:%S}"),
        Row("pump time", time_in_words(status.time)),
        Row("state", status.state),
        Row("therapy", status.therapy),
        Row("since the last report, running", running(report.now_s - report.since_s), "d h:min:s"),
    ]
    given = [Row(kind, mL(amount.nl).removesuffix(" mL"), "mL") for kind, amount in report.given.items()]
    given += [Row(f"{kind}, microsteps", str(amount.steps)) for kind, amount in report.given.items()]
    drugs = [
        row
        for name, drug in report.drugs.items()
        for row in (
            Row(f"{name}, delivered", exact(drug.delivered_pg, PG, "").strip(), "mg"),
            Row(f"{name}, out of the tip", exact(drug.at_tip_pg, PG, "").strip(), "mg"),
        )
    ]
    alarms = [Row(f"{alarm.name}: {cause_and_action(alarm)[1]}", alarm.priority) for alarm in whole.alarms]
    return [
        ("now", now),
        ("reservoir", _reservoir(whole)),
        ("given since the last report", given),
        ("patient boluses by hour", _asked(report)),
        ("drugs since the first therapy", drugs),
        ("alarms that show", alarms or [Row("none", "")]),
    ]


def as_csv(whole: WholeReport) -> str:
    """COLUMNS, and a line a row."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    for heading, rows in parts_of(whole):
        writer.writerows((heading, row.what, row.value, row.unit) for row in rows)
    return text.getvalue()


def as_pdf(whole: WholeReport) -> bytes:
    """A4 pages, in a font that every reader has."""
    pdf = FPDF(format="A4")
    pdf.set_title(f"Pump {whole.pump_id}: report")
    pdf.set_margin(_MARGIN_MM)
    pdf.set_creation_date(whole.made.astimezone())
    pdf.add_page()
    pdf.set_font("Helvetica", "B", 16)
    pdf.cell(0, 2 * _LINE_MM, "Pump report", new_x="LMARGIN", new_y="NEXT")
    pdf.set_font("Helvetica", "", 9)
    pdf.cell(0, _LINE_MM, BENCH_ONLY, new_x="LMARGIN", new_y="NEXT")
    for heading, rows in parts_of(whole):
        _add_part(pdf, heading, rows)
    return bytes(pdf.output())


def _add_part(pdf: FPDF, heading: str, rows: Sequence[Row]) -> None:
    pdf.ln(_LINE_MM / 2)
    pdf.set_font("Helvetica", "B", 11)
    pdf.cell(0, _LINE_MM + 2, heading, new_x="LMARGIN", new_y="NEXT")
    pdf.set_font("Helvetica", "", 9)
    with pdf.table(col_widths=_WIDTHS_MM, first_row_as_headings=False, line_height=_LINE_MM) as table:
        for row in rows:
            cells = table.row()
            for text in (row.what, row.value, row.unit):
                cells.cell(text.encode("latin-1", "replace").decode("latin-1"))


def _reservoir(whole: WholeReport) -> list[Row]:
    out = whole.outlook
    return [
        Row("left", mL(out.remaining_nl).removesuffix(" mL"), "mL"),
        Row("left, by steps", mL(whole.status.by_steps_nl).removesuffix(" mL"), "mL"),
        Row("left, by weight", mL(whole.status.by_weight_nl).removesuffix(" mL"), "mL"),
        Row("low alarm in", _until(out.low_s)),
        Row("low alarm in, with every patient bolus", _until(out.low_with_boluses_s)),
        Row("empty in", _until(out.empty_s)),
        Row("empty in, with every patient bolus", _until(out.empty_with_boluses_s)),
    ]


def _asked(report: Report) -> list[Row]:
    """Hours in which something was asked for; in all first."""
    rows = [Row("in all", f"{sum(report.granted)} granted, {sum(report.denied)} denied")]
    for hour, (granted, denied) in enumerate(zip(report.granted, report.denied, strict=True)):
        if granted or denied:
            named = f"{hour:02}:00 to {hour:02}:59" if hour < len(report.granted) - 1 else "pump time not known"
            rows.append(Row(named, f"{granted} granted, {denied} denied"))
    return rows


def _until(seconds: int | None) -> str:
    return "never" if seconds is None else duration(seconds)
