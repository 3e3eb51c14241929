"""The record of test results, `.build/results.json`: written by each pytest run, read by trace and mutants."""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from pathlib import Path

FILE = ".build/results.json"
# The worst phase of a test (set-up, call, tear-down) is its outcome.
ORDER = ("passed", "skipped", "xfailed", "failed")


@dataclass
class TestResult:
    """One test's last outcome, what it says it proves, and the sources it ran on."""

    __test__ = False  # not a test, whatever pytest makes of the name

    outcome: str
    proves: list[str] = field(default_factory=list[str])
    tree: str = ""


def load(root: Path) -> dict[str, TestResult]:
    """Results by pytest node id; empty where nothing has run yet."""
    path = root / FILE
    if not path.exists():
        return {}
    return {node: TestResult(**entry) for node, entry in json.loads(path.read_text()).items()}


def store(root: Path, results: dict[str, TestResult]) -> None:
    path = root / FILE
    path.parent.mkdir(exist_ok=True)
    entries = {node: asdict(result) for node, result in sorted(results.items())}
    written = path.with_suffix(".new")
    written.write_text(json.dumps(entries, indent=1) + "\n")
    written.replace(path)


class Recorder:
    """Collects the reports of one pytest run.

    A run of part of the tests adds to the record; a run of the whole suite replaces it, except
    for the emulated chip's, which are never part of that run.
    """

    def __init__(self, root: Path, tree: str) -> None:
        self.root = root
        self.tree = tree
        self.results: dict[str, TestResult] = {}

    def note(self, node: str, outcome: str, proves: Iterable[str]) -> None:
        known = self.results.setdefault(node, TestResult("passed", sorted(proves), self.tree))
        known.outcome = max(known.outcome, outcome, key=ORDER.index)

    def finish(self, *, whole_suite: bool) -> None:
        earlier = load(self.root)
        if whole_suite:
            earlier = {node: result for node, result in earlier.items() if node.startswith("host_tests/chip/")}
        store(self.root, earlier | self.results)
