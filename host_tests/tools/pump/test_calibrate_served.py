"""`pump calibrate head` against a twin that is served, with a balance on a serial wire under its outlet."""

import json
import os
import re
import threading
import time
from typing import Any

import pytest

from pump import serve
from pump.cli import main
from served_twin import Served, own_folders
from support import proves
from twin.served_session import ServedSession

pytestmark = pytest.mark.skipif(os.name != "posix", reason="no pseudo-terminals here")
SPEED = "5"
TUBE_ERROR = 0.03
VESSEL_MG, EVAPORATION_MG_PER_S = 12_000.0, 0.02
SCENARIO = f"""
[rig]
tube_error = {TUBE_ERROR}

[[event]]
at = "2 s"
do = "stop"

[[event]]
at = "5 s"
do = "hold-button"
for = "11 s"
"""


class Vessel:
    """What stands under the outlet, as the twin's own thread last saw it."""

    def __init__(self) -> None:
        self.mass_mg = VESSEL_MG

    def look(self, session: Any) -> None:
        evaporated_mg = EVAPORATION_MG_PER_S * session.t_us * 1e-6
        self.mass_mg = VESSEL_MG + session.look().delivered_uL * session.bench.rig.figures.density - evaporated_mg


@pytest.fixture
def vessel(monkeypatch):
    vessel = Vessel()

    class Watched(ServedSession):
        def __init__(self, *arguments: Any, **more: Any) -> None:
            super().__init__(*arguments, **more)
            self.meanwhile = lambda: vessel.look(self) if self._t0_us is not None else None

    monkeypatch.setattr(serve, "ServedSession", Watched)
    return vessel


@pytest.fixture
def balance(vessel):
    """Its device: a pseudo-terminal that sends ten readings a second."""
    import tty

    ours, theirs = os.openpty()
    tty.setraw(theirs)
    is_over = threading.Event()

    def send() -> None:
        while not is_over.is_set():
            os.write(ours, f"ST,{vessel.mass_mg / 1000:+010.4f}  g\r\n".encode())
            time.sleep(0.1)

    sender = threading.Thread(target=send, daemon=True)
    sender.start()
    yield os.ttyname(theirs)
    is_over.set()
    os.set_blocking(ours, False)
    sender.join(5)
    os.close(ours)
    os.close(theirs)


def wait_until_stopped(capsys) -> None:
    for _ in range(100):
        main(["status", "--json"])
        if json.loads(capsys.readouterr().out)["state"] in ("stopped", "service"):
            return
        time.sleep(0.1)
    raise AssertionError("the scenario never stopped it")


@proves("D2")
def test_the_tubes_error_is_found_within_the_uncertainty_and_put_in_force(balance, tmp_path, capsys):
    scenario = tmp_path / "bench.toml"
    scenario.write_text(SCENARIO)
    with own_folders(tmp_path):
        twin = Served("30 min", SPEED, scenario=scenario)
        try:
            wait_until_stopped(capsys)
            arguments = ["--balance", balance, "--balance-doubt", "0.2 mg", "--runs", "3", "--turns", "4"]
            more = ["--rate", "4 mL/min", "--rest", "10 s", "--temperature", "22", "--air", "0", "--yes"]
            status = main(["calibrate", "head", *arguments, *more])
            said = capsys.readouterr()
            assert status == 0, said.out + said.err
            found = re.search(r"new: ([0-9.]+) nL \+/- ([0-9.]+) nL \(([+-][0-9.]+) %\)", said.out)
            assert found, said.out
            new_nL, expanded_nL, change = (float(one) for one in found.groups())
            assert abs(new_nL - 18.75 * (1.0 + TUBE_ERROR)) <= expanded_nL < 0.15
            assert change == pytest.approx(100 * TUBE_ERROR, abs=0.5)
            taken = re.search(r"taken off for evaporation and drift: (-[0-9.]+), ", said.out)
            assert taken, said.out
            assert main(["log", "--kind", "calibrated"]) == 0
            assert f"{new_nL:.6f}" in capsys.readouterr().out.replace("18.750000", "")
        finally:
            twin.stop()
