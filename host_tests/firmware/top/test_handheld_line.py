"""The hand-held's line beside USB: the patient's alone; one request at a time over both, and neither keeps one out."""

# pyright: reportOptionalMemberAccess=false, reportOptionalSubscript=false, reportAttributeAccessIssue=false

import json
import unittest

from test_link_pairing import key_from

from assembled import bolus, order
from handheld_bench import RX, TX, HandheldBench
from link.frames import TEXT_BYTES
from link.link import READ_BYTES
from link_bench import CLINICIAN, PATIENT, LinkBench, Peer
from link_desk import _line
from support import proves
from therapy.alarms.alarm_table import NAMES
from therapy.memory import record_kinds
from units.calendar import LAST_DAY
from units.scale import DAY_S

LONGEST_LIFE_S = 6_000 * DAY_S  # what SERVICE_LIFE_DAYS may say at most


def grants(bench):
    return len(bench.recorded(record_kinds.GRANTED))


class TwoLines(unittest.TestCase):
    def test_the_first_byte_on_either_line_loads_the_link_and_nothing_before(self):
        bench = HandheldBench().begin()
        bench.run_for(60)
        self.assertTrue(bench.link() is None)
        bench.far.send(b"\n")
        bench.run_for(1)
        self.assertEqual(len(bench.pump.link_door.links), 2)

    @proves("B8")
    def test_each_line_has_a_session_of_its_own_of_the_same_role(self):
        bench = HandheldBench().begin()
        usb, handheld = bench.peer(PATIENT), bench.handheld_in_session()
        for _ in range(3):
            self.assertEqual(usb.ask("status")[1]["state"], "running")
            self.assertEqual(handheld.ask("status")[1]["state"], "running")
        self.assertEqual(handheld.ask("bolus"), ("ok", {}))
        bench.run_for(5)
        self.assertEqual(usb.ask("bolus")[0], "denied")
        self.assertEqual(bench.far.received(), b"")
        self.assertEqual(grants(bench), 1)

    @proves("T1")
    def test_a_frame_of_one_line_is_nothing_on_the_other(self):
        bench = HandheldBench().begin()
        usb, handheld = bench.peer(PATIENT), bench.handheld_in_session()
        line = handheld.line("bolus")
        self.assertEqual(bench.exchange(line), [])
        self.assertEqual(handheld.bench.exchange(usb.line("bolus")), [])
        self.assertEqual(bench.rejected(), {"not-authentic": 2})
        self.assertEqual(grants(bench), 0)

    def test_the_link_serves_the_handheld_where_usb_is_the_repls(self):
        bench = HandheldBench()
        from assembly import Pump

        fake = bench.fake
        fake.reboot()
        bench.pump = Pump(
            fake.machine,
            fake.rp2,
            fake.time,
            fake.select,
            fake.files,
            bench.data,
            line=(None, bench.random.urandom, None),
        )
        bench.pump.boot()
        self.assertEqual(bench.handheld_in_session().ask("status")[1]["state"], "locked")

    def test_without_one_declared_its_pins_are_nobodys(self):
        bench = LinkBench()
        bench.boot()
        self.assertEqual((bench.fake.wire(TX).level(), bench.fake.wire(RX).level()), (0, 0))
        self.assertEqual(len(bench.pump.link_door._lines), 1)


class ForThePatientAlone(unittest.TestCase):
    @proves("T3")
    def test_a_clinicians_frame_there_is_of_the_wrong_role_whatever_its_key(self):
        bench = HandheldBench().begin()
        clinician = bench.handheld(CLINICIAN)
        self.assertTrue(clinician.open() is None)
        clinician.session = bench.peer().session
        self.assertEqual(clinician.bench.exchange(clinician.line("stop", 9)), [])
        self.assertEqual(clinician.bench.exchange(b"pump1 > clinician pair"), [])
        self.assertEqual(clinician.bench.exchange(b"pump1 > nobody pair"), [])
        self.assertEqual(bench.rejected(), {"wrong-role": 3, "unreadable": 1})
        self.assertEqual(bench.pump.state(), "running")
        self.assertEqual(bench.peer().ask("status")[0], "ok")

    @proves("T3", "T5")
    def test_no_clinicians_key_is_made_there_even_with_the_button_held(self):
        bench = HandheldBench(paired=False)
        bench.boot()
        clinician = bench.handheld(CLINICIAN)
        clinician.bench.exchange(b"")
        bench.button.drive(0)
        bench.run_for(4)
        self.assertEqual(clinician.bench.exchange(b"pump1 > clinician pair"), [])
        self.assertTrue(key_from(clinician.bench.exchange(b"pump1 > patient pair"))[0] is not None)
        bench.button.drive(None)
        self.assertEqual([numbers[0] for numbers in bench.recorded(record_kinds.PAIRED)], [1])

    @proves("T3")
    def test_status_outlook_and_bolus_are_what_it_may_ask_for(self):
        bench = HandheldBench().begin()
        handheld = bench.handheld_in_session()
        self.assertEqual(handheld.ask("outlook")[1]["remaining_nl"], handheld.ask("status")[1]["by_steps_nl"])
        self.assertEqual(handheld.ask("bolus"), ("ok", {}))
        for name in ("stop", "log", "report", "therapy", "stop-bolus", "pause-audio"):
            self.assertEqual(handheld.ask(name), ("denied", {"reason": "role"}))


