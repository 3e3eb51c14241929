"""What the second witness says aloud: each finding once, stopping where nothing leaves, and only a person ends it."""

import unittest

from assembled import Bench, order
from support import proves
from therapy.alarms import alarm_table
from therapy.memory import record_kinds

FAST = {"basal_pg_per_day": 600 * 10**9, "max_dose_pg_per_day": 1_200 * 10**9}  # 24 mL/day
MINUTE_S = 10  # the detector counts its minutes by the calls: these of ten seconds hold 2.78 mg, as at 4 mL/day
STEP_UG = 18.75
SETTLED_MIN = 35  # 30 of them are blind: creep


class Weight:
    """Minutes of weight as the test has them, with the steps that the pump really makes. part: what leaves of them."""

    def __init__(self, **changes):
        bench = self.bench = Bench()
        bench.boot()
        pump = self.pump = bench.pump
        pump.load_cell_desk.set(400_000, 10_737, 300, 2_000)
        bench.prescribe(order(**(changes or FAST)))
        bench.start()
        self.mass_ug = 19_956_000.0
        self.part = 1.0
        self.extra_ug = 0.0
        self._made = pump.history.given.value()
        self._noise = 1
        pump.weighing.listener = None  # the bench's own load cell hangs at one value

    def minute(self, is_measured=True):
        self.bench.run_for(MINUTE_S)
        made = self.pump.history.given.value()
        self.mass_ug -= (made - self._made) * STEP_UG * self.part + self.extra_ug
        self._made = made
        self._noise = (self._noise * 1_103 + 12_345) & 0xFFFF
        self.pump.witness.minute(int(self.mass_ug) + self._noise % 1_000 - 500, is_measured)

    def minutes(self, count):
        for _ in range(count):
            self.minute()

    def until(self, alarm, most):
        for passed in range(1, most + 1):
            self.minute()
            if self.pump.alarms.shown[alarm]:
                return passed
        return None

    def recorded(self, kind):
        self.bench.run_for(1)
        return self.bench.recorded(kind)

    def shown(self):
        shown = self.pump.alarms.shown
        return [alarm_table.NAMES[alarm] for alarm in range(len(shown)) if shown[alarm]]

    def raised(self, alarm):
        return [row for row in self.recorded(record_kinds.ALARM_ON) if row[0] == alarm]


def settled(**changes):
    weight = Weight(**changes)
    weight.minutes(SETTLED_MIN)
    return weight


class NothingLeaves(unittest.TestCase):
    @proves("D4", "A9", "A10")
    def test_stops_delivery_and_a_start_is_refused_until_a_person_has_acknowledged(self):
        weight = settled()
        weight.part = 0.0
        late = weight.until(alarm_table.NO_DELIVERY, 20)
        self.assertTrue(late is not None and late <= 14, late)
        weight.minute()
        self.assertEqual(weight.pump.state(), "stopped")
        self.assertEqual(weight.shown(), ["no-delivery"])
        self.assertEqual(weight.recorded(record_kinds.STOPPED)[-1][0], record_kinds.BY_FAULT)
        weight.pump.desk.acknowledge()
        weight.minute()
        self.assertEqual(weight.recorded(record_kinds.RELEASED), [(30_000, 0, 0, 0)])
        self.assertEqual(weight.pump.state(), "stopped")
        weight.part = 1.0
        weight.pump.desk.start()
        weight.minutes(20)
        self.assertEqual(weight.pump.state(), "running")
        self.assertEqual(weight.shown(), [])

    @proves("A5")
    def test_is_announced_once_however_long_it_goes_on(self):
        weight = settled()
        weight.part = 0.0
        weight.minutes(40)
        self.assertEqual(len(weight.raised(alarm_table.NO_DELIVERY)), 1)
        self.assertEqual(len(weight.recorded(record_kinds.FOUND)), 1)

    @proves("A4", "A10")
    def test_the_missed_volume_on_record_is_what_did_not_leave(self):
        weight = settled()
        weight.part = 0.95  # a head within its tolerance: 14 mg in a hundred minutes, and no fault
        weight.minutes(100)
        weight.part = 0.0
        late = weight.until(alarm_table.NO_DELIVERY, 20)
        verdict, missed_nl, _, _ = weight.recorded(record_kinds.FOUND)[0]
        self.assertEqual(verdict, 0)
        self.assertTrue(abs(missed_nl - 2_778 * (late or 0)) <= 9_000, (missed_nl, late))


