"""Prints the matrix: requirement, its tests, their last result, and the mutation each of them catches.

    python -m proof.trace [id ...]

Exit code: 0 the matrix is printed, whatever it shows; 2 a list or a test names an unknown requirement.
"""

import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from proof import mutant_list, requirements_list, results
from proof.mutant_list import Mutant, MutantResult
from proof.requirements_list import BadList, Requirement
from proof.results import TestResult
from proof.tree import tree_digest

ROOT = Path(__file__).resolve().parents[2]
ON_VM = "[micropython]"
PROVED, FAILING, OPEN = "proved", "FAILING", "OPEN"
NO_MUTATION = "unproven (no mutation)"
NOT_RUN = "unproven (mutation not run)"
NOT_CAUGHT = "unproven (mutation not caught)"


@dataclass
class Evidence:
    """One test function, all its cases on both VMs taken together."""

    test: str
    nodes: dict[str, TestResult]
    killers: list[str]
    tree: str

    @property
    def outcome(self) -> str:
        """The worst outcome; a skip beside a pass (one VM only) is a pass."""
        outcomes = {result.outcome for result in self.nodes.values()}
        return next((o for o in ("failed", "passed", "xfailed") if o in outcomes), "skipped")

    @property
    def vms(self) -> str:
        ran = [node.endswith(ON_VM) for node, result in self.nodes.items() if result.outcome != "skipped"]
        return " + ".join(["CPython"] * (False in ran) + ["MicroPython"] * (True in ran)) or "nowhere"

    def line(self) -> str:
        cases = f" x{len(self.nodes)}" if len(self.nodes) > 1 else ""
        old = " *" if any(result.tree != self.tree for result in self.nodes.values()) else ""
        catches = f"   catches {', '.join(self.killers)}" if self.killers else ""
        return f"      {self.outcome}{cases}{old}  {self.vms}  {self.test}{catches}"


@dataclass
class Row:
    requirement: Requirement
    evidence: list[Evidence]
    mutants: list[Mutant]
    record: dict[str, MutantResult]

    @property
    def state(self) -> str:
        outcomes = [evidence.outcome for evidence in self.evidence]
        if "failed" in outcomes:
            return FAILING
        if "passed" not in outcomes:
            return OPEN
        named = {mutant.id for mutant in self.mutants}
        if any(evidence.outcome == "passed" and evidence.killers for evidence in self.evidence):
            return PROVED
        if not named:
            return NO_MUTATION
        return NOT_CAUGHT if named <= self.record.keys() else NOT_RUN


def function_of(node: str) -> str:
    """A node id without its case or VM."""
    return node.partition("[")[0]


def rows(root: Path) -> list[Row]:
    """The matrix. Raises BadList on an unknown id."""
    requirements = requirements_list.load(root)
    mutants = mutant_list.load(root)
    record = mutant_list.load_record(root)
    outcome = results.load(root)
    if unknown := sorted({name for result in outcome.values() for name in result.proves} - requirements.keys()):
        raise BadList(f"tests prove {', '.join(unknown)}, which {requirements_list.FILE} does not list")
    tree = tree_digest(root)
    killers: dict[str, set[str]] = {}
    for name, result in record.items():
        for node in result.killed:
            killers.setdefault(function_of(node), set()).add(name)
    matrix: list[Row] = []
    for requirement in requirements.values():
        tests: dict[str, dict[str, TestResult]] = {}
        for node, result in outcome.items():
            if requirement.id in result.proves:
                tests.setdefault(function_of(node), {})[node] = result
        naming = [mutant for mutant in mutants if requirement.id in mutant.proves]
        evidence = [
            Evidence(test, nodes, sorted(killers.get(test, set()) & {m.id for m in naming}), tree)
            for test, nodes in sorted(tests.items())
        ]
        matrix.append(Row(requirement, evidence, naming, record))
    return matrix


def show(matrix: Iterable[Row]) -> str:
    matrix = list(matrix)
    lines: list[str] = []
    for row in matrix:
        requirement = row.requirement
        lines.append(f"{requirement.id:4} {row.state}  [{requirement.status}]  {requirement.statement}")
        if requirement.note:
            lines.append(f"      note: {requirement.note}")
        lines += [evidence.line() for evidence in row.evidence]
        for mutant in row.mutants:
            result = row.record.get(mutant.id)
            if result is None or result.outcome != "caught":
                lines.append(f"      mutation {mutant.id}: {result.outcome if result else 'not run: `make mutants`'}")
    lines.append("")
    for state in (PROVED, NOT_CAUGHT, NOT_RUN, NO_MUTATION, FAILING, OPEN):
        ids = [row.requirement.id for row in matrix if row.state == state]
        lines.append(f"{state:31} {len(ids):3}  {' '.join(ids)}")
    due = [row.requirement.id for row in matrix if row.requirement.status == "due" and row.state in (OPEN, FAILING)]
    lines.append(f"{'due now and open or failing':31} {len(due):3}  {' '.join(due)}")
    lines.append("* the result belongs to older sources; `make test` (and `make mutants`) brings it up to date")
    return "\n".join(lines)


def main(ids: list[str], root: Path = ROOT) -> int:
    try:
        matrix = rows(root)
    except BadList as problem:
        print(problem, file=sys.stderr)
        return 2
    if unknown := sorted(set(ids) - {row.requirement.id for row in matrix}):
        print(f"no requirement {', '.join(unknown)} in {requirements_list.FILE}", file=sys.stderr)
        return 2
    print(show(row for row in matrix if not ids or row.requirement.id in ids))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
