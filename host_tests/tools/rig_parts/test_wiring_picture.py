"""The wiring pictures: current, complete, and readable."""

import itertools
import xml.etree.ElementTree as ElementTree

import pytest

from boards import wiring
from rig_parts import catalogue, wiring_handheld
from rig_parts.catalogue import Board, Driver
from rig_parts.pin_check import HANDHELD, NEEDED, OF_HANDHELD, OPTIONAL, UART, not_wired
from rig_parts.svg import Placed, Sheet
from rig_parts.wiring_picture import drawn, picture, picture_path
from support import proves

PAIRS = [(board, driver.name) for board in catalogue.board_names() for driver in catalogue.driven()]
HANDHELDS = catalogue.handheld_names()
SHEETS = [*PAIRS, *((board, "hand-held") for board in HANDHELDS)]
EDGE = 2  # pixels between a text and a line beside it
SVG = "{http://www.w3.org/2000/svg}"


def parts(board: str, driver: str) -> tuple[Board, Driver]:
    return catalogue.board(board), catalogue.driver(driver)


def sheet_of(board: str, what: str) -> Sheet:
    """what: a driver, or "hand-held"."""
    return wiring_handheld.drawn(catalogue.handheld(board)) if what == "hand-held" else drawn(*parts(board, what))


def overlap(one: Placed, other: Placed) -> bool:
    return one.left < other.right and other.left < one.right and one.top < other.bottom and other.top < one.bottom


def crosses_edge(text: Placed, box: Placed) -> bool:
    inside = (
        box.left + EDGE <= text.left
        and text.right <= box.right - EDGE
        and box.top + EDGE <= text.top
        and text.bottom <= box.bottom - EDGE
    )
    return overlap(text, box) and not inside


def wire_boxes(sheet: Sheet) -> list[Placed]:
    """Each stretch of wire as the box that it fills: all of them lie or stand."""
    assert all(x == u or y == v for (x, y), (u, v) in sheet.wires)
    return [
        Placed("wire", min(x, u) - 1, min(y, v) - 1, max(x, u) + 1, max(y, v) + 1) for (x, y), (u, v) in sheet.wires
    ]


def test_every_board_has_a_picture_for_every_driver_that_is_driven_and_no_other():
    on_disk = {path.relative_to(catalogue.BOARDS).as_posix() for path in catalogue.BOARDS.rglob("*.svg")}
    drawn_ones = [picture_path(*pair) for pair in PAIRS] + [wiring_handheld.picture_path(name) for name in HANDHELDS]
    assert on_disk == {path.relative_to(catalogue.BOARDS).as_posix() for path in drawn_ones}
    assert len(on_disk) >= 24 + 8


@pytest.mark.parametrize(("board", "driver"), PAIRS)
def test_a_picture_is_as_it_would_be_drawn_now(board: str, driver: str):
    held = picture_path(board, driver).read_text(encoding="utf-8")
    assert held == picture(*parts(board, driver)), f"run: pump wiring {board} --write"


@pytest.mark.parametrize("board", HANDHELDS)
def test_a_hand_helds_picture_is_as_it_would_be_drawn_now_and_shows_every_function_on_its_pad(board: str):
    data = catalogue.handheld(board)
    text = wiring_handheld.picture(data)
    assert wiring_handheld.picture_path(board).read_text(encoding="utf-8") == text, f"run: pump wiring {board} --write"
    sheet = wiring_handheld.drawn(data)
    height_of = {placed.text: placed.top for placed in sheet.texts}
    for function in (*OF_HANDHELD.needed, *OF_HANDHELD.optional):
        pad = data.pad(function)
        beside = [placed.text for placed in sheet.texts if placed.top == height_of.get(function)]
        assert (pad in beside) if pad is not None else (function not in height_of)
    for own, of_the_pump in (("link_tx", "RX"), ("link_rx", "TX")):
        assert of_the_pump in [placed.text for placed in sheet.texts if placed.top == height_of[own]], "crossed"
    for said in ("with water", "Never for a human or an animal", "Not verified on hardware"):
        assert said in text


