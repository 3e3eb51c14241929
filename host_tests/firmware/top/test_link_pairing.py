"""Pairing at the pump, the keys on flash, and who gets to the REPL."""

import unittest

from link import frames
from link_bench import CLINICIAN, PATIENT, LinkBench, Peer
from storage.keys import KEYS, KeyFiles
from support import proves
from therapy.memory import record_kinds

PAIR = b"pump1 > clinician pair"
REFILL = '{"withdrawn_nl": 1, "filled_nl": 2, "other_mixture": false}'


def unpaired():
    bench = LinkBench(paired=False)
    bench.boot()
    return bench


def key_from(lines):
    """The key in the pump's answer, or its reason."""
    words = lines[-1].split(b" ")
    if words[3] != b"paired":
        return None, words[4]
    return bytes(int(words[4][place : place + 2], 16) for place in range(0, 64, 2)), None


class AtThePump(unittest.TestCase):
    def paired(self, bench, role=CLINICIAN, hold_s=4):
        """Ask with the button held for so long; the key and the reason for none."""
        bench.exchange(b"")
        bench.button.drive(0)
        bench.run_for(hold_s)
        lines = bench.exchange(b"pump1 > " + role + b" pair")
        bench.button.drive(None)
        bench.run_for(0.5)
        return key_from(lines)

    @proves("T5")
    def test_a_new_pump_has_no_key_and_one_is_made_while_the_button_is_held(self):
        bench = unpaired()
        self.assertFalse(KEYS in bench.fake.files.contents)
        self.assertEqual(key_from(bench.exchange(PAIR)), (None, b"hold-the-button"))
        bench.run_for(6)
        key, _ = self.paired(bench)
        self.assertEqual(KeyFiles(bench.fake.files).read(), {CLINICIAN: key})
        peer = Peer(bench, CLINICIAN, key)
        peer.open()
        self.assertEqual(peer.ask("status")[1]["state"], "locked")

    @proves("T5")
    def test_each_role_has_its_own_key_and_another_pairing_ends_the_one_before(self):
        bench = unpaired()
        clinician, _ = self.paired(bench)
        patient, _ = self.paired(bench, PATIENT)
        self.assertTrue(clinician is not None and patient is not None and clinician != patient)
        old = Peer(bench, CLINICIAN, clinician)
        old.open()
        old.ask("status")
        again, _ = self.paired(bench)
        self.assertTrue(again != clinician)
        self.assertTrue(old.ask("status") is None)
        self.assertTrue(Peer(bench, CLINICIAN, clinician).open() is None)
        self.assertTrue(Peer(bench, PATIENT, patient).open() is not None)

    @proves("T5", "P5")
    def test_a_pairing_is_on_record_with_its_role_and_a_refused_one_is_not(self):
        bench = unpaired()
        self.paired(bench, hold_s=2)
        self.assertEqual(bench.recorded(record_kinds.PAIRED), [])
        bench.run_for(6)
        self.paired(bench, PATIENT)
        self.paired(bench, CLINICIAN)
        places = [frames.ROLES.index(role) for role in (PATIENT, CLINICIAN)]
        self.assertEqual([numbers[0] for numbers in bench.recorded(record_kinds.PAIRED)], places)

    @proves("T5")
    def test_the_keys_outlive_a_reset(self):
        bench = unpaired()
        key, _ = self.paired(bench)
        bench.fake.reboot()
        again = LinkBench(bench.fake, drawn=100)
        again.boot()
        self.assertTrue(Peer(again, CLINICIAN, key).open() is not None)

    @proves("T5")
    def test_held_too_short_or_too_long_or_while_it_delivers_there_is_none(self):
        self.assertEqual(self.paired(unpaired(), hold_s=2), (None, b"hold-longer"))
        self.assertEqual(self.paired(unpaired(), hold_s=9), (None, b"held-too-long"))
        bench = LinkBench().begin()
        stored = bench.fake.files.contents[KEYS]
        self.assertEqual(self.paired(bench), (None, b"delivering"))
        self.assertEqual(bench.fake.files.contents[KEYS], stored)
        self.assertEqual(bench.pump.state(), "running")

    @proves("T5")
    def test_who_asks_all_the_time_is_not_let_in_by_a_hold_for_service(self):
        bench = unpaired()
        for _ in range(200):
            bench.exchange(PAIR, 1)
        bench.button.drive(0)
        reasons = [key_from(bench.exchange(PAIR, 0.5)) for _ in range(22)]
        bench.button.drive(None)
        self.assertEqual(reasons, [(None, b"wait")] * 22)
        self.assertEqual(bench.pump.state(), "service")
        self.assertFalse(KEYS in bench.fake.files.contents)

    @proves("T5")
    def test_a_damaged_file_of_keys_is_no_key(self):
        bench = unpaired()
        key, _ = self.paired(bench)
        stored = bench.fake.files.contents[KEYS]
        for changed in (stored[:-1], stored[:40] + b"0" + stored[41:], b"", b"PUMP1 ", stored + b" "):
            bench.fake.files.contents[KEYS] = changed
            if changed != stored:
                self.assertEqual(KeyFiles(bench.fake.files).read(), {})
        bench.fake.reboot()
        again = LinkBench(bench.fake, drawn=100)
        again.boot()
        self.assertTrue(Peer(again, CLINICIAN, key).open() is None)

    def test_a_flash_that_refuses_the_key_is_a_failure_and_no_key(self):
        bench = unpaired()
        bench.fake.files.fail_next("replace", 3)
        self.assertEqual(self.paired(bench), (None, b"memory"))
        self.assertEqual(bench.recorded(record_kinds.PAIRED), [])


