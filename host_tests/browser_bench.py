"""What the browser tests run beside themselves, and what they leave behind: commands, screenshots, times."""

import json
import os
import re
import subprocess
import sys
import threading
from pathlib import Path

PROJECT = Path(__file__).parents[1]
DEMO = PROJECT / "tools" / "pump" / "examples" / "demo.toml"
SCREENS = PROJECT / ".build" / "screens"
TIMES = PROJECT / ".build" / "page_times.json"
START_S = 30


class Command:
    """A `pump` command that runs beside the tests; `words` waits for a line of it."""

    def __init__(self, *arguments: str, folder: Path) -> None:
        paths = os.pathsep.join(str(PROJECT / place) for place in ("tools", "firmware", "."))
        environment = {**os.environ, "PYTHONPATH": paths, "XDG_CONFIG_HOME": str(folder), "PYTHONUNBUFFERED": "1"}
        self._process = subprocess.Popen(
            [sys.executable, "-m", "pump", *arguments],
            cwd=PROJECT,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def words(self, form: str) -> str:
        """The first group of the first line that has this form."""
        assert self._process.stdout is not None
        watchdog = threading.Timer(START_S, self._process.kill)
        watchdog.start()
        said: list[str] = []
        for line in self._process.stdout:
            said.append(line)
            if found := re.search(form, line):
                watchdog.cancel()
                return found[1]
        raise AssertionError("".join(said))

    def end(self) -> None:
        self._process.terminate()
        self._process.wait(10)


def keep(tab, name: str) -> None:
    """A screenshot among the test output."""
    SCREENS.mkdir(parents=True, exist_ok=True)
    tab.screenshot(path=SCREENS / f"{name}.png", full_page=True)


def note(name: str, milliseconds: float) -> None:
    """A figure of this run, for make bench."""
    TIMES.parent.mkdir(exist_ok=True)
    times = json.loads(TIMES.read_text()) if TIMES.exists() else {}
    TIMES.write_text(json.dumps({**times, name: round(milliseconds, 1)}, indent=1) + "\n")
    print(f"{name}: {milliseconds:.0f} ms (goal: under 200 ms)")
