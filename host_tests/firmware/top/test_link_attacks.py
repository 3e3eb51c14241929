"""Attacks on the link: none is accepted, each is counted, and delivery is the same to one microstep."""

# pyright: reportOptionalMemberAccess=false

import unittest

from assembled import MICROPYTHON
from line_changes import cuts, flips
from link import frames
from link.rejections import NO_SESSION, UNREADABLE
from link_bench import CLINICIAN, NONCE, PATIENT, LinkBench, Peer
from support import proves
from therapy.memory import record_kinds

OTHER_NONCE = b"ff" * 16
ASKED = 'clinician-bolus {"dose_pg": 50000000, "over_s": 300}'


def running():
    return LinkBench().begin()


class Turned(unittest.TestCase):
    """Turned away: no answer, nothing done, one count."""

    def check(self, bench, line, kind, times=1):
        before = bench.rejected().get(kind, 0)
        granted = len(bench.recorded(record_kinds.GRANTED))
        self.assertEqual(bench.exchange(line), [], line)
        self.assertEqual(bench.rejected().get(kind, 0) - before, times, (line, bench.rejected()))
        self.assertEqual(len(bench.recorded(record_kinds.GRANTED)), granted)

    @proves("T1", "T2")
    def test_every_change_of_any_byte_of_a_request(self):
        bench = running()
        peer = bench.peer()
        line = peer.line(ASKED)
        for changed in flips(line, (0x01,), 7) if MICROPYTHON else flips(line, (0x01, 0x20, 0x80)):
            self.assertEqual(bench.exchange(changed, 0.01), [], changed)
        self.assertEqual(bench.recorded(record_kinds.GRANTED), [])
        answer = peer.answer(bench.exchange(line))
        self.assertEqual(answer, ("ok", {}))

    @proves("T1", "T2")
    def test_every_length_it_can_be_cut_to(self):
        bench = running()
        line = bench.peer().line(ASKED)
        for part in cuts(line, 5 if MICROPYTHON else 1):
            self.assertEqual(bench.exchange(part, 0.01), [], part)
        self.assertEqual(bench.recorded(record_kinds.GRANTED), [])

    @proves("T2", "B8")
    def test_a_request_that_comes_again_later_is_not_carried_out_again(self):
        bench = running()
        peer = bench.peer()
        line = peer.line(ASKED)
        bench.exchange(line)
        peer.ask("status")
        bench.run_for(200)
        self.check(bench, line, "out-of-order")

    @proves("T2")
    def test_requests_out_of_order(self):
        bench = running()
        peer = bench.peer()
        first, second = peer.line("stop"), peer.line("status")
        self.assertEqual(peer.answer(bench.exchange(second))[0], "ok")
        self.check(bench, first, "out-of-order")
        self.assertEqual(bench.pump.state(), "running")

    @proves("B8")
    def test_another_request_with_the_last_counter_is_not_the_same_request(self):
        bench = running()
        peer = bench.peer()
        bench.exchange(peer.line("status"))
        self.check(bench, peer.line("stop", peer.counter), "out-of-order")
        self.assertEqual(bench.pump.state(), "running")

    @proves("T2")
    def test_a_session_of_before_a_reset_is_over(self):
        bench = running()
        peer = bench.peer()
        lines = [peer.line("stop"), peer.line("stop", 999_999_999)]
        bench.fake.reboot()
        again = LinkBench(bench.fake, line=bench.line, drawn=100)
        again.boot()
        for line in lines:
            self.check(again, line, "no-session")
        again.peer()
        for line in lines:
            self.check(again, line, "not-authentic")

    @proves("T1")
    def test_the_key_of_the_other_role_or_of_another_pump(self):
        bench = running()
        for key in (bench.KEYS[PATIENT], bytes(32)):
            peer = Peer(bench, CLINICIAN, key)
            self.check(bench, peer.hello_line(), "not-authentic")

    @proves("T1", "T2")
    def test_the_patients_session_signs_nothing_for_the_clinician(self):
        bench = running()
        patient, clinician = bench.peer(PATIENT), bench.peer(CLINICIAN)
        clinician.session = patient.session
        self.check(bench, clinician.line("stop"), "not-authentic")
        self.assertEqual(bench.pump.state(), "running")

    @proves("T2")
    def test_the_pumps_own_answers_sent_back(self):
        bench = running()
        peer = bench.peer()
        answer = bench.exchange(peer.line("status"))[0]
        self.check(bench, answer, "misdirected")
        self.check(bench, answer.replace(b"<", b">"), "not-authentic")

    @proves("T2")
    def test_too_long_another_version_and_no_frame_at_all(self):
        bench = running()
        peer = bench.peer()
        shortest = len(peer.line("status {}", 5))
        longest, too_long = (
            peer.line("status {" + " " * (length - shortest) + "}", 5)
            for length in (frames.LINE_BYTES, frames.LINE_BYTES + 1)
        )
        self.check(bench, b"pump1 > clinician 5 " + b"x" * frames.LINE_BYTES, "oversize")
        self.check(bench, too_long, "oversize")
        self.assertEqual(len(bench.exchange(longest + b"\r")), 1)
        self.check(bench, b"pump2 > clinician 5 status " + b"0" * 32, "other-version")
        self.check(bench, b"GET / HTTP/1.1", "unreadable")
        self.check(bench, b"pump1 > nobody 5 status " + b"0" * 32, "unreadable")
        for counter in (b"0", b"01", b"-1", b"+1", b"1e3", b"9999999999", b"one"):
            self.check(bench, b"pump1 > clinician " + counter + b" status " + b"0" * 32, "unreadable")

    @proves("T2", "T1")
    def test_a_pump_that_nobody_paired_answers_no_key_at_all(self):
        bench = LinkBench(paired=False)
        bench.boot()
        for key in (bytes(32), bench.KEYS[CLINICIAN]):
            self.check(bench, Peer(bench, CLINICIAN, key).hello_line(), "not-paired")

    @proves("T2")
    def test_each_kind_is_on_record_once_an_hour(self):
        bench = running()
        bench.peer()
        for _ in range(3):
            for _ in range(5):
                bench.exchange(b"nonsense")
                bench.exchange(b"pump1 > clinician 9 stop " + b"0" * 32)
            bench.run_for(1900)
        bench.run_for(1900)
        for kind, times in ((UNREADABLE, 15), (NO_SESSION, 10)):
            counts = [numbers[1] for numbers in bench.recorded(record_kinds.REJECTED) if numbers[0] == kind]
            self.assertEqual(sum(counts), times)
            self.assertTrue(len(counts) <= 3, counts)  # within 7600 s