class TheRepl(unittest.TestCase):
    """What main.py does first is seen on the chip; from then on it is the link's slice that says who gets Ctrl-C."""

    @proves("T8")
    def test_ctrl_c_is_a_byte_like_any_other_but_in_service_mode(self):
        bench = LinkBench().begin()
        self.assertEqual(bench.interrupts, [-1])
        bench.line.send(b"\x03" * 200)
        bench.run_for(1)
        self.assertEqual(bench.pump.state(), "running")
        bench.pump.desk.stop()
        bench.run_for(5)
        self.assertEqual(bench.interrupts, [-1])
        bench.hold()
        self.assertEqual((bench.pump.state(), bench.interrupts), ("service", [-1, 3]))
        bench.pump.service.leave()
        bench.run_for(1)
        self.assertEqual(bench.interrupts, [-1, 3, -1])

    @proves("T8")
    def test_no_request_enters_service_mode(self):
        from link_commands import row_of

        bench = LinkBench().begin()
        peer = bench.peer()
        for name in ("enter-service", "service.run", "run", "fill", "restart", "exec", "file", "update", "boot"):
            self.assertTrue(row_of(name) is None)
            self.assertEqual(peer.ask(name), ("denied", {"reason": "no-such-command"}))
        for stop in (False, True):
            if stop:
                peer.ask("stop")
                bench.run_for(1)
            before = (bench.pump.state(), bench.pump.heart.history.running)
            self.assertEqual(peer.ask("service-run", steps=100, us_per_step=100_000)[0], "refused")
            self.assertEqual(peer.ask("leave-service")[0], "refused")
            peer.ask("service-stop")
            self.assertEqual(peer.ask("service")[1]["made"], 0)
            self.assertEqual((bench.pump.state(), bench.pump.heart.history.running), before)

    @proves("T6")
    def test_want_of_memory_ends_nothing(self):
        bench = LinkBench().begin()
        peer = bench.peer()
        link, right = bench.link(), bench.link().work

        def wants(*_):
            raise MemoryError

        link.work = wants
        bench.line.send(b"\n")
        bench.run_for(5)
        self.assertEqual(bench.pump.state(), "running")
        self.assertTrue(bench.pump.link_door.short_of_memory >= 1)
        link.work = right
        bench.run_for(1)
        self.assertEqual(peer.ask("status")[0], "ok")

    @proves("B8", "T6")
    def test_a_request_that_waited_for_its_files_is_not_carried_out_again_when_memory_ends_at_its_answer(self):
        bench = LinkBench().begin()
        peer = bench.peer()
        link, conversation = bench.link(), bench.link()._conversations[CLINICIAN]
        right = conversation.answered

        def wants(_):
            conversation.answered = right
            raise MemoryError

        conversation.answered = wants
        bench.exchange(peer.line("refill " + REFILL), 5)
        self.assertEqual(bench.pump.link_door.short_of_memory, 1)
        self.assertEqual(len(bench.recorded(record_kinds.FILLED)), 2)  # its first fill, and this one
        self.assertTrue(link.is_open(CLINICIAN))

    def test_nothing_is_loaded_before_the_first_byte(self):
        bench = LinkBench().begin()
        bench.run_for(60)
        self.assertTrue(bench.link() is None)
        bench.exchange(b"x")
        self.assertTrue(bench.link() is not None)


if __name__ == "__main__":
    unittest.main()
