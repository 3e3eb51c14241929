"""The mutation tool, on a toy project."""

import io
from contextlib import redirect_stdout
from dataclasses import dataclass
from pathlib import Path

import pytest
import toy_project

from proof import mutant_list, mutants

IN_THE_VM = "host_tests/firmware/test_flow.py::Flow::test_flow_is_dose_by_concentration[micropython]"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return toy_project.make(tmp_path / "toy")


@dataclass
class Ran:
    project: Path
    exit_code: int
    printed: str
    record: dict[str, mutant_list.MutantResult]


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory) -> Ran:
    """One run of several faults, one after the other in one copy."""
    project = toy_project.make(tmp_path_factory.mktemp("mutants") / "toy")
    toy_project.list_mutants(
        project,
        toy_project.mutant(id="off-by-one"),
        toy_project.mutant(id="refuse-nothing", old="<= 0", new="< -9", proves=["U2"]),
        toy_project.mutant(id="no-change", new="dose // concentration + 0"),
        toy_project.mutant(id="no-syntax", new="dose //"),
    )
    printed = io.StringIO()
    with redirect_stdout(printed):
        exit_code = mutants.main(["--jobs", "1"], project)
    return Ran(project, exit_code, printed.getvalue(), mutant_list.load_record(project))


def test_a_fault_that_a_named_test_sees_is_caught_on_both_vms(ran: Ran):
    assert ran.record["off-by-one"].outcome == "caught"
    assert {IN_THE_VM, IN_THE_VM.removesuffix("[micropython]")} <= set(ran.record["off-by-one"].killed)


def test_a_rewritten_file_of_the_same_length_and_second_cannot_be_taken_for_the_former(tmp_path: Path):
    path = tmp_path / "one.py"
    path.write_text("1")
    before = int(path.stat().st_mtime)
    mutants.rewrite(path, "2")
    assert int(path.stat().st_mtime) != before


def test_a_fault_that_changes_nothing_survives(ran: Ran):
    assert ran.record["no-change"].outcome == "survived"


def test_a_fault_that_keeps_the_tests_from_running_is_not_called_caught(ran: Ran):
    assert ran.record["no-syntax"].outcome == "broken"


def test_a_fault_runs_without_the_one_before(ran: Ran):
    killed = ran.record["refuse-nothing"].killed
    assert not [node for node in killed if "test_flow_is_dose" in node]
    assert [node for node in killed if "test_zero_concentration" in node]


def test_a_run_in_which_not_all_were_caught_fails_and_says_how_many(ran: Ran):
    assert ran.exit_code == 1
    assert "2 of 4 caught" in ran.printed


def test_the_sources_are_as_before_after_a_run(ran: Ran):
    assert (ran.project / "firmware/toy_flow.py").read_text() == toy_project.FLOW


def test_a_run_in_which_all_were_caught_passes_and_keeps_the_other_results(ran: Ran):
    assert mutants.main(["off-by-one"], ran.project) == 0
    assert mutant_list.load_record(ran.project).keys() == ran.record.keys()


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
    assert mutants.judge(chosen[0], copy, {IN_THE_VM}, timeout_s=6).outcome == "timeout"


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
