"""`pump calibrate` against the twin in virtual time: what the rig really is must be found within what is said of it."""

import re

import pytest

from pump import pump_access, pump_waiting
from pump.cli import main
from served_twin import Terminal, own_folders
from support import proves
from twin_wire import ADDRESS, PUMP_ID, TwinOnAWire

AT = ["--port", ADDRESS]
CONTENT_UG = 19_956_000  # 20 mL of the twin's water
QUICK = ["--runs", "3", "--turns", "8", "--rate", "4 mL/min", "--rest", "20 s", "--temperature", "22", "--air", "0"]


class Bench:
    """twin, and whoever is at the terminal: `answers` are the confirms; `asked` what was asked."""

    def __init__(self, capsys, patch) -> None:
        self._capsys = capsys
        self._patch = patch
        self.asked: list[str] = []
        self.answers: list[bool] = []
        self.prompts: list[object] = []

    def put(self, twin: TwinOnAWire) -> TwinOnAWire:
        self._patch.setattr(pump_access, "open_transport", lambda _: twin)
        self._patch.setattr(pump_waiting, "pause", twin.pause)
        return twin

    def at_the_terminal(self) -> None:
        self._patch.setattr("sys.stdin", Terminal())
        self._patch.setattr("typer.confirm", self._confirm)
        self._patch.setattr("typer.prompt", self._prompt)

    def _confirm(self, question: str, default: bool = True) -> bool:
        assert default is False
        self.asked.append(question)
        return self.answers.pop(0)

    def _prompt(self, text: str, *_arguments: object, **_options: object) -> object:
        self.asked.append(text)
        act = self.prompts.pop(0)
        return act() if callable(act) else act

    def run(self, *arguments: str) -> tuple[int, str, str]:
        status = main(["calibrate", *arguments])
        said = self._capsys.readouterr()
        assert "Traceback" not in said.err
        return status, said.out, said.err


@pytest.fixture
def bench(tmp_path, capsys, monkeypatch):
    with own_folders(tmp_path):
        yield Bench(capsys, monkeypatch)


def figures(pattern: str, text: str) -> list[float]:
    found = re.search(pattern, text)
    assert found, text
    return [float(one) for one in found.groups()]


# The load cell


def masses_on(bench: Bench, twin: TwinOnAWire, on_top_mg: float = 50_000.0) -> None:
    """First the bottle with what it holds, then a mass on top of it."""
    bench.prompts = [lambda: twin.rig.put_on_cell(0.0) or "", lambda: twin.rig.put_on_cell(on_top_mg) or ""]


def cell_arguments(second: str = "69.956 g") -> list[str]:
    return ["load-cell", "--first", "19.956 g", "--second", second, "--second-tolerance", "10 mg", *AT]


@proves("R7")
def test_two_masses_find_the_span_that_the_rig_has_within_what_is_said(bench, tmp_path):
    twin = bench.put(TwinOnAWire(span_error=0.03))
    bench.at_the_terminal()
    masses_on(bench, twin)
    bench.answers = [True]
    report = tmp_path / "cell.txt"
    status, out, _ = bench.run(*cell_arguments(), "--report", str(report))
    assert status == 0, out
    (new_per_g,) = figures(r"new: (\d+) counts a g", out)
    (percent,) = figures(r"span known to ([0-9.]+) %", out)
    true_per_g = twin.rig.load_cell.counts_per_mg * 1_000.0 * 1.03
    assert abs(new_per_g - true_per_g) / true_per_g * 100 <= percent < 0.1
    assert "second" not in bench.asked[0]
    assert "69.956 g, known to 6 mg" in bench.asked[1]
    assert f"pump: {PUMP_ID}" in report.read_text()
    stored = twin.bench.hardware.files.contents["load-cell"].decode()
    assert f'"counts_per_g": {new_per_g:.0f}' in stored
    assert PUMP_ID in stored


@proves("B9")
def test_what_is_not_accepted_changes_nothing(bench):
    twin = bench.put(TwinOnAWire())
    before = twin.bench.hardware.files.contents["load-cell"]
    bench.at_the_terminal()
    masses_on(bench, twin)
    bench.answers = [False]
    assert bench.run(*cell_arguments())[0] == 1
    assert twin.bench.hardware.files.contents["load-cell"] == before


@proves("B9", "U2")
def test_a_mass_that_was_mistaken_is_refused_by_the_span_and_another_cell_must_be_said(bench):
    twin = bench.put(TwinOnAWire())
    bench.at_the_terminal()
    masses_on(bench, twin, on_top_mg=20_000.0)
    status, _, err = bench.run(*cell_arguments())
    assert status == 2
    assert re.match(r"pump: load_cell\.span: \d+: within 20 % of the 10737 counts a g of before; check which", err)
    masses_on(bench, twin, on_top_mg=20_000.0)
    bench.answers = [False]
    assert bench.run(*cell_arguments(), "--another-cell")[0] == 1


def test_masses_too_close_to_each_other_are_refused_by_the_pump(bench):
    twin = bench.put(TwinOnAWire())
    bench.at_the_terminal()
    masses_on(bench, twin, on_top_mg=4_000.0)
    status, _, err = bench.run(*cell_arguments("23.956 g"))
    assert status == 2
    assert "at least 5 g" in err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--second", "50"], "--second: '50': a mass is needed"),
        (["--second", "50 mL"], "--second: '50 mL': a mass is needed"),
        (["--second", "50.0005 g"], "--second: '50.0005 g': whole milligrams"),
        (["--second-doubt", "1 mg", "--second-tolerance", "1 mg"], "--second-doubt, --second-tolerance: both"),
        (["--settle", "0 s"], "--settle: '0 s'"),
        ([], "terminal: missing: a person puts the masses on"),
    ],
)
def test_wrong_masses_are_one_line_and_status_2(bench, arguments, said):
    status, _, err = bench.run("load-cell", *arguments, *AT)
    assert (status, err.count("\n")) == (2, 1)
    assert said in err


