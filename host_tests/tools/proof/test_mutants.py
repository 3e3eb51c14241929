"""The mutation tool, on a toy project."""

from pathlib import Path

import pytest
import toy_project

from proof import mutant_list, mutants

IN_THE_VM = "host_tests/firmware/test_flow.py::Flow::test_flow_is_dose_by_concentration[micropython]"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return toy_project.make(tmp_path / "toy")


def outcome_of_one(project: Path, **changes: object) -> mutant_list.MutantResult:
    toy_project.list_mutants(project, toy_project.mutant(**changes))
    mutants.main([], project)
    return mutant_list.load_record(project)["flow-off-by-one"]


def test_a_fault_that_a_named_test_sees_is_caught_on_both_vms(project: Path, capsys: pytest.CaptureFixture[str]):
    toy_project.list_mutants(project, toy_project.mutant())
    assert mutants.main([], project) == 0
    result = mutant_list.load_record(project)["flow-off-by-one"]
    assert result.outcome == "caught"
    assert IN_THE_VM in result.killed
    assert IN_THE_VM.removesuffix("[micropython]") in result.killed
    assert "1 of 1 caught" in capsys.readouterr().out


def test_a_fault_that_changes_nothing_survives_and_fails_the_run(project: Path):
    toy_project.list_mutants(project, toy_project.mutant(new="dose // concentration + 0"))
    assert mutants.main([], project) == 1
    assert mutant_list.load_record(project)["flow-off-by-one"].outcome == "survived"


def test_a_fault_that_keeps_the_tests_from_running_is_not_called_caught(project: Path):
    assert outcome_of_one(project, new="dose //").outcome == "broken"


def test_the_sources_are_as_before_after_a_run(project: Path):
    outcome_of_one(project)
    assert (project / "firmware/toy_flow.py").read_text() == toy_project.FLOW


def test_a_second_fault_runs_without_the_first(project: Path):
    second = toy_project.mutant(id="refuse-nothing", old="<= 0", new="< -9", proves=["U2"])
    toy_project.list_mutants(project, toy_project.mutant(), second)
    assert mutants.main(["--jobs", "1"], project) == 0
    killed = mutant_list.load_record(project)["refuse-nothing"].killed
    assert not [node for node in killed if "test_flow_is_dose" in node]
    assert [node for node in killed if "test_zero_concentration" in node]


def test_tests_that_fail_without_a_fault_prove_nothing(project: Path, capsys: pytest.CaptureFixture[str]):
    (project / "firmware/toy_flow.py").write_text(toy_project.FLOW.replace("<= 0", "< -9"))
    toy_project.list_mutants(project, toy_project.mutant())
    assert mutants.main([], project) == 2
    assert "fail without any mutation" in capsys.readouterr().err


def test_a_hang_is_a_timeout_and_not_a_catch(project: Path):
    toy_project.list_mutants(
        project, toy_project.mutant(old="    return dose", new="    while dose:\n        pass\n    return dose")
    )
    chosen = mutant_list.load(project)
    copy = mutants.copy_project(project, project.parent / "copy")
    assert mutants.judge(chosen[0], copy, {IN_THE_VM}, timeout_s=3).outcome == "timeout"


@pytest.mark.parametrize(
    ("changes", "complaint"),
    [
        ({"old": "no such text"}, "found 0 times"),
        ({"old": "concentration"}, "found 4 times"),
        ({"file": "firmware/gone.py"}, "firmware/gone.py does not exist"),
        ({"tests": ["host_tests/gone.py"]}, "host_tests/gone.py does not exist"),
        ({"tests": []}, "at least one test"),
        ({"proves": ["X9"]}, "no requirement X9"),
        ({"new": "dose // concentration"}, "it needs a change"),
        ({"why": "a key that is not known"}, "entry 1"),
    ],
)
def test_a_wrong_entry_stops_the_run_with_one_line(
    project: Path, capsys: pytest.CaptureFixture[str], changes: dict[str, object], complaint: str
):
    toy_project.list_mutants(project, toy_project.mutant(**changes))
    assert mutants.main([], project) == 2
    error = capsys.readouterr().err
    assert complaint in error
    assert error.count("\n") == 1


def test_a_sample_is_the_same_for_the_same_seed_and_as_large_as_asked(project: Path):
    listed = [toy_project.mutant(id=f"m{number}") for number in range(9)]
    toy_project.list_mutants(project, *listed)
    every = mutant_list.load(project)
    first = mutants.choose(every, [], 3, seed=1)
    assert len(first) == 3
    assert first == mutants.choose(every, [], 3, seed=1)
    assert any(first != mutants.choose(every, [], 3, seed=seed) for seed in range(2, 9))


def test_an_empty_list_is_said_and_is_no_failure(project: Path, capsys: pytest.CaptureFixture[str]):
    assert mutants.main(["--sample", "3"], project) == 0
    assert "none listed" in capsys.readouterr().out


def test_the_projects_own_list_fits_the_sources():
    mutant_list.load(toy_project.ROOT)
