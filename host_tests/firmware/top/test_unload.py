"""Giving back the memory of modules that are needed seldom: forgotten, and loaded anew by the next import."""

import sys
import unittest

import units
import units.phase
from seldom import OF_PART, SELDOM
from unload import unload


class Unloaded(unittest.TestCase):
    def test_the_next_import_loads_it_anew_and_what_is_not_there_is_no_matter(self):
        before = units.phase
        unload(("units.phase", "units.no_such_module", "no_such_module"))
        self.assertFalse("units.phase" in sys.modules)
        self.assertFalse(hasattr(units, "phase"))
        again = __import__("units.phase").phase
        self.assertFalse(again is before)
        sys.modules["units.phase"] = units.phase = before


class Lists(unittest.TestCase):
    def test_each_module_that_is_named_exists(self):
        for names in (SELDOM,) + tuple(OF_PART.values()):
            for name in names:
                __import__(name)
                self.assertTrue(name in sys.modules)
