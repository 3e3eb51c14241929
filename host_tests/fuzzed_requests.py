"""Requests for the fuzz: right ones, and right ones with something wrong in name, arguments or text. For both VMs."""

import json

from assembled import MG, bolus, order
from line_changes import changed
from link_commands import COMMANDS, row_of
from link_reads import REPORT_PARTS
from therapy.alarms.alarm_table import NAMES as ALARMS
from therapy.order_fields import ORDER

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

NAMES = [row.split(" ")[0] for row in COMMANDS.strip().split("\n")]
OFTEN = ("start", "start", "enter", "stage", "staged", "confirm", "clinician-bolus", "time", "refill", "bolus")
FOR_THE_PATIENT = ("status", "outlook", "bolus")
LONGEST = 470  # some are longer than a line takes
WHOLE = {
    "mass_mg": (0, 50_000),
    "doubt_mg": (2, 10),
    "steps": (64, 3_200),
    "us_per_step": (1_125, 20_000),
    "old_fl": (0, 18_750_000),
    "new_fl": (18_750_000, 18_600_000),
    "from": (0, 1, 5),
    "dose_pg": (MG // 100, MG // 20, 3 * MG),
    "over_s": (60, 300),
    "withdrawn_nl": (0, 2_000_000),
    "filled_nl": (10_000_000, 20_000_000),
    "day": (9_000, 9_450),
    "second": (0, 86_399),
    "us": (0, 999_999),
    "step_volume_fl": (18_750_000, 18_600_000),
    "at": (0, 0, 3, 80),
    "line": (0, 4, 12),
    "number": (0, 1),
}
TEXT = {"part": REPORT_PARTS, "name": ALARMS, "setting": ORDER}
ODD = (0, 1, -1, 255, 65_536, (1 << 30) - 1, 1 << 30, 1 << 31, -(1 << 31), 1 << 63, 10**30, 0.5, -1e300, True, None)
ODD += ("", "x", "morphine", "y" * 200, "\x00\x1f\x7f", "\u00e9\u2028", '"\\' * 30, [], [[]], [0] * 60, {}, {"a": [{}]})
TEXTS = ("", "{", "[" * 300, '{"a":' * 60, "{}{}", "null", "NaN", '{"from": 1e5}', '{"from": -0}', '{"from": 01}')
TYPE = {"whole": int, "text": str, "flag": bool, "names": list}
CHANGES = ("none", "none", "none", "one left out", "one too many", "a value", "a value", "bytes", "name", "text")


def arguments_of(name) -> "Any":
    """[(argument, type), ...] of a command of the table."""
    row = row_of(name)
    assert row is not None
    return row[3]


class Requests:
    """chance: Chance. Also enters whole therapies, setting by setting, and confirms what it heard was staged."""

    def __init__(self, chance):
        self._chance = chance
        self._entering = []
        self._digest = "0" * 64

    def heard(self, digest):
        """The pump staged a therapy of that digest."""
        self._digest = digest

    def next(self, role):
        """(request as bytes, True if the pump must not do it)."""
        chance = self._chance
        if role == b"patient":
            name = chance.choose(FOR_THE_PATIENT) if chance.below(2) else chance.choose(NAMES)
        elif self._entering:
            return self._entering.pop(0), False
        else:
            name = chance.choose(OFTEN) if chance.below(3) == 0 else chance.choose(NAMES)
            if name == "stage":
                self._enter_all()
        request, is_wrong = self._changed(name, self._right(name))
        is_wrong = is_wrong or (role == b"patient" and name not in FOR_THE_PATIENT)
        return request[:LONGEST], is_wrong

    def _enter_all(self):
        """A therapy in full, perhaps with one value that is none; then stage and, with its digest, confirm."""
        chance = self._chance
        therapy = order(bolus=bolus(), basal_pg_per_day=(2 + chance.below(400)) * MG, max_dose_pg_per_day=600 * MG)
        if chance.below(2):
            therapy[chance.choose(ORDER)] = chance.choose(ODD)
        for setting in ORDER:
            given = {"setting": setting, "value": therapy[setting], "at": 0}
            self._entering.append(("enter " + json.dumps(given)).encode()[:LONGEST])
        self._entering.append(b"stage")

    def _right(self, name):
        """Arguments that the pump might well take."""
        return {argument: self._value(argument, kind) for argument, kind in arguments_of(name)}

    def _value(self, argument, kind):
        chance = self._chance
        if kind == "whole":
            return chance.choose(WHOLE.get(argument, (0, 1)))
        if kind == "flag":
            return chance.below(2) == 1
        if kind == "names":
            return []
        if kind == "any":
            return chance.choose(ODD)
        if argument == "digest":
            return self._digest
        return chance.choose(TEXT.get(argument, ("x",)))

    def _changed(self, name, given):
        chance, is_wrong = self._chance, False
        what = chance.choose(CHANGES)
        if what == "text":
            return (name + " " + chance.choose(TEXTS)).encode(), False
        if what == "name":
            return changed(chance, name.encode()), False
        kinds = dict(arguments_of(name))
        argument = chance.choose(sorted(kinds)) if kinds else None
        if what == "one too many":
            given[chance.choose(("x", "", "at ", "From", "dose_ng", "d\u00f6se"))] = chance.choose(ODD)
            is_wrong = True
        elif argument is not None and what == "one left out":
            del given[argument]
            is_wrong = True
        elif argument is not None and what == "a value":
            given[argument] = chance.choose(ODD)
            wanted = TYPE.get(kinds[argument])
            is_wrong = wanted is not None and type(given[argument]) is not wanted
        text = name + " " + json.dumps(given) if given or chance.below(20) == 0 else name
        request = text.encode()
        return (changed(chance, request), False) if what == "bytes" else (request, is_wrong)