@pytest.mark.parametrize(("board", "what"), SHEETS)
def test_no_text_lies_on_another_on_a_wire_on_an_edge_or_outside(board: str, what: str):
    sheet = sheet_of(board, what)
    for one, other in itertools.combinations(sheet.texts, 2):
        assert not overlap(one, other), (one.text, other.text)
    for text in sheet.texts:
        assert text.left >= 0 and text.right <= sheet.width and text.bottom <= sheet.height, text.text
        assert not [wire for wire in wire_boxes(sheet) if overlap(text, wire)], text.text
        assert not [box for box in sheet.boxes if crosses_edge(text, box)], text.text


@pytest.mark.parametrize(("board", "what"), SHEETS)
def test_no_two_wires_cross_or_run_on_each_other_but_where_they_join(board: str, what: str):
    wires = wire_boxes(sheet_of(board, what))
    for one, other in itertools.combinations(wires, 2):
        if overlap(one, other):
            shared = (
                min(one.right, other.right) - max(one.left, other.left),
                min(one.bottom, other.bottom) - max(one.top, other.top),
            )
            assert max(shared) <= 2, (one, other)


@proves("S5")
@pytest.mark.parametrize(("board", "driver"), PAIRS)
def test_the_picture_shows_every_function_on_its_own_pad_with_stop_switch_and_pull_up(board: str, driver: str):
    data, carrier = parts(board, driver)
    sheet = drawn(data, carrier)
    height_of = {text.text: text.top for text in sheet.texts}
    for function in (*NEEDED, *OPTIONAL):
        is_drawn = function != "led_board" and (function not in UART or "uart" in carrier.terminals)
        pad = data.pad(function) if is_drawn else None
        if pad is None:
            assert function not in height_of
        else:
            beside = [text.text for text in sheet.texts if text.top == height_of[function]]
            assert pad in beside
    assert height_of[carrier.terminals["step"]] == height_of["step"]
    assert height_of[carrier.terminals["enable"]] == height_of["enable"]
    assert {"stop switch, normally closed", "4.7 kohm", "3.3 V"} <= height_of.keys()


@pytest.mark.parametrize(("board", "driver"), PAIRS)
def test_the_picture_is_sound_xml_and_says_what_it_is_not(board: str, driver: str):
    root = ElementTree.fromstring(picture(*parts(board, driver)))
    words = " ".join(text.text or "" for text in root.iter(SVG + "text"))
    for said in (board, driver, "with water", "Never for a human or an animal", "Not verified on hardware"):
        assert said in words
    wanted = ["supply_sense", "motor_sense", *HANDHELD, *(UART if driver == "TMC2209" else ())]
    absent = [name for name in not_wired(catalogue.board(board)) if name in wanted]
    assert ("Not wired on this board, which has no pin left: " + ", ".join(absent) in words) == bool(absent)


def test_the_dividers_are_those_that_the_boards_data_documents():
    text = (catalogue.ROOT / "firmware" / "default_rig.py").read_text(encoding="utf-8")
    upper, lower = wiring.SUPPLY_DIVIDER_OHM
    assert f'"full_scale_mv": {3_300 * (upper + lower) // lower:_}' in text
    upper, lower = wiring.MOTOR_DIVIDER_OHM
    most_mv = 3_300 * (upper + lower) / lower
    assert most_mv > wiring.MOTOR_DIVIDER_MOST_MV
    assert abs(most_mv / 16_500 - 1) < 0.02


def test_the_check_of_overlaps_sees_one():
    sheet = Sheet(200, 100)
    sheet.text(10, 20, "one")
    sheet.text(20, 24, "other")
    sheet.box(15, 0, 100, 90)
    assert overlap(*sheet.texts)
    assert crosses_edge(sheet.texts[0], sheet.boxes[0])
    assert not crosses_edge(Placed("", 20, 10, 40, 20), sheet.boxes[0])
