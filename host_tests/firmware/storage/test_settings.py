"""Sealed documents, and the one text of a therapy that its digest stands for."""

import unittest

from example_orders import patient_bolus, therapy
from memory_files import MemoryFiles
from storage.sealed import seal, unseal
from storage.settings import CALIBRATION, IDENTITY, THERAPY, Settings, canonical, digest
from support import proves
from therapy.memory.line import Line


class ASealedDocument(unittest.TestCase):
    DOCUMENT = {"order": therapy(bolus=patient_bolus())}

    def test_it_comes_back_as_it_went_in(self):
        self.assertEqual(unseal(seal(self.DOCUMENT)), self.DOCUMENT)

    @proves("P4")
    def test_a_change_of_any_byte_is_found(self):
        good = seal({"step_volume_fl": 18_750_000})
        for place in range(len(good)):
            for change in (1, 2, 16, 32, 128, 255):
                bad = bytearray(good)
                bad[place] ^= change
                self.assertEqual(unseal(bytes(bad)), None, (place, change))

    @proves("P3", "P4")
    def test_a_document_that_is_cut_short_or_missing_is_none(self):
        good = seal(self.DOCUMENT)
        for length in range(len(good)):
            self.assertEqual(unseal(good[:length]), None)
        self.assertEqual(unseal(good + b" "), None)
        self.assertEqual(unseal(None), None)

    @proves("P4")
    def test_what_is_sealed_but_no_document_is_none(self):
        self.assertEqual(unseal(seal(1)[:6] + b"00000000 "), None)


class TheSettings(unittest.TestCase):
    def test_each_is_read_back(self):
        files = MemoryFiles()
        settings = Settings(files)
        self.assertTrue(settings.is_new())
        settings.save_identity("e66038b713")
        settings.save_step_volume(18_746_300)
        settings.save_therapy(therapy(), Line([[0, [["morphine", 25_000_000_000]]]]))
        self.assertFalse(settings.is_new())
        self.assertEqual(settings.identity(), "e66038b713")
        self.assertEqual(settings.step_volume_fl(), 18_746_300)
        self.assertEqual(settings.therapy(), therapy())

    @proves("P4")
    def test_damage_to_any_of_them_reads_as_missing(self):
        files = MemoryFiles()
        settings = Settings(files)
        settings.save_identity("e66038b713")
        settings.save_step_volume(18_746_300)
        settings.save_therapy(therapy(), Line([[0, [["morphine", 25_000_000_000]]]]))
        for name in (IDENTITY, CALIBRATION, THERAPY):
            files.stored[name] = files.stored[name][:-1] + b"?"
        self.assertEqual((settings.identity(), settings.step_volume_fl(), settings.therapy()), (None, None, None))
        self.assertTrue(settings.has_therapy())
        self.assertFalse(settings.is_new())

    @proves("P2")
    def test_an_empty_flash_is_not_that_of_a_new_pump(self):
        files = MemoryFiles()
        files.stored.clear()
        self.assertFalse(Settings(files).is_new())

    @proves("P4")
    def test_a_sound_document_in_the_wrong_place_reads_as_missing(self):
        files = MemoryFiles()
        settings = Settings(files)
        settings.save_identity("e66038b713")
        files.stored[CALIBRATION] = files.stored[THERAPY] = files.stored[IDENTITY]
        self.assertEqual((settings.step_volume_fl(), settings.therapy()), (None, None))


class TheDigest(unittest.TestCase):
    def test_the_text_is_one_line_a_setting_in_a_fixed_order(self):
        lines = canonical(therapy(bolus=patient_bolus()), 18_750_000).split("\n")
        self.assertEqual(lines[0], "step_volume_fl=18750000")
        self.assertEqual(lines[5], 'drugs=[["morphine",25000000000]]')
        self.assertEqual(lines[9:12], ["periods=[]", 'clock_lost=""', "bolus=[100000000,300,14400,4]"])
        self.assertEqual(len(lines), 14)

    @proves("U1")
    def test_it_does_not_depend_on_the_order_of_the_keys(self):
        order = therapy(bolus=patient_bolus())
        turned = {}
        for key in sorted(order, reverse=True):
            turned[key] = order[key]
        turned["bolus"] = {"most_per_day": 4, "over_s": 300, "lockout_s": 14_400, "dose_pg": 100_000_000}
        self.assertEqual(digest(turned, 18_750_000), digest(order, 18_750_000))

    @proves("U1")
    def test_any_change_of_any_value_changes_it(self):
        order = therapy(bolus=patient_bolus())
        seen = {digest(order, 18_750_000), digest(order, 18_750_001)}
        changes = 2
        for key in order:
            changed = dict(order)
            if key == "mode":
                changed[key] = "stopped"
            elif key == "drugs":
                changed[key] = [["morphine", 25_000_000_001]]
            elif key == "bolus":
                changed[key] = patient_bolus(most_per_day=5)
            elif key == "periods":
                changed[key] = [[127, 0, 5]]
            elif key == "clock_lost":
                changed[key] = "stop"
            else:
                changed[key] = order[key] + 1
            seen.add(digest(changed, 18_750_000))
            changes += 1
        for key in ("dose_pg", "over_s", "lockout_s"):
            bolus = patient_bolus()
            bolus[key] += 1
            seen.add(digest(therapy(bolus=bolus), 18_750_000))
            changes += 1
        self.assertEqual(len(seen), changes)

    @proves("U1")
    def test_no_two_therapies_share_a_text(self):
        # a name that looks like the next field must not read as one
        plain = therapy(drugs=[["a", 25_000_000_000], ["b", 1_000_000]])
        tricky = therapy(drugs=[['a",25000000000],["b', 25_000_000_000]])
        self.assertTrue(canonical(plain, 1) != canonical(tricky, 1))

    def test_it_is_64_hexadecimal_digits(self):
        text = digest(therapy(), 18_750_000)
        self.assertEqual(len(text), 64)
        int(text, 16)


if __name__ == "__main__":
    unittest.main()