class OneKey(unittest.TestCase):
    def paired(self, bench, exchange):
        bench.button.drive(0)
        bench.run_for(4)
        key, reason = key_from(exchange(b"pump1 > patient pair"))
        bench.button.drive(None)
        bench.run_for(0.5)
        self.assertTrue(key is not None, reason)
        return key

    @proves("T5")
    def test_a_new_patients_key_holds_on_both_lines_at_once_and_ends_the_sessions_on_both(self):
        for is_over_usb in (True, False):
            bench = HandheldBench().begin()
            bench.pump.desk.stop()
            bench.run_for(2)
            usb, handheld, clinician = bench.peer(PATIENT), bench.handheld_in_session(), bench.peer()
            key = self.paired(bench, bench.exchange if is_over_usb else handheld.bench.exchange)
            for peer, again in ((usb, Peer(bench, PATIENT, key)), (handheld, bench.handheld(key=key))):
                self.assertTrue(peer.ask("status") is None)
                self.assertTrue(peer.open() is None)
                self.assertTrue(again.open() is not None)
                self.assertEqual(again.ask("status")[1]["state"], "stopped")
            self.assertEqual(clinician.ask("status")[0], "ok")

    @proves("T5", "B8")
    def test_what_was_asked_with_the_old_key_and_waits_is_not_carried_out(self):
        bench = HandheldBench().begin()
        bench.pump.desk.stop()
        bench.run_for(2)
        handheld, served = bench.handheld_in_session(), []
        desk = bench.pump.link_door._desk
        right, desk.serve = desk.serve, lambda role, text: None  # as one that has files to load still
        bench.far.send(handheld.line("outlook") + b"\n")
        self.turn_for(bench, 0.1)
        self.assertTrue(bench.pump.link_door.links[1].request is not None)
        bench.line.send(b"\n")
        bench.button.drive(0)
        self.turn_for(bench, 4)
        self.assertTrue(key_from(self.asked(bench, b"pump1 > patient pair"))[0] is not None)
        self.assertTrue(bench.pump.link_door.links[1].request is None)

        def serves(role, text):
            served.append(text)
            return right(role, text)

        desk.serve = serves
        bench.button.drive(None)
        bench.run_for(2)
        self.assertEqual((served, bench.far.received()), ([], b""))

    def asked(self, bench, line):
        bench.line.received()
        bench.line.send(line + b"\n")
        self.turn_for(bench, 0.2)
        return bench.line.received().strip().split(b"\n")

    def turn_for(self, bench, seconds):
        """As run_for, with a request that waits all the time: each turn is given a millisecond."""
        end_us = bench.fake.clock.now_us() + int(seconds * 1_000_000)
        while bench.fake.clock.now_us() < end_us:
            bench.pump.turn()
            bench.fake.clock.advance(1_000)

    @proves("T5")
    def test_the_button_is_held_for_as_long_as_it_is_however_many_lines_there_are(self):
        bench = HandheldBench(paired=False)
        bench.boot()
        bench.exchange(b"")
        bench.button.drive(0)
        bench.run_for(2)
        self.assertEqual(key_from(bench.exchange(b"pump1 > patient pair")), (None, b"hold-longer"))