class Sessions(unittest.TestCase):
    @proves("T4")
    def test_a_hello_that_is_not_authentic_or_sent_again_leaves_the_session_alone(self):
        bench = running()
        peer = bench.peer()
        bench.exchange(Peer(bench, CLINICIAN, bytes(32)).hello_line(OTHER_NONCE))
        bench.exchange(peer.hello_line(NONCE))
        self.assertEqual(peer.ask("status")[0], "ok")

    @proves("T4")
    def test_the_first_request_of_a_new_session_ends_the_one_before(self):
        bench = running()
        old, new = bench.peer(), Peer(bench, CLINICIAN, LinkBench.KEYS[CLINICIAN])
        self.assertTrue(new.open(OTHER_NONCE) is not None)
        self.assertEqual(old.ask("status")[0], "ok")
        self.assertEqual(new.ask("status")[0], "ok")
        self.assertTrue(old.ask("status") is None)

    @proves("T4")
    def test_one_roles_session_does_not_touch_the_others(self):
        bench = running()
        clinician, patient = bench.peer(CLINICIAN), bench.peer(PATIENT)
        for _ in range(2):
            self.assertEqual(clinician.ask("status")[0], "ok")
            self.assertEqual(patient.ask("status")[0], "ok")

    @proves("T4")
    def test_a_silent_session_is_over_after_five_minutes(self):
        bench = running()
        peer = bench.peer()
        for _ in range(3):
            bench.run_for(290)
            self.assertEqual(peer.ask("status")[0], "ok")
        bench.run_for(301)
        self.assertFalse(bench.link().is_open(CLINICIAN))
        self.assertTrue(peer.ask("status") is None)
        self.assertEqual(bench.pump.state(), "running")

    @proves("T1")
    def test_each_session_has_another_key(self):
        bench = running()
        peer = bench.peer()
        line = peer.line("status")
        bench.exchange(line)
        peer.open(OTHER_NONCE)
        peer.ask("status")
        self.assertEqual(bench.exchange(line), [])
        self.assertEqual(bench.rejected(), {"not-authentic": 1})

    @proves("B8")
    def test_the_last_request_sent_again_gets_the_same_answer_and_is_done_once(self):
        bench = running()
        peer = bench.peer()
        line = peer.line(ASKED)
        answers = [bench.exchange(line) for _ in range(4)]
        self.assertEqual(answers, [answers[0]] * 4)
        bench.run_for(1)
        self.assertEqual(len(bench.recorded(record_kinds.GRANTED)), 1)
        self.assertEqual(len(bench.recorded(record_kinds.DENIED)), 0)

    @proves("T4")
    def test_a_line_that_was_cut_short_spoils_itself_alone(self):
        bench = running()
        peer = bench.peer()
        bench.line.send(b"pump1 > clinician 2 stat")
        bench.run_for(5)
        self.assertEqual(peer.ask("status")[0], "ok")
        self.assertEqual(bench.rejected(), {"cut-short": 1})