class LessOrMore(unittest.TestCase):
    @proves("D4")
    def test_a_quarter_too_little_is_a_high_alarm_and_delivery_goes_on(self):
        weight = settled()
        weight.part = 0.75
        self.assertTrue(weight.until(alarm_table.UNDER_DELIVERY, 90) is not None)
        self.assertEqual(weight.shown(), ["under-delivery"])
        self.assertEqual(weight.pump.state(), "running")

    @proves("D3")
    def test_an_eighth_too_much_is_a_high_alarm_and_delivery_goes_on(self):
        weight = settled()
        weight.part = 1.13
        self.assertTrue(weight.until(alarm_table.OVER_DELIVERY, 200) is not None)
        self.assertEqual(weight.pump.state(), "running")

    @proves("D3")
    def test_free_flow_stops_the_motor(self):
        weight = settled()
        weight.extra_ug = 15_000.0
        late = weight.until(alarm_table.OVER_DELIVERY, 15)
        self.assertTrue(late is not None and late <= 9, late)
        weight.minute()
        self.assertEqual(weight.pump.state(), "stopped")

    @proves("A8")
    def test_weight_lost_while_it_is_stopped_is_a_leak(self):
        weight = settled()
        weight.pump.desk.stop()
        weight.minutes(15)
        weight.extra_ug = 5_000.0
        self.assertTrue(weight.until(alarm_table.LEAK, 30) is not None)
        self.assertFalse("over-delivery" in weight.shown())

    @proves("A3", "A5")
    def test_once_acknowledged_it_comes_back_only_if_it_goes_on(self):
        for goes_on in (True, False):
            weight = settled()
            weight.part = 0.75
            weight.until(alarm_table.UNDER_DELIVERY, 90)
            weight.pump.desk.acknowledge()
            weight.part = 0.75 if goes_on else 1.0
            again = weight.until(alarm_table.UNDER_DELIVERY, 120)
            self.assertEqual(again is not None, goes_on)


class SomebodyMovesTheLoad(unittest.TestCase):
    @proves("A8")
    def test_a_bottle_taken_off_without_a_word_is_a_medium_alarm(self):
        weight = settled()
        weight.mass_ug -= 5_000_000
        self.assertEqual(weight.until(alarm_table.LOAD_MOVED, 5), 2)
        self.assertEqual(weight.recorded(record_kinds.FOUND)[0][0], 3)

    @proves("R6", "A5")
    def test_a_refill_that_is_entered_after_its_weight_came_ends_the_alarm_and_is_weighed_from_before(self):
        weight = settled()
        weight.mass_ug += 4_000_000
        self.assertEqual(weight.until(alarm_table.LOAD_MOVED, 5), 2)
        weight.minutes(3)
        weight.pump.reservoir_desk.refill(16_000_000, 20_000_000, False)
        weight.minutes(3)
        self.assertFalse("load-moved" in weight.shown())
        weighed_nl, filled_nl, _, _ = weight.recorded(record_kinds.FILL_WEIGHED)[0]
        self.assertEqual(filled_nl, 20_000_000)
        self.assertTrue(abs(weighed_nl - 20_000_000) < 60_000, weighed_nl)
        self.assertFalse("misplaced-fill" in weight.shown())

    @proves("R7")
    def test_without_measurements_nothing_is_found_and_dosing_goes_on(self):
        weight = settled()
        weight.part = 0.0
        for _ in range(60):
            weight.minute(False)
        self.assertEqual(weight.shown(), [])
        self.assertEqual(weight.pump.state(), "running")


class Service(unittest.TestCase):
    @proves("A8")
    def test_what_is_done_to_the_load_in_service_mode_is_nobodys_fault(self):
        weight = settled()
        weight.pump.desk.stop()
        weight.minute()
        weight.bench.hold()
        self.assertEqual(weight.pump.state(), "service")
        weight.mass_ug -= 8_000_000
        weight.minutes(3)
        weight.pump.service.leave()
        weight.minutes(90)
        self.assertEqual([name for name in weight.shown() if name not in ("stopped", "witnesses-disagree")], [])


if __name__ == "__main__":
    unittest.main()
