"""What a pytest run does: both VMs, the record of results, and what must not pass."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
import toy_project

import mp_runner
from proof import results

FILE = "host_tests/firmware/test_flow.py"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return toy_project.make(tmp_path / "toy")


def run(project: Path, *arguments: str) -> tuple[int, str]:
    """pytest's exit code and output in the toy project."""
    environment = {key: value for key, value in os.environ.items() if not key.startswith("PYTEST_")}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)  # without its cache each run rewrites all of hypothesis again
    command = [sys.executable, "-m", "pytest", "-q", *arguments]
    done = subprocess.run(
        command, cwd=project, env=environment, capture_output=True, text=True, timeout=120, check=False
    )
    return done.returncode, done.stdout + done.stderr


def rewrite(project: Path, old: str, new: str) -> None:
    path = project / FILE
    assert old in path.read_text()
    path.write_text(path.read_text().replace(old, new))


def test_each_test_runs_once_on_each_vm(project: Path):
    code, output = run(project)
    assert code == 0, output
    assert "MicroPython VM: 1 files, 2 tests run, 0 failed, 0 skipped" in output
    assert output.splitlines()[-1].startswith("5 passed")  # two tests twice, and that the file ran whole


def test_the_record_knows_outcome_vm_and_what_is_proved(project: Path):
    run(project)
    recorded = results.load(project)
    node = f"{FILE}::Flow::test_zero_concentration_is_refused"
    assert recorded[node].proves == recorded[node + "[micropython]"].proves == ["U2"]
    assert {result.outcome for result in recorded.values()} == {"passed"}


def test_a_fault_that_only_micropython_shows_fails_there_alone(project: Path):
    rewrite(project, "self.assertEqual(flow(10, 2), 5)", "self.assertEqual(str(b'\\x00'.decode)[:6], '<built')")
    code, output = run(project)
    assert code == 1
    assert "1 failed, 4 passed" in output
    recorded = results.load(project)
    node = f"{FILE}::Flow::test_flow_is_dose_by_concentration"
    assert (recorded[node].outcome, recorded[node + "[micropython]"].outcome) == ("passed", "failed")


def test_a_part_of_the_tests_adds_to_the_record_and_the_whole_replaces_it(project: Path):
    run(project)
    rewrite(project, "test_zero_concentration_is_refused", "test_renamed")
    run(project, "-k", "test_renamed")
    assert any("test_zero" in node for node in results.load(project))
    run(project)
    assert not any("test_zero" in node for node in results.load(project))


def test_the_same_record_comes_from_several_workers(project: Path):
    run(project)
    alone = results.load(project)
    (project / results.FILE).unlink()
    run(project, "-n", "2", "--dist", "loadfile")
    assert results.load(project) == alone


def test_an_unknown_requirement_stops_the_collection(project: Path):
    rewrite(project, '@proves("U2")', '@proves("U99")')
    code, output = run(project)
    assert code == pytest.ExitCode.USAGE_ERROR
    assert "proves U99" in output


def test_a_file_that_micropython_cannot_import_fails(project: Path):
    rewrite(
        project, "import unittest", "import sys\nimport unittest\nif 'micro' in sys.implementation.name:\n    1 / 0"
    )
    code, output = run(project)
    assert code == 1
    assert "3 failed, 2 passed" in output
    assert "ZeroDivisionError" in output


def test_a_file_without_tests_fails(project: Path):
    (project / "host_tests/firmware/test_empty.py").write_text("import unittest\n")
    code, output = run(project, "host_tests/firmware/test_empty.py")
    assert code == 1
    assert "no test ran" in output


def test_a_class_that_only_the_vm_sees_fails_the_file(project: Path):
    rewrite(
        project, "class Flow(", "class Flow(unittest.TestCase if MICROPYTHON else object):\n    pass\n\n\nclass Real("
    )
    rewrite(project, "import proves", "import MICROPYTHON, proves")
    rewrite(project, "object):\n    pass", "object):\n    def test_hidden(self):\n        pass")
    code, output = run(project)
    assert code == 1
    assert "only the VM knows these tests: Flow::test_hidden" in output


def test_a_class_that_the_vm_passes_over_fails_though_all_else_passed(project: Path):
    rewrite(project, "class Flow(", '@unittest.skipIf(MICROPYTHON, "skips hide a class there")\nclass Flow(')
    rewrite(project, "import proves", "import MICROPYTHON, proves")
    with (project / FILE).open("a") as file:
        file.write("\n\nclass Other(unittest.TestCase):\n    def test_it(self):\n        pass\n")
    code, output = run(project)
    assert code == 1
    assert "2 failed, 5 passed" in output
    assert "a skip must stand on the method" in output


def test_a_vm_that_hangs_is_stopped_and_keeps_what_it_had(project: Path):
    rewrite(project, "flow(10, 0)", "while True:\n                pass")
    ran = mp_runner.run_file(project / FILE, project, timeout_s=3)
    assert ran.exit_code is None
    assert list(ran.results) == [("Flow", "test_flow_is_dose_by_concentration")]


def test_a_skip_in_the_vm_is_a_skip_with_its_reason(project: Path):
    rewrite(project, '@proves("U2")', '@unittest.skip("not today")')
    code, output = run(project, "-rs")
    assert code == 0
    assert "not today" in output
    assert "1 tests run, 0 failed, 1 skipped" in output


def test_each_method_gets_a_fresh_case_in_the_vm(project: Path):
    rewrite(project, "class Flow(unittest.TestCase):", "class Flow(unittest.TestCase):\n    seen = 0\n")
    for line in ("self.assertEqual(flow(10, 2), 5)", "with self.assertRaises(ValueError):"):
        rewrite(project, line, f"self.assertEqual(self.seen, 0)\n        self.seen += 1\n        {line}")
    code, output = run(project)
    assert code == 0, output
