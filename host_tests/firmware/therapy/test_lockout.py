"""Lockout and most per day, in whole seconds of running time, never a moment early."""

import unittest

from support import proves
from therapy.memory.lockout import REMEMBERED, Lockout
from units.scale import DAY_S


class TheLockout(unittest.TestCase):
    def test_nothing_granted_locks_nothing_from_the_first_second(self):
        self.assertEqual((Lockout().left_s(0, 604_800), Lockout().granted_today(0)), (0, 0))

    @proves("B2")
    def test_it_never_ends_before_its_time_though_a_second_has_parts(self):
        # granted at the end of second 100: 14,400 s later is in second 14,500, not at its beginning
        lockout = Lockout()
        lockout.grant(100)
        self.assertTrue(lockout.left_s(100, 14_400) >= 14_400)
        self.assertTrue(lockout.left_s(14_500, 14_400) > 0)
        self.assertEqual(lockout.left_s(14_501, 14_400), 0)

    @proves("B2")
    def test_only_the_last_grant_counts_for_it(self):
        lockout = Lockout()
        lockout.grant(100)
        lockout.grant(20_000)
        self.assertTrue(lockout.left_s(30_000, 14_400) > 0)
        self.assertEqual(lockout.left_s(34_401, 14_400), 0)

    @proves("B2")
    def test_a_grant_in_the_first_second_of_the_pump_counts(self):
        lockout = Lockout()
        lockout.grant(0)
        self.assertTrue(lockout.left_s(59, 60) > 0)
        self.assertEqual(lockout.granted_today(10), 1)

    @proves("B2", "B8")
    def test_one_that_begins_with_a_history_locks_and_counts_and_is_no_grant(self):
        lockout = Lockout()
        self.assertEqual(lockout.last_granted_s(), None)
        lockout.begin(1_000)
        self.assertTrue(lockout.left_s(15_000, 14_400) > 0)
        self.assertEqual((lockout.granted_today(2_000), lockout.last_granted_s()), (1, None))
        for grant in range(REMEMBERED + 2):
            lockout.grant(20_000 + grant)
            self.assertEqual(lockout.last_granted_s(), 20_000 + grant)


class MostPerDay(unittest.TestCase):
    @proves("B2")
    def test_the_count_is_that_of_any_24_h(self):
        lockout, granted = Lockout(), []
        t_s, seed = 0, 3
        for _ in range(120):
            seed = (seed * 7_919 + 5) % 10_007
            t_s += 1_800 + seed
            lockout.grant(t_s)
            granted.append(t_s)
            for later_s in (t_s, t_s + 40_000, t_s + DAY_S, t_s + DAY_S + 1):
                true = len([at_s for at_s in granted if at_s > later_s - DAY_S])
                self.assertTrue(true <= lockout.granted_today(later_s) <= true + 1)

    @proves("B2")
    def test_it_remembers_as_many_as_the_largest_limit_allows(self):
        lockout = Lockout()
        for grant in range(REMEMBERED + 5):
            lockout.grant(grant)
        self.assertEqual(lockout.granted_today(100), REMEMBERED)


if __name__ == "__main__":
    unittest.main()
