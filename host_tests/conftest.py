"""Wires the MicroPython VM and the record of results into pytest."""

import os
import sys
from pathlib import Path

import hypothesis
import pytest

import mp_runner
from proof import requirements_list, results
from proof.tree import tree_digest

CHIP_TESTS = Path(__file__).resolve().parent / "chip"

# A shared or slow machine must not turn a slow example into a failure.
hypothesis.settings.register_profile("local", deadline=None)
hypothesis.settings.register_profile("ci", deadline=None, derandomize=True, print_blob=True)
hypothesis.settings.load_profile("ci" if os.environ.get("CI") else "local")


def pytest_configure(config):
    config.addinivalue_line("markers", "micropython: runs in the MicroPython VM")
    if not hasattr(config, "workerinput") and not config.option.collectonly:
        config.pluginmanager.register(ResultsPlugin(config))


class ResultsPlugin:
    """Writes every outcome to .build/results.json, for `make trace`."""

    def __init__(self, config):
        self.config = config
        self.recorder = results.Recorder(config.rootpath, tree_digest(config.rootpath))

    def pytest_runtest_logreport(self, report):
        outcome = "xfailed" if hasattr(report, "wasxfail") else report.outcome
        self.recorder.note(report.nodeid, outcome, dict(report.user_properties).get("proves", ()))

    def pytest_sessionfinish(self, session, exitstatus):
        option = self.config.option
        chosen = option.keyword or option.markexpr or option.deselect or option.maxfail or getattr(option, "lf", False)
        ended = exitstatus in (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED)
        everything = self.config.args_source is pytest.Config.ArgsSource.TESTPATHS and not chosen
        self.recorder.finish(whole_suite=everything and ended)


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


def proved_ids(item):
    """What @proves says of a test: on its function, and on its class."""
    function = getattr(item, "obj", None)
    return set(getattr(function, "proves", ())) | set(getattr(getattr(item, "cls", None), "proves", ()))


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config, items):
    listed = requirements_list.load(config.rootpath)
    for item in items:
        ids = proved_ids(item)
        if unknown := sorted(ids - listed.keys()):
            raise pytest.UsageError(
                f"{item.nodeid} proves {', '.join(unknown)}, which {requirements_list.FILE} does not list"
            )
        item.user_properties.append(("proves", sorted(ids)))


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