class Delivery(unittest.TestCase):
    """The steps of a pump under attack are those of one that is left alone."""

    def edges(self, attack):
        bench = running()
        peer = bench.peer()
        bench.watch_steps()
        began_us = bench.fake.clock.now_us()
        for second in range(60 if MICROPYTHON else 300):
            attack(bench, peer, second)
            end_us = began_us + (second + 1) * 1_000_000
            bench.run_for((end_us - bench.fake.clock.now_us()) / 1e6)
        return [edge_us - began_us for edge_us in bench.edges], bench

    @proves("T4", "T6")
    def test_it_is_the_same_under_flood_hang_slow_sender_and_a_reader_that_reads_nothing(self):
        def nothing(*_):
            pass

        def flood(bench, peer, second):
            bench.line.send(bytes((second * 31 + place * 7) & 0xFF for place in range(1500)))

        def hello(bench, peer, second):
            for place in range(10):
                bench.line.send(peer.hello_line(b"%032x" % (second * 10 + place)) + b"\n")

        def slow(bench, peer, second):
            bench.line.send(b"p")

        def deaf(bench, peer, second):
            bench.line.room = 3
            bench.line.send(peer.line("status") + b"\n")

        def hang(bench, peer, second):
            if second == 0:
                bench.line.send(peer.line("status")[:-5])

        wanted, _ = self.edges(nothing)
        self.assertTrue(len(wanted) >= 3)
        for attack in (flood, hello, slow, deaf, hang):
            edges, bench = self.edges(attack)
            self.assertEqual(len(edges), len(wanted), attack)
            apart_us = max(abs(edge - other) for edge, other in zip(edges, wanted))
            self.assertTrue(apart_us <= 1_000, (attack, apart_us))
            self.assertEqual(bench.pump.state(), "running")
            self.assertEqual(bench.pump.alarms.priority, 0)

    @proves("T6")
    def test_a_turn_does_a_bounded_piece_of_work(self):
        bench = running()
        peer = bench.peer()
        for _ in range(10):
            bench.line.send(peer.line("status") + b"\n")
        bench.line.reads = 0
        began = len(bench.line.incoming)
        bench.pump.link_door.link.work(1000)
        self.assertTrue(began - len(bench.line.incoming) <= 64)
        self.assertTrue(bench.line.reads <= 1)
        self.assertTrue(len(bench.line.received()) <= 64)

    @proves("T6")
    def test_no_file_is_written_for_anything_that_was_turned_away_within_the_hour(self):
        bench = running()
        bench.peer()
        bench.exchange(b"nonsense")
        bench.run_for(1300)
        quiet = self.writes(bench, b"")
        loud = self.writes(bench, b"nonsense\n" * 8)
        self.assertTrue(loud <= quiet + 1, (quiet, loud))

    def writes(self, bench, content):
        before = bench.fake.files.writes
        for _ in range(20):
            bench.line.send(content)
            bench.run_for(30)
        return bench.fake.files.writes - before


if __name__ == "__main__":
    unittest.main()
