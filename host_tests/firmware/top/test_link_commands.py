"""What may be asked over the link, by whom, and what comes back; nothing is done that the pump's desks would refuse."""

# pyright: reportOptionalMemberAccess=false, reportOptionalSubscript=false, reportAttributeAccessIssue=false

import json
import unittest

from assembled import MG
from link import frames
from link_bench import PATIENT, LinkBench
from link_commands import COMMANDS, row_of
from storage import records
from storage.event_log import HEAD_LENGTH
from support import proves
from therapy.bolus_kinds import CLINICIAN as BY_CLINICIAN
from therapy.bolus_kinds import PATIENT as BY_PATIENT
from therapy.memory import record_kinds
from units.scale import DAY_US

EXAMPLES = {"whole": 1, "text": "x", "flag": True, "names": ["x"], "any": 1}
NAMES = [row.split(" ")[0] for row in COMMANDS.strip().split("\n")]


def arguments_of(name):
    return {argument: EXAMPLES[kind] for argument, kind in row_of(name)[3]}


class Roles(unittest.TestCase):
    @proves("T3")
    def test_the_patient_has_status_outlook_and_bolus_and_nothing_else(self):
        bench = LinkBench().begin()
        peer = bench.peer(PATIENT)
        events = len(bench.happened)
        for name in NAMES:
            if name not in ("status", "outlook", "bolus"):
                self.assertEqual(peer.ask(name, **arguments_of(name)), ("denied", {"reason": "role"}), name)
                self.assertEqual(peer.ask(name), ("denied", {"reason": "role"}), name)
        for name in ("", "STOP", "stop\t", "stop;", "__init__", "acts.stop", "restart", "bolus2", "stop{}", "exec"):
            answer = peer.ask(name)
            self.assertTrue(answer is not None and answer[0] == "denied", name)
        bench.run_for(2)
        self.assertEqual(bench.pump.state(), "running")
        told = [kind for kind in bench.kinds()[events:] if kind != record_kinds.REJECTED]
        self.assertEqual(told, [])
        self.assertEqual(peer.ask("status")[1]["state"], "running")

    @proves("T3")
    def test_the_patients_bolus_takes_no_dose_of_its_own(self):
        bench = LinkBench().begin()
        self.assertEqual(bench.peer(PATIENT).ask("bolus", dose_pg=5 * MG)[0], "refused")
        bench.run_for(1)
        self.assertEqual(bench.recorded(record_kinds.GRANTED), [])

    def test_the_clinician_has_everything_but_the_patients_bolus(self):
        bench = LinkBench().begin()
        self.assertEqual(bench.peer().ask("bolus"), ("denied", {"reason": "role"}))


