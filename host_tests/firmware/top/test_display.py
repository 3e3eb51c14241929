"""What the display shows of a running pump, how often it is drawn, and that its loss is an alarm and nothing more."""

import unittest

import screen_reader
from assembled import bolus, order
from boards.RPI_PICO import board
from drivers import ssd1306
from fitted import FASTEST, FittedBench, running
from support import proves
from therapy.alarms import alarm_table
from therapy.bolus_kinds import PATIENT
from therapy.memory import record_kinds

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


def lines(bench):
    return screen_reader.read(bench.screen.rows())


def shown(bench, alarm):
    return bool(bench.pump.alarms.shown[alarm])


class OfAPump(unittest.TestCase):
    def bench(self, therapy=None, **changes):
        return running(therapy or order(), encoder=False, supply=False, **changes)

    @proves("A1")
    def test_it_shows_state_what_is_left_the_flow_and_water_only(self):
        bench = FittedBench(encoder=False, supply=False)
        bench.run_for(1)
        self.assertEqual(lines(bench)[:2], ["LOCKED", "Left   not known"])
        bench.prescribe(order())
        bench.start()
        bench.run_for(2)
        self.assertEqual(
            lines(bench), ["RUNNING", "Left    20.00 mL", "Flow  0.100 mL/d", "", "", "", "", "WATER ONLY"]
        )
        bench.pump.desk.stop()
        bench.run_for(2)
        self.assertEqual(lines(bench)[:3], ["STOPPED", "Left    20.00 mL", "Flow  0.000 mL/d"])

    @proves("A1")
    def test_what_is_left_is_the_lower_of_the_two_witnesses(self):
        bench = self.bench()
        for by_weight_nl, seen in ((12_345_678, "12.34"), (25_000_000, "20.00"), (None, "20.00")):
            bench.pump.weighed.volume_nl = by_weight_nl
            bench.run_for(0.6)
            self.assertEqual(lines(bench)[1], "Left    %s mL" % seen)

    def test_the_flow_is_that_of_the_basal_and_the_bolus_together(self):
        bench = self.bench(order(bolus=bolus(dose_pg=1_000_000_000, over_s=600)))
        self.assertEqual(bench.pump.heart.ask_patient_bolus(), 0)
        bench.run_for(5)
        self.assertEqual(lines(bench)[2], "Flow  5.859 mL/d")  # 2133 steps in 10 min, and the basal
        bench.run_for(640)
        self.assertEqual(lines(bench)[1:3], ["Left    19.95 mL", "Flow  0.100 mL/d"])
        self.assertEqual(bench.pump.history.by_kind[PATIENT].value(), 2133)

    @proves("A1", "A2")
    def test_the_highest_alarm_stands_first_with_what_to_do_and_the_others_follow(self):
        bench = self.bench()
        bench.pump.alarms.strike(alarm_table.RESTARTED)
        bench.pump.alarms.begin(alarm_table.MEMORY_ERROR)
        bench.run_for(1)
        self.assertEqual(lines(bench)[3:], ["HIGH 1/2", "memory-error", "stop using the", "pump, replace", "the board"])
        bench.run_for(4)
        self.assertEqual(lines(bench)[3:], ["LOW 2/2", "restarted", "check the", "therapy and the", "time"])
        bench.run_for(4)
        self.assertEqual(lines(bench)[3:5], ["HIGH 1/2", "memory-error"])
        bench.pump.alarms.end(alarm_table.MEMORY_ERROR)
        bench.pump.desk.acknowledge()
        bench.run_for(1)
        self.assertEqual(lines(bench)[3:], ["", "", "", "", "WATER ONLY"])

    @proves("A1")
    def test_a_long_text_is_seen_part_by_part(self):
        bench = self.bench()
        bench.pump.alarms.begin(alarm_table.REFILL_DISCREPANCY)
        bench.run_for(1)
        first = lines(bench)[3:]
        bench.run_for(4)
        second = lines(bench)[3:]
        self.assertEqual(first[:3], ["MEDIUM ALARM", "refill-", "discrepancy"])
        self.assertEqual((second[0], second[1]), ("MEDIUM ALARM", "given; check"))

    def test_nothing_changing_nothing_is_sent_but_a_look_every_10_s(self):
        bench = self.bench()
        bench.run_for(11)
        bench.screen.transfers = bench.screen.data_bytes = 0
        bench.run_for(60)
        self.assertEqual((bench.screen.transfers, bench.screen.data_bytes), (6, 0))

    def test_it_is_drawn_at_most_twice_a_second_and_one_line_a_turn(self):
        bench = self.bench(order(**FASTEST))
        sent = []
        send = ssd1306.Ssd1306.send

        def noted(panel):
            before_us = bench.fake.clock.now_us()
            done = send(panel)
            sent.append((before_us, bench.fake.clock.now_us() - before_us))
            return done

        display: "Any" = bench.pump.loop._slices[-1]
        panel = display._screen
        panel.send = lambda: noted(panel)
        for alarm in range(40):
            bench.pump.alarms.begin(alarm)
            bench.run_for(0.1)
        self.assertTrue(all(us < 4_000 for _at, us in sent), sent)
        self.assertTrue(8 < len(sent) <= 2 * 8 * 5, len(sent))

    @proves("A1", "A2")
    def test_a_text_is_made_only_where_no_pulse_of_the_buzzer_begins_or_ends_for_a_fifth_of_a_second(self):
        bench = self.bench()
        changes, made = [], []
        clock = bench.fake.clock
        bench.fake.wire(board.PINS["buzzer"]).on_pwm = lambda _hz, _duty, _us: changes.append(clock.now_us())
        display: "Any" = bench.pump.loop._slices[-1]
        compose = display._compose

        def noted():
            made.append(clock.now_us())
            compose()

        display._compose = noted
        for alarm in (alarm_table.MEMORY_ERROR, alarm_table.BRIDGE_CUT, alarm_table.RESTARTED):
            bench.pump.alarms.strike(alarm)
            bench.run_for(20)
            bench.pump.desk.acknowledge()
            bench.run_for(1)
        self.assertTrue(len(made) > 60 and len(changes) > 60, (len(made), len(changes)))
        early = [us for us in made if any(0 <= change - us < 200_000 for change in changes)]
        self.assertEqual(early, [])

    @proves("A1")
    def test_lost_it_is_a_low_alarm_while_dosing_goes_on_and_back_it_shows_everything_again(self):
        bench = self.bench()
        bench.screen.is_present = False
        bench.run_for(11)
        self.assertTrue(shown(bench, alarm_table.DISPLAY_LOST))
        self.assertEqual((bench.pump.state(), bench.pump.alarms.priority), ("running", alarm_table.LOW))
        bench.run_for(60)
        bench.screen.supply_lost()
        bench.screen.is_present = True
        bench.run_for(11)
        self.assertFalse(shown(bench, alarm_table.DISPLAY_LOST))
        self.assertEqual(lines(bench)[0], "RUNNING")
        self.assertEqual(lines(bench)[7], "WATER ONLY")

    @proves("A1")
    def test_one_that_lost_its_supply_unnoticed_is_set_up_again_within_10_s_without_an_alarm(self):
        bench = self.bench()
        bench.run_for(5)
        bench.screen.supply_lost()
        bench.run_for(11)
        self.assertEqual(lines(bench)[0], "RUNNING")
        self.assertFalse(shown(bench, alarm_table.DISPLAY_LOST))

    @proves("A1")
    def test_never_there_it_is_a_low_alarm_from_the_first_turn(self):
        bench = FittedBench(encoder=False, supply=False)
        bench.screen.is_present = False
        bench.screen.supply_lost()
        bench.run_for(11)
        self.assertTrue(shown(bench, alarm_table.DISPLAY_LOST))

    def test_the_steps_are_as_even_with_a_display_as_without(self):
        bench = self.bench(order(**FASTEST))
        bench.run_for(30)
        gaps = [later - earlier for earlier, later in zip(bench.edges[1:], bench.edges[2:])]
        self.assertTrue(max(gaps) - min(gaps) <= 1, (min(gaps), max(gaps)))
        self.assertEqual(bench.recorded(record_kinds.NOT_GIVEN), [])


if __name__ == "__main__":
    unittest.main()