# The head


@proves("D2")
@pytest.mark.parametrize("tube_error", [0.031, -0.08])
def test_the_own_load_cell_finds_the_tubes_error_within_the_uncertainty(bench, tube_error, tmp_path):
    twin = bench.put(TwinOnAWire(tube_error=tube_error))
    twin.hold_button()
    report = tmp_path / "head.txt"
    status, out, err = bench.run("head", *QUICK, "--yes", "--report", str(report), *AT)
    assert status == 0, out + err
    new_nL, expanded_nL = figures(r"new: ([0-9.]+) nL \+/- ([0-9.]+) nL", out)
    true_nL = 18.75 * (1.0 + tube_error)
    assert abs(new_nL - true_nL) <= expanded_nL
    assert expanded_nL < 0.01 * true_nL
    assert twin.pump.programming.step_volume_fl == round(new_nL * 1e6)
    assert twin.pump.state() == "stopped", "service mode is over"
    assert "repeatability (type A)" in report.read_text()
    assert PUMP_ID in twin.bench.hardware.files.contents["calibration"].decode()


@proves("U1", "B9")
def test_water_and_result_are_asked_for_and_a_no_changes_nothing(bench):
    twin = bench.put(TwinOnAWire(tube_error=0.02))
    bench.at_the_terminal()
    bench.answers = [False]
    made = twin.rig.steps_emitted
    assert bench.run("head", *QUICK, *AT)[:2] == (1, "nothing was done\n")
    assert twin.rig.steps_emitted == made
    twin.hold_button()
    bench.answers = [True, False]
    status, out, _ = bench.run("head", *QUICK, *AT)
    assert (status, out.splitlines()[-1]) == (1, "left as it was")
    assert bench.asked[-1] == "put it in force?"
    assert "WATER" in bench.asked[0]
    assert twin.pump.programming.step_volume_fl == 18_750_000
    assert twin.pump.state() == "stopped"


def test_a_person_reads_the_balance_and_a_slip_is_asked_again(bench):
    twin = bench.put(TwinOnAWire(tube_error=0.04))
    bench.at_the_terminal()

    def read() -> str:
        return f"{twin.rig.delivered_uL * 0.9978 / 1000.0:.4f} g"

    bench.prompts = ["12,5 g", *[read] * 8]
    bench.answers = [True, True]
    twin.hold_button()
    status, out, err = bench.run("head", *QUICK, "--balance", "typed", "--balance-doubt", "0.1 mg", *AT)
    assert status == 0, out + err
    new_nL, expanded_nL = figures(r"new: ([0-9.]+) nL \+/- ([0-9.]+) nL", out)
    assert abs(new_nL - 18.75 * 1.04) <= expanded_nL
    assert "balance: '12,5 g'" in out


@proves("B9", "U2")
def test_a_closed_line_and_an_uncertainty_above_the_limit_are_refused(bench):
    twin = bench.put(TwinOnAWire())
    twin.hold_button()
    status, out, err = bench.run("head", *QUICK, "--limit", "0.05", "--yes", *AT)
    assert status == 2
    assert re.search(r"uncertainty: 0\.\d+ %: at most 0\.05 % is taken", err), out
    twin.rig.add_air(5_000.0)
    status, _, err = bench.run("head", *QUICK, "--yes", *AT)
    assert status == 2
    assert "the reservoir must become lighter" in err or "step volume" in err
    assert twin.pump.programming.step_volume_fl == 18_750_000


@proves("T8")
def test_while_it_delivers_or_nobody_holds_the_button_nothing_is_run(bench):
    twin = bench.put(TwinOnAWire())
    status, out, err = bench.run("head", *QUICK, "--wait", "5 s", "--yes", *AT)
    assert status == 3
    assert "hold the pump's button for 10 s" in out
    assert "not in service mode after 5 s" in err
    twin.pump.desk.start()
    twin.turn_for(2)
    status, _, err = bench.run("head", *QUICK, "--yes", *AT)
    assert status == 2
    assert err.startswith("pump: pump: running: ")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--runs", "2"], "--runs: '2': a whole number from 3 to 30"),
        (["--turns", "0"], "--turns: '0'"),
        (["--rest", "9 min"], "--rest: '9 min': 1 s to 480 s"),
        (["--rate", "5 uL/min"], "--rate: '5 uL/min': at least 12 uL/min"),
        (["--temperature", "45"], "--temperature: '45': a plain number from 0 to 40"),
        (["--limit", "0"], "--limit: '0'"),
        (["--balance-asks", "x"], "--balance-asks: 'x': one of none, sics, and, sartorius"),
        (["--balance", "typed"], "--balance: typed: there is no terminal"),
        (["--balance", "/dev/nothing-there"], "--balance: /dev/nothing-there: cannot be opened"),
    ],
)
def test_wrong_input_is_one_line_and_status_2(bench, arguments, said):
    bench.put(TwinOnAWire())
    status, _, err = bench.run("head", *arguments, "--yes", *AT)
    assert (status, err.count("\n")) == (2, 1)
    assert said in err


def test_without_a_terminal_it_must_be_told(bench):
    assert "--yes: missing: pump calibrate head asks" in bench.run("head", *AT)[2]
