"""Wires the MicroPython VM and the record of results into pytest."""

import os
import sys
from pathlib import Path

import hypothesis

import mp_runner

CHIP_TESTS = Path(__file__).resolve().parent / "chip"

# A shared or slow machine must not turn a slow example into a failure.
hypothesis.settings.register_profile("local", deadline=None)
hypothesis.settings.register_profile("ci", deadline=None, derandomize=True, print_blob=True)
hypothesis.settings.load_profile("ci" if os.environ.get("CI") else "local")


def pytest_configure(config):
    config.addinivalue_line("markers", "micropython: runs in the MicroPython VM")


def pytest_collect_file(file_path, parent):
    # A test may import a helper that lies beside it, as in the VM; helpers' names are unique.
    if file_path.suffix == ".py" and str(file_path.parent) not in sys.path:
        sys.path.append(str(file_path.parent))
    if mp_runner.is_both_vm_file(file_path):
        return mp_runner.VmFile.from_parent(parent, path=file_path)
    return None


def pytest_ignore_collect(collection_path, config):
    """The emulated chip takes minutes: its tests run when they are named (`make test-chip`)."""
    if collection_path == CHIP_TESTS:
        named = [Path(arg.partition("::")[0]).resolve() for arg in config.args]
        if not any(path.is_relative_to(CHIP_TESTS) for path in named):
            return True
    return None


def pytest_terminal_summary(terminalreporter):
    ran = [
        (dict(report.user_properties)["vm_file"], outcome)
        for outcome in ("passed", "failed", "skipped")
        for report in terminalreporter.stats.get(outcome, [])
        if "vm_file" in dict(getattr(report, "user_properties", ()))
    ]
    if ran:
        failed = sum(outcome == "failed" for _, outcome in ran)
        skipped = sum(outcome == "skipped" for _, outcome in ran)
        terminalreporter.write_line(
            f"MicroPython VM: {len({file for file, _ in ran})} files, {len(ran) - skipped} tests run, "
            f"{failed} failed, {skipped} skipped"
        )