class OneAtATime(unittest.TestCase):
    @proves("T6")
    def test_two_parts_that_are_asked_for_at_once_are_answered_both_and_loaded_once_each(self):
        bench = HandheldBench().begin()
        clinician, handheld = bench.peer(), bench.handheld_in_session()
        desk, dropped = bench.pump.link_door._desk, []
        right = desk._drop_part

        def drop():
            dropped.append(desk._name)
            right()

        desk._drop_part = drop
        bench.far.send(handheld.line("outlook") + b"\n")
        bench.fake.clock.advance(20_000)  # both are there when the loop comes to look
        bench.line.send(clinician.line("stop") + b"\n")
        bench.run_for(1)
        answers = [handheld.answer([bench.far.received().strip()]), clinician.answer([bench.line.received().strip()])]
        self.assertEqual([word for word, _ in answers], ["ok", "ok"])
        self.assertEqual(len(dropped), 2)

    @proves("T6")
    def test_who_asks_without_end_on_one_line_does_not_keep_the_other_waiting(self):
        bench = HandheldBench().begin()
        clinician, handheld = bench.peer(), bench.handheld_in_session()
        lines = [clinician.line("status", 10_000 + number) + b"\n" for number in range(300)]
        self.assertEqual(len(lines[0]), READ_BYTES)  # so that each turn reads a whole one
        bench.line.send(b"".join(lines))
        for _ in range(3):
            bench.far.send(handheld.line("status") + b"\n")
            bench.fake.clock.advance(20_000)  # it is all there when the loop comes to look
            self.assertEqual(handheld.answer([self.said_within(bench, 50).strip()])[0], "ok")
        self.assertTrue(len(bench.line.incoming) > 100 * READ_BYTES)

    def said_within(self, bench, turns):
        """The line that comes over the cable, at a millisecond a turn."""
        said = b""
        while said[-1:] != b"\n":
            bench.pump.turn()
            bench.fake.clock.advance(1_000)
            said += bench.far.received()
            turns -= 1
            self.assertTrue(turns, said)
        return said

    @proves("T6")
    def test_noise_on_the_cable_ends_nothing_and_is_counted(self):
        bench = HandheldBench().begin()
        clinician = bench.peer()
        for second in range(20):
            bench.far.send(bytes((second * 31 + place * 7) & 0xFF for place in range(1500)))
            bench.run_for(1)
        self.assertEqual(clinician.ask("status")[1]["state"], "running")
        self.assertTrue(bench.rejected()["unreadable"] > 5)
        bench.run_for(3)
        self.assertEqual(bench.handheld_in_session().ask("status")[1]["state"], "running")

    @proves("T6")
    def test_want_of_memory_drops_what_waits_on_both_lines_and_ends_nothing(self):
        bench = HandheldBench().begin()
        handheld = bench.handheld_in_session()
        link, right = bench.pump.link_door.links[0], bench.pump.link_door.links[0].work

        def wants(*_):
            raise MemoryError

        link.work = wants
        bench.far.send(b"x" * 30)
        bench.run_for(5)
        self.assertEqual(bench.pump.state(), "running")
        link.work = right
        bench.run_for(1)
        self.assertEqual(handheld.ask("status")[0], "ok")


class TheLastGrant(unittest.TestCase):
    @proves("B8")
    def test_the_status_tells_the_last_grant_apart_from_every_other_through_a_reset(self):
        bench = HandheldBench().begin(order(bolus=bolus(over_s=60, lockout_s=60)))
        handheld, found = bench.handheld_in_session(), [None]
        for used in (0, 1, 2):
            said = handheld.ask("status")[1]
            self.assertEqual((said["boluses_used"], said["boluses_left"]), (used, 4 - used))
            self.assertEqual(said["granted_t_s"], found[-1])
            self.assertEqual(handheld.ask("bolus"), ("ok", {}))
            bench.run_for(1)
            now = handheld.ask("status")[1]
            self.assertTrue(said["t_s"] <= now["granted_t_s"] <= now["t_s"], now)
            found.append(now["granted_t_s"])
            self.assertEqual(handheld.ask("bolus")[0], "denied")
            self.assertEqual(handheld.ask("status")[1]["granted_t_s"], found[-1])
            bench.run_for(70)
            handheld.open(b"%032x" % used)
        self.assertEqual(len(set(found)), 4)
        bench.fake.reboot()
        again = bench.rebuilt()
        again.boot()
        self.assertEqual(again.handheld_in_session().ask("status")[1]["granted_t_s"], found[-1])

    @proves("T6")
    def test_the_longest_status_fits_an_answer(self):
        bench = HandheldBench().begin()
        peer = bench.peer()
        said = peer.ask("status")[1]
        longest = sorted(NAMES, key=len)[-2:]
        said.update(
            state="starting",
            t_s=LONGEST_LIFE_S,
            time=[LAST_DAY, 86_399],
            flow_fl_per_day=2 * 24_000_000_000_000,
            by_steps_nl=100_000_000,
            by_weight_nl=-1_000_000,
            alarms=[[name, "medium"] for name in longest],
            alarms_shown=len(NAMES),
            changing=1,
            lockout_left_s=604_800,
            boluses_left=48,
            boluses_used=48,
            granted_t_s=LONGEST_LIFE_S,
            bolus=["clinician", 10_000_000, 10_000_000],
            entry="left-alone",
            entry_left_s=300,
        )
        text = _line("ok", said)
        self.assertTrue(text[:3] == b"ok ", text)
        self.assertTrue(len(text) <= TEXT_BYTES, len(text))
        self.assertEqual(json.loads(text[3:].decode()), said)


if __name__ == "__main__":
    unittest.main()
