"""A short part of the faults of the cable: one dose at most for a confirmation, and what is shown is what was given."""

import unittest

from assembled import MICROPYTHON
from handheld_faults import KINDS, FaultyCable
from support import proves

FAULTS = 60 if MICROPYTHON else 300


class AnyFault(unittest.TestCase):
    @proves("B8", "T1", "T2", "T4")
    def test_never_two_doses_for_one_request_and_never_a_grant_shown_that_was_not_given(self):
        faults = FaultyCable(seed=6)
        self.assertEqual(faults.run(FAULTS), [])
        kinds = sum(1 for tried in faults.tried if tried)
        self.assertTrue(kinds >= len(KINDS) - 1, dict(zip(KINDS, faults.tried)))
        self.assertTrue(faults.requests >= FAULTS // 20)
        self.assertTrue(0 < faults.granted < faults.requests, (faults.granted, faults.requests))


if __name__ == "__main__":
    unittest.main()
