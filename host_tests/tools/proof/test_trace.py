"""The matrix of requirements, on a toy project."""

from pathlib import Path

import pytest
import toy_project

from proof import mutant_list, requirements_list, results, trace
from proof.mutant_list import MutantResult
from proof.requirements_list import BadList
from proof.results import TestResult
from proof.tree import tree_digest

NODE = "host_tests/firmware/test_flow.py::Flow::test_flow_is_dose_by_concentration"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return toy_project.make(tmp_path / "toy")


def record(project: Path, outcome: str, node: str = NODE, proves: str = "D1", tree: str | None = None) -> None:
    found = results.load(project)
    found[node] = TestResult(outcome, [proves], tree or tree_digest(project))
    results.store(project, found)


def state(project: Path, name: str) -> str:
    return next(row.state for row in trace.rows(project) if row.requirement.id == name)


def test_a_requirement_without_a_test_is_open_and_listed(project: Path, capsys: pytest.CaptureFixture[str]):
    assert trace.main([], project) == 0
    printed = capsys.readouterr().out
    assert "T1   OPEN" in printed
    assert "OPEN                              3  D1 U2 T1" in printed
    assert "due now and open or failing       2  D1 U2" in printed


@pytest.mark.parametrize("outcome", ["skipped", "xfailed"])
def test_a_test_that_did_not_pass_leaves_its_requirement_open(project: Path, outcome: str):
    record(project, outcome)
    assert state(project, "D1") == trace.OPEN


def test_a_failing_test_shows_even_beside_a_passing_one(project: Path):
    record(project, "passed")
    record(project, "failed", NODE + "[micropython]")
    assert state(project, "D1") == trace.FAILING


def test_a_passing_test_without_a_mutation_is_unproven(project: Path, capsys: pytest.CaptureFixture[str]):
    record(project, "passed")
    assert state(project, "D1") == "unproven (no mutation)"
    trace.main([], project)
    assert "D1   unproven (no mutation)" in capsys.readouterr().out


def test_a_listed_mutation_proves_nothing_before_it_has_run(project: Path):
    record(project, "passed")
    toy_project.list_mutants(project, toy_project.mutant())
    assert state(project, "D1") == trace.NOT_RUN


def test_a_caught_mutation_proves_the_requirement_it_names_and_no_other(project: Path):
    record(project, "passed")
    record(project, "passed", NODE.replace("flow_is_dose_by", "zero"), "U2")
    toy_project.list_mutants(project, toy_project.mutant())
    mutant_list.store_record(project, {"flow-off-by-one": MutantResult("caught", [NODE + "[micropython]"])})
    assert state(project, "D1") == trace.PROVED
    assert state(project, "U2") == trace.NO_MUTATION


def test_a_mutation_caught_by_a_test_that_proves_something_else_counts_for_neither(project: Path):
    record(project, "passed")
    record(project, "passed", NODE.replace("flow_is_dose_by", "zero"), "U2")
    toy_project.list_mutants(project, toy_project.mutant())
    killed = [NODE.replace("flow_is_dose_by", "zero")]
    mutant_list.store_record(project, {"flow-off-by-one": MutantResult("caught", killed)})
    assert (state(project, "D1"), state(project, "U2")) == (trace.NOT_CAUGHT, trace.NO_MUTATION)


def test_a_surviving_mutation_proves_nothing(project: Path):
    record(project, "passed")
    toy_project.list_mutants(project, toy_project.mutant(new="dose // concentration + 0"))
    mutant_list.store_record(project, {"flow-off-by-one": MutantResult("survived")})
    assert state(project, "D1") == trace.NOT_CAUGHT


def test_a_result_of_older_sources_is_marked(project: Path, capsys: pytest.CaptureFixture[str]):
    record(project, "passed")
    trace.main(["D1"], project)
    assert "passed *" not in capsys.readouterr().out
    (project / "firmware/toy_flow.py").write_text(toy_project.FLOW + "# touched\n")
    trace.main(["D1"], project)
    assert "passed *" in capsys.readouterr().out


def test_an_id_that_is_not_listed_is_an_error(project: Path, capsys: pytest.CaptureFixture[str]):
    record(project, "passed", proves="Z9")
    assert trace.main([], project) == 2
    assert "tests prove Z9" in capsys.readouterr().err


def test_an_id_listed_twice_is_an_error(project: Path):
    path = project / requirements_list.FILE
    path.write_text(path.read_text() + toy_project.REQUIREMENTS)
    with pytest.raises(BadList, match="D1 is listed twice"):
        requirements_list.load(project)


def test_the_projects_own_list_holds_every_requirement_once():
    counts = {"D": 10, "B": 11, "R": 8, "A": 12, "P": 7, "S": 5, "U": 5, "T": 9}
    expected = [f"{letter}{number}" for letter, count in counts.items() for number in range(1, count + 1)]
    assert list(requirements_list.load(toy_project.ROOT)) == expected