class Boluses(unittest.TestCase):
    @proves("B2")
    def test_button_and_link_share_one_lockout(self):
        bench = LinkBench().begin()
        peer = bench.peer(PATIENT)
        bench.press()
        bench.run_for(400)
        peer = bench.peer(PATIENT)
        word, said = peer.ask("bolus")
        self.assertEqual((word, said["reason"]), ("denied", "lockout"))
        self.assertTrue(13_900 <= said["left_s"] <= 14_000, said)
        bench.run_for(14_100)
        peer.open(b"ab" * 16)
        self.assertEqual(peer.ask("bolus"), ("ok", {}))
        bench.press()
        bench.run_for(1)
        self.assertEqual([numbers[0] for numbers in bench.recorded(record_kinds.GRANTED)], [BY_PATIENT] * 2)

    def test_a_clinicians_bolus_is_given_and_can_be_ended(self):
        bench = LinkBench().begin()
        peer = bench.peer()
        self.assertEqual(peer.ask("clinician-bolus", dose_pg=MG // 20, over_s=300), ("ok", {}))
        bench.run_for(20)
        said = peer.ask("status")[1]
        self.assertEqual(said["bolus"][0], "clinician")
        self.assertTrue(said["flow_fl_per_day"] > 100_000_000_000)
        self.assertEqual(peer.ask("stop-bolus"), ("ok", {}))
        bench.run_for(3)
        self.assertFalse("bolus" in peer.ask("status")[1])
        self.assertEqual([numbers[0] for numbers in bench.recorded(record_kinds.GRANTED)], [BY_CLINICIAN])

    def test_priming_and_bridge_go_the_same_way(self):
        bench = LinkBench().begin()
        peer = bench.peer()
        self.assertEqual(peer.ask("bridge")[1]["value"], "nothing to bridge")
        self.assertEqual(peer.ask("prime"), ("denied", {"reason": "max-dose-per-day"}))


class Answers(unittest.TestCase):
    def test_status_says_what_the_pump_does(self):
        bench = LinkBench().begin()
        peer = bench.peer()
        said = peer.ask("status")[1]
        flow = bench.pump.heart.schedule.flow()
        self.assertEqual(said["flow_fl_per_day"], flow.steps * 18_750_000 * DAY_US // flow.us)
        self.assertEqual((said["state"], said["boluses_left"], said["lockout_left_s"]), ("running", 4, 0))
        self.assertEqual(peer.ask("stop"), ("ok", {}))
        bench.run_for(1)
        said = peer.ask("status")[1]
        self.assertEqual((said["state"], said["flow_fl_per_day"]), ("stopped", 0))
        self.assertEqual(peer.ask("start"), ("ok", {}))
        bench.run_for(1)
        self.assertEqual(peer.ask("status")[1]["state"], "running")

    def test_refill_time_alarms_and_sound(self):
        bench = LinkBench().begin()
        peer = bench.peer()
        word, said = peer.ask("refill", withdrawn_nl=2_000_000, filled_nl=20_000_000, other_mixture=False)
        self.assertEqual(word, "ok")
        self.assertTrue(19_990_000 < said["expected_nl"] <= 20_000_000)
        self.assertEqual(peer.ask("alarms", **{"from": 0})[1]["alarms"], [["refill-discrepancy", "medium"]])
        self.assertEqual(peer.ask("pause-audio"), ("ok", {"paused": True}))
        self.assertEqual(peer.ask("acknowledge", name="refill-discrepancy"), ("ok", {}))
        self.assertEqual(peer.ask("acknowledge", name="leak")[0], "refused")
        self.assertEqual(peer.ask("acknowledge-all"), ("ok", {}))
        self.assertEqual(peer.ask("alarms", **{"from": 0})[1]["alarms_shown"], 0)
        self.assertEqual(peer.ask("time", day=9000, second=3600, us=0), ("ok", {}))
        self.assertEqual(peer.ask("status")[1]["time"], [9000, 3600])
        self.assertEqual(peer.ask("time", day=-1, second=0, us=0)[1]["field"], "time.day")

    @proves("U2")
    def test_a_refusal_names_field_value_limit_and_action(self):
        bench = LinkBench().begin()
        word, said = bench.peer().ask("clinician-bolus", dose_pg=MG // 20, over_s=3)
        self.assertEqual(word, "refused")
        self.assertEqual(sorted(said), ["action", "field", "limit", "value"])
        self.assertEqual((said["field"], said["value"]), ("clinician_bolus.over", "3 s"))

    def test_the_log_is_read_in_pages_and_is_the_log(self):
        bench = LinkBench().begin()
        peer = bench.peer()
        bench.press()
        bench.run_for(5)
        rows, links, first = [], [], 0
        while True:
            said = peer.ask("log", **{"from": first})[1]
            if not said["records"]:
                self.assertEqual(said["link"], "")
                break
            self.assertTrue(len(said["records"]) <= 3)
            rows += said["records"]
            links.append((rows[-1], said["link"]))
            first = rows[-1][0] + 1
        self.assertEqual(first, said["next"])
        self.assertEqual([row[0] for row in rows], list(range(len(rows))))
        kinds = [row[1] for row in rows]
        for kind in (record_kinds.RESET, record_kinds.PRESCRIBED, record_kinds.STARTED, record_kinds.GRANTED):
            self.assertTrue(kind in kinds)
        link, linked = records.NO_LINK, {}
        for row in rows:
            link = records.pack_into(bytearray(records.LENGTH), 0, link, row[1], row[7], row[0], *row[2:7])
            linked[row[0]] = "".join("%02x" % byte for byte in link)
        self.assertEqual([said for _, said in links], [linked[row[0]] for row, _ in links])

    def test_a_page_of_the_largest_numbers_fits_an_answer(self):
        bench = LinkBench().begin()
        peer = bench.peer()
        bench.run_for(5)
        path = "log/00001"
        stored = bytearray(bench.fake.files.contents[path])
        link, low = records.NO_LINK, -(1 << 31)
        for place in range(3):
            offset = HEAD_LENGTH + place * records.LENGTH
            link = records.pack_into(stored, offset, link, 34, 0xFFFF, 1_073_741_823, 0xFFFFFFFF, low, low, low, low)
        bench.fake.files.replace(path, bytes(stored))
        bench.pump.log.sequence = 1 << 30
        word, said = peer.ask("log", **{"from": 0})
        self.assertEqual(word, "ok")
        self.assertEqual(said["records"], [[1_073_741_823, 34, 0xFFFFFFFF, low, low, low, low, 0xFFFF]] * 3)

    def test_the_report_comes_in_parts(self):
        bench = LinkBench().begin()
        peer = bench.peer()
        bench.press()
        bench.run_for(310)
        peer = bench.peer()
        self.assertEqual(peer.ask("report", part="given")[1]["patient"][0], 213)
        self.assertEqual(peer.ask("report", part="granted")[1]["granted"][24], 1)
        self.assertEqual(sorted(peer.ask("report", part="drugs")[1]), ["morphine"])
        self.assertEqual(peer.ask("report", part="x")[1]["field"], "report.part")
        bench.run_for(2)
        self.assertEqual(peer.ask("close-report"), ("ok", {}))
        self.assertEqual(peer.ask("report", part="given")[1]["patient"][0], 0)

    @proves("B9")
    def test_only_the_volume_of_a_microstep_that_the_pump_offers_is_taken_over(self):
        bench = LinkBench().begin()
        peer = bench.peer()
        self.assertEqual(peer.ask("recalibration")[1]["step_volume_fl"], None)
        self.assertEqual(peer.ask("recalibrate", step_volume_fl=18_600_000)[0], "refused")
        bench.pump.head.trend.found = [[18_600_000, 30_000]]
        self.assertEqual(peer.ask("recalibration")[1], {"step_volume_fl": 18_600_000, "doubt_fl": 30_000})
        self.assertEqual(peer.ask("recalibrate", step_volume_fl=18_600_001)[0], "refused")
        self.assertEqual(peer.ask("recalibrate", step_volume_fl=18_600_000), ("ok", {}))
        bench.run_for(30)
        self.assertEqual(bench.pump.programming.step_volume_fl, 18_600_000)

    @proves("B9")
    def test_arguments_are_those_of_the_table_of_their_type_and_all_of_them(self):
        bench = LinkBench().begin()
        peer = bench.peer()
        for given in (
            "{}",
            "[]",
            "null",
            "{",
            '"x"',
            '{"dose_pg": 50000000}',
            '{"dose_pg": 50000000, "over_s": 300, "x": 1}',
            '{"dose_pg": 5e7, "over_s": 300}',
            '{"dose_pg": "50000000", "over_s": 300}',
            '{"dose_pg": true, "over_s": 300}',
            '{"dose_pg": -50000000, "over_s": 300}',
            '{"dose_pg": 50000000, "over_s": null}',
            "[" * 300,
        ):
            answer = peer.answer(bench.exchange(peer.line("clinician-bolus " + given)))
            self.assertTrue(answer is not None and answer[0] == "refused", (given, answer))
        self.assertEqual(bench.recorded(record_kinds.GRANTED), [])

    @proves("T6")
    def test_every_answer_fits_a_line_and_is_ascii_whatever_was_asked(self):
        bench = LinkBench().begin()
        peer = bench.peer()
        for value in ("\xfc\u20ac" * 40, '"\\' * 60, 10**300, [[]] * 30, {"a": {"b": None}}, 1e9, "x" * 300):
            for name, argument in (("acknowledge", "name"), ("report", "part"), ("recalibrate", "step_volume_fl")):
                for asked in ({argument: value}, {"other": value}):
                    text = name + " " + json.dumps(asked)
                    if len(text) > 400:
                        continue
                    lines = bench.exchange(peer.line(text))
                    self.assertEqual(len(lines), 1, text)
                    self.assertTrue(len(lines[0]) <= frames.LINE_BYTES)
                    self.assertTrue(all(0x20 <= byte < 0x7F for byte in lines[0]))
                    word = peer.answer(lines)[0]
                    self.assertTrue(word in ("refused", "denied"), (text, word))

    @proves("B9")
    def test_a_number_is_no_answer_to_yes_or_no(self):
        bench = LinkBench().begin()
        said = bench.peer().ask("refill", withdrawn_nl=20_000_000, filled_nl=20_000_000, other_mixture=1)
        self.assertEqual((said[0], said[1]["field"]), ("refused", "refill.other_mixture"))
        self.assertEqual(len(bench.recorded(record_kinds.FILLED)), 1)

    @proves("T6")
    def test_an_answer_that_would_not_fit_a_line_is_denied(self):
        class Far:
            remaining_nl = low_s = low_with_boluses_s = empty_s = empty_with_boluses_s = 10**120

        bench = LinkBench().begin()
        bench.pump.reservoir_desk.outlook = Far
        self.assertEqual(bench.peer().ask("outlook"), ("denied", {"reason": "too-long"}))

    @proves("T6")
    def test_a_fault_in_a_command_ends_nothing(self):
        bench = LinkBench().begin()
        peer = bench.peer()

        def fails(*_):
            raise ZeroDivisionError("of the test")

        bench.pump.reservoir_desk.outlook = fails
        self.assertEqual(peer.ask("outlook")[1]["reason"], "fault")
        self.assertEqual(peer.ask("status")[0], "ok")

    def test_all_alarms_at_once_fit(self):
        bench = LinkBench().begin()
        peer = bench.peer()
        alarms = bench.pump.alarms
        count = len(alarms.shown)
        for alarm in range(count):
            alarms.shown[alarm] = 1
        found, first = [], 0
        self.assertEqual(peer.ask("status")[1]["alarms_shown"], count)
        while first < count:
            found += peer.ask("alarms", **{"from": first})[1]["alarms"]
            first += 6
        self.assertEqual(len(found), count)
        self.assertEqual([row[1] for row in found], sorted((row[1] for row in found), key="high medium low".find))


if __name__ == "__main__":
    unittest.main()
