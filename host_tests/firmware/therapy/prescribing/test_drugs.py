"""The mixture: who is in it, whether two are the same, and a mark of the primary drug for records."""

import unittest

from example_orders import MG
from support import proves
from therapy.prescribing import drugs
from units.refused import Refused


class Checked(unittest.TestCase):
    def expect(self, mixture, field, value, limit):
        try:
            drugs.check(mixture)
        except Refused as refused:
            self.assertEqual((refused.field, refused.value), (field, value))
            self.assertTrue(limit in refused.limit, refused.limit)
            self.assertTrue(refused.advice)
        else:
            self.fail("not refused")

    def test_four_drugs_with_names_of_sixteen_letters_are_taken(self):
        drugs.check([["morphine", 25 * MG]])
        drugs.check((("sixteen letters.", 100_000), ("b", 50 * MG), ("c ~!", MG), ["d", MG]))

    @proves("U2", "B9")
    def test_each_refusal_names_what_and_why(self):
        good = ["morphine", 25 * MG]
        for mixture in ([], [["a", MG], ["b", MG], ["c", MG], ["d", MG], ["e", MG]], None, "morphine"):
            self.expect(mixture, "drug", repr(mixture), "1 to 4 drugs")
        for drug in (["morphine"], ["morphine", MG, 1], [5, MG], "mo", None):
            self.expect([good, drug], "drug", repr(drug), "a name and a concentration")
        for name in ("", "seventeen letters", "two\nlines", "\x7f"):
            self.expect([[name, MG]], "drug.name", repr(name), "1 to 16 ASCII letters")
        self.expect([good, ["b", MG], good], "drug.name", "morphine", "named twice")
        self.expect([["a", 99_999]], "drug.concentration", "0.000099999 mg/mL", "at least 0.0001 mg/mL")
        self.expect([["a", 50 * MG + 1]], "drug.concentration", "50.000000001 mg/mL", "at most 50 mg/mL")
        self.expect([["a", 2.5]], "drug.concentration", "2.5", "a whole number")


class Compared(unittest.TestCase):
    @proves("R8")
    def test_the_mark_is_of_the_primary_drug_s_name_alone(self):
        mark = drugs.mark([["morphine", 25 * MG], ["bupivacaine", MG]])
        self.assertEqual(mark, drugs.mark([["morphine", MG]]))
        names = ("morphine", "Morphine", "baclofen", "clonidine", "bupivacaine", "hydromorphone", "ziconotide", "water")
        marks = [drugs.mark([[name, MG]]) for name in names]
        self.assertEqual(len(set(marks)), len(names))
        # CRC-32 of "123456789" is cbf43926: the lower 24 bits and one
        self.assertEqual(drugs.mark([["123456789", MG]]), 0xF43926 + 1)
        self.assertTrue(all(1 <= mark <= 1 << 24 for mark in marks))


if __name__ == "__main__":
    unittest.main()
