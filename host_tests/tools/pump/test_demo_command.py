"""`pump demo`: prints where its pages are, needs no display, ends by itself; wrong input is one line and status 2."""

import os
import re
import runpy
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from bench import demo
from programmer import browser
from pump.cli import main

ROOT = Path(__file__).parents[3]


def demo_run(
    tmp_path: Path, *arguments: str, program: tuple[str, ...] = (), timeout_s: float = 90.0
) -> "subprocess.CompletedProcess[str]":
    """In a shell without a display."""
    hidden = ("DISPLAY", "WAYLAND_DISPLAY", "PYTEST_CURRENT_TEST")
    own = {name: value for name, value in os.environ.items() if name not in hidden}
    own |= {
        "XDG_CONFIG_HOME": str(tmp_path),
        "PYTHONPATH": os.pathsep.join(map(str, (ROOT / "tools", ROOT / "firmware", ROOT))),
    }
    command = [sys.executable, *(program or ("-m", "pump")), "demo", *arguments]
    return subprocess.run(command, cwd=ROOT, env=own, capture_output=True, text=True, timeout=timeout_s, check=False)


def test_it_prints_the_three_addresses_and_ends_by_itself(tmp_path: Path):
    done = demo_run(tmp_path, "--for", "3s")
    assert (done.returncode, done.stderr) == (0, "")
    for name, path in (("physician", ""), ("patient", "patient/"), ("bench", "bench")):
        assert re.search(rf"^{name}: http://127\.0\.0\.1:\d+/[\w-]{{32}}/{path}$", done.stdout, re.M)
    assert "water" in done.stdout
    assert done.stdout.endswith("the demo is over\n")


def test_the_command_that_is_installed_starts_the_twins_process_too(tmp_path: Path):
    made = runpy.run_path(str(ROOT / ".ci" / "environment.py"))["PUMP_COMMAND"]
    script = tmp_path / "bin" / "pump"  # not where the keys' folder of that name goes
    script.parent.mkdir()
    script.write_text(made.format(python=sys.executable))
    done = demo_run(tmp_path, "--for", "1s", program=(str(script),))
    assert (done.returncode, done.stderr) == (0, "")


def test_without_a_display_it_ends_by_itself_without_being_told_to(tmp_path: Path, monkeypatch, capsys):
    monkeypatch.delenv("DISPLAY", raising=False)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    monkeypatch.setattr(browser.sys, "platform", "linux")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    ends: list[float | None] = []
    monkeypatch.setattr(demo, "serve", lambda _pages, _connection, _port, for_s, *_: ends.append(for_s))
    monkeypatch.setattr(demo, "on_loopback", lambda _: None)
    assert main(["demo"]) == 0
    assert ends == [demo.WITHOUT_DISPLAY_S]
    assert "no display here: it ends by itself in 60 s" in capsys.readouterr().out


def test_the_twin_ends_with_it(tmp_path: Path):
    done = demo_run(tmp_path, "--for", "1s")
    found = re.search(r"^twin: 127\.0\.0\.1:(\d+)", done.stdout, re.M)
    assert found is not None
    time.sleep(0.5)
    with pytest.raises(OSError):
        socket.create_connection(("127.0.0.1", int(found[1])), 1.0)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--for", "5"], "--for: '5'"),
        (["--at", "99999"], "--at: '99999'"),
        (["--speed", "nan"], "--speed: 'nan'"),
        (["--patient-on-network", "phone"], "--patient-on-network: 'phone'"),
        (["--picture", "x.png"], "goes with --day"),
        (["--day", "--for", "5s"], "--day ends by itself"),
    ],
)
def test_wrong_input_is_one_line_and_status_2(arguments, said, capsys):
    assert main(["demo", *arguments]) == 2
    error = capsys.readouterr().err
    assert said in error and error.count("\n") == 1


def test_a_port_that_is_taken_is_refused(tmp_path: Path, monkeypatch, capsys):
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    with socket.create_server(("127.0.0.1", 0)) as taken:
        assert main(["demo", "--for", "1s", "--no-open", "--at", str(taken.getsockname()[1])]) == 2
    assert "cannot be listened at" in capsys.readouterr().err
