"""A project of a few lines in a temporary folder, to run the proof tools on."""

import json
import shutil
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
SHARED = ("conftest.py", "support.py", "mp_runner.py", "mp_runner.mjs", "mp_runner_inside.py")
FLOW = """\
def flow(dose, concentration):
    if concentration <= 0:
        raise ValueError("concentration")
    return dose // concentration
"""
REQUIREMENTS = """\
[[requirement]]
id = "D1"
statement = "The flow is right."
source = "toy"
status = "due"

[[requirement]]
id = "U2"
statement = "What cannot be is refused."
source = "toy"
status = "due"

[[requirement]]
id = "T1"
statement = "Nobody has started on this."
source = "toy"
status = "later"
"""
TEST_FLOW = """\
import unittest

from support import proves
from toy_flow import flow


class Flow(unittest.TestCase):
    @proves("D1")
    def test_flow_is_dose_by_concentration(self):
        self.assertEqual(flow(10, 2), 5)

    @proves("U2")
    def test_zero_concentration_is_refused(self):
        with self.assertRaises(ValueError):
            flow(10, 0)
"""


def make(folder: Path) -> Path:
    """A sound toy project: two tests on two VMs, all passing; no mutations."""
    tests = folder / "host_tests" / "firmware"
    tests.mkdir(parents=True)
    (folder / "firmware").mkdir()
    (folder / "boards").mkdir()
    (folder / "tools").mkdir()
    shutil.copy(ROOT / "pyproject.toml", folder)
    for name in SHARED:
        shutil.copy(ROOT / "host_tests" / name, folder / "host_tests")
    (folder / "host_tests" / "node_modules").symlink_to(ROOT / "host_tests" / "node_modules")
    (folder / "firmware" / "toy_flow.py").write_text(FLOW)
    (folder / "host_tests" / "requirements.toml").write_text(REQUIREMENTS)
    (tests / "test_flow.py").write_text(TEST_FLOW)
    return folder


def mutant(**changes: object) -> str:
    """One entry of a mutants.toml; a fault that test_flow.py catches unless changed."""
    entry: dict[str, object] = {
        "id": "flow-off-by-one",
        "file": "firmware/toy_flow.py",
        "old": "dose // concentration",
        "new": "dose // concentration + 1",
        "proves": ["D1"],
        "tests": ["host_tests/firmware/test_flow.py"],
    } | changes
    return "[[mutant]]\n" + "".join(f"{key} = {json.dumps(value)}\n" for key, value in entry.items())


def list_mutants(project: Path, *entries: str) -> None:
    (project / "host_tests" / "mutants.toml").write_text("\n".join(entries))
