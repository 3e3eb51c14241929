"""Random bytes, and random changes of right frames, into a running pump: it neither stops nor changes."""

# pyright: reportOptionalMemberAccess=false

import unittest

from assembled import MICROPYTHON
from link_bench import CLINICIAN, PATIENT, LinkBench
from support import proves
from therapy.memory import record_kinds

ROUNDS = 150 if MICROPYTHON else 1500
OF_A_FRAME = b'pump1 > clinician patient hello pair 123456789 status {}[]":,\r\n\x00\xff 0af'


class Numbers:
    """A linear congruential generator: the same on both VMs."""

    def __init__(self, seed):
        self._state = seed

    def below(self, most):
        self._state = (self._state * 69069 + 12345) & 0x3FFFFFFF
        return (self._state >> 7) % most


def noise(numbers):
    return bytes(numbers.below(256) for _ in range(numbers.below(90)))


def like_a_frame(numbers):
    return bytes(OF_A_FRAME[numbers.below(len(OF_A_FRAME))] for _ in range(numbers.below(90))) + b"\n"


def changed(numbers, frame):
    """A right frame with some bytes put in, left out or changed."""
    for _ in range(1 + numbers.below(3)):
        place, what = numbers.below(len(frame)), numbers.below(3)
        byte = bytes([numbers.below(256)])
        frame = frame[:place] + (b"" if what == 0 else byte) + frame[place + (0 if what == 1 else 1) :]
    return frame + b"\n"


class AnyBytes(unittest.TestCase):
    @proves("T6")
    def test_they_change_nothing_and_the_next_right_request_is_answered(self):
        numbers = Numbers(20)
        bench = LinkBench().begin()
        therapy = bench.pump.heart.prescription.order
        peers = [bench.peer(CLINICIAN), bench.peer(PATIENT)]
        spent = [peer.line("status") for peer in peers] + [peer.hello_line() for peer in peers]
        for turn in range(ROUNDS):
            frame = spent[numbers.below(len(spent))]
            kind = numbers.below(3)
            content = noise(numbers) if kind == 0 else like_a_frame(numbers) if kind == 1 else changed(numbers, frame)
            bench.line.send(content)
            bench.run_for(0.05)
            if turn % 50 == 49:
                bench.exchange(b"")
                for peer in peers:
                    self.assertEqual(peer.ask("status")[0], "ok")
        self.assertEqual(bench.pump.state(), "running")
        self.assertEqual(bench.pump.heart.prescription.order, therapy)
        for kind in (record_kinds.GRANTED, record_kinds.DENIED, record_kinds.STOPPED, record_kinds.ALARM_ON):
            self.assertEqual(bench.recorded(kind), [])
        self.assertEqual(len(bench.recorded(record_kinds.PRESCRIBED)), 1)
        self.assertTrue(sum(bench.rejected().values()) > ROUNDS // 4)


if __name__ == "__main__":
    unittest.main()
