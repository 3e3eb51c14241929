"""Journals that power cuts left, of every scenario of the campaign: clean, for a cut by itself damages nothing."""

import random

import pytest
from journal_pumps import twin_files

from journal.contents import Contents
from journal.flash_image import files_in
from journal.verified import Journal, read_journal
from proof.cut_points import BEFORE, PLACE, CutPoints
from proof.cut_scenarios import SCENARIOS
from storage.settings import new_pump
from support import proves
from twin.flash_chip import FlashChip
from twin.littlefs_files import Disk

EACH = 40
# littlefs makes a file before it is written: a cut in between leaves it empty, which the pump calls damaged too.
BEGUN = "it is empty: the power went as it was begun, or it was cut short"


def left_by(points: CutPoints, cut: str) -> Journal | None:
    """What a reader finds after this cut; None where no file of a pump is there yet."""
    found = PLACE.fullmatch(cut)
    assert found is not None
    number, how, instant, second, second_how, _ = found.groups()
    moments, place = (points.scene.moments, number) if instant is None else (points.scene.instants, instant)
    image = points._left(moments[int(place)], how or BEFORE, cut.partition("/")[0])  # pyright: ignore[reportPrivateUsage]
    if second is not None:
        image = points._cut_again(image, int(second), second_how, cut)  # pyright: ignore[reportPrivateUsage]
    disk = Disk(FlashChip.holding(image))
    assert not disk.reformatted
    contents = Contents(*files_in(disk))
    return read_journal(contents) if contents.is_a_pump() else None


@proves("P4", "P5")
@pytest.mark.parametrize("scenario", SCENARIOS)
def test_a_power_cut_leaves_a_clean_journal(scenario: str):
    points = CutPoints(scenario, "high", 1)
    names = [name for name in points.names() if "/flip" not in name]
    for cut in random.Random(scenario).sample(names, min(EACH, len(names))):
        journal = left_by(points, cut)
        if journal is not None:
            assert [str(finding) for finding in journal.findings if finding.what != BEGUN] == [], cut


def test_a_new_pump_that_was_cut_has_no_history_and_no_finding():
    first = {name: twin_files()[name] for name in ("held-a/reserve", "ledger-b")}
    journal = read_journal(Contents(new_pump()))
    assert (journal.findings, journal.belief) == ((), None)
    assert journal.notes == ("a new pump that went off while it made its first files: it has no history yet",)
    assert read_journal(Contents(first)).findings
    assert read_journal(Contents({})).findings, "nothing at all may be a pump that lost everything"
