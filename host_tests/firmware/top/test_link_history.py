"""The way out of an unknown history, over the link: answered first, then the pump restarts."""

# pyright: reportOptionalSubscript=false, reportOptionalMemberAccess=false

import unittest

from assembled import MG
from drivers.reset_marker import NEW_HISTORY
from fakes.machine_like import WDT_RESET
from fakes.stops import Reset
from link_bench import CLINICIAN, LinkBench, Peer
from support import proves
from therapy.memory import record_kinds


def with_unknown_history():
    """A pump that delivered for half a minute, and whose ledger was then damaged; booted, with a session."""
    bench = LinkBench().begin()
    bench.run_for(30)
    contents = bench.fake.files.contents
    for name in ("ledger-a", "ledger-b"):
        contents[name] = contents[name][:40] + b"?" + contents[name][41:]
    again = bench.rebuilt()
    again.boot()
    peer = Peer(again, CLINICIAN, LinkBench.KEYS[CLINICIAN])
    peer.open()
    return again, peer


class OverTheLink(unittest.TestCase):
    @proves("P2", "T1")
    def test_the_answer_goes_out_and_then_the_pump_restarts_with_a_history(self):
        bench, peer = with_unknown_history()
        bench.line.received()
        bench.line.room = 20
        bench.line.send(peer.line('begin-history {"given_pg": %d}' % (2 * MG)) + b"\n")
        bench.run_for(1)
        self.assertEqual(len(bench.line.outgoing), 20)
        bench.line.room = None
        with self.assertRaises(Reset):
            bench.run_for(10)
        self.assertEqual(peer.answer(bench.line.received().strip().split(b"\n")), ("ok", {}))
        again = bench.rebooted(WDT_RESET)
        again.boot()
        self.assertTrue(again.pump.recovery.is_known)
        self.assertEqual(again.pump.history.window.total.value(), 2 * MG)
        self.assertEqual(again.recorded(record_kinds.RESET)[-1][3], NEW_HISTORY)

    @proves("P2")
    def test_a_history_that_is_known_stays_and_nothing_restarts(self):
        bench = LinkBench().begin()
        word, said = bench.peer().ask("begin-history", given_pg=0)
        self.assertEqual((word, said["field"], said["value"]), ("refused", "history", "known"))
        bench.run_for(5)
        self.assertEqual(bench.pump.state(), "running")
