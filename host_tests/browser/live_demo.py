"""A demo that runs for a test: its addresses, and the browser that looks at it."""

import os
import queue
import re
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Generator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).parents[2]
SCREENS = ROOT / ".build" / "screens"
CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
LONGEST = "150s"  # it ends by itself even if the test was killed
SOON_S = 30.0
SOON_MS = 1_000.0 * SOON_S


class LiveDemo:
    """addresses: by the name that it prints them under. lines: all that it printed, also while it runs."""

    def __init__(self, folder: Path, *arguments: str) -> None:
        own = {name: value for name, value in os.environ.items() if name not in ("DISPLAY", "WAYLAND_DISPLAY")}
        path = os.pathsep.join(str(part) for part in (ROOT / "tools", ROOT / "firmware", ROOT))
        # nicegui takes this variable for its own tests' sign.
        own.pop("PYTEST_CURRENT_TEST", None)
        self._process = subprocess.Popen(
            [sys.executable, "-m", "pump", "demo", "--no-open", "--for", LONGEST, *arguments],
            cwd=ROOT,
            env={**own, "PYTHONPATH": path, "XDG_CONFIG_HOME": str(folder)},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self.addresses: dict[str, str] = {}
        self.lines: list[str] = []
        self._printed: queue.Queue[str] = queue.Queue()
        threading.Thread(target=self._read, daemon=True).start()
        self.wait_for(lambda: "bench" in self.addresses)

    def wait_for(self, come: Callable[[], bool]) -> None:
        """Until something that it prints has come."""
        until_s = time.monotonic() + SOON_S
        while not come():
            try:
                line = self._printed.get(timeout=max(0.0, until_s - time.monotonic()))
            except queue.Empty:
                raise AssertionError(f"it printed only {self.lines}") from None
            self.lines.append(line)
            if found := re.match(r"([a-z' ]+): (http://\S+)", line):
                self.addresses[found[1]] = found[2]

    def code(self) -> str:
        """The newest one for the patient's phone."""
        return [found[1] for line in self.lines if (found := re.search(r"phone: (\d{6})$", line))][-1]

    def end(self) -> None:
        self._process.terminate()
        self._process.wait(20)

    def _read(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            self._printed.put(line.rstrip())


@pytest.fixture
def demo(tmp_path: Path) -> Generator[LiveDemo]:
    """With the patient's page on the network too."""
    made = LiveDemo(tmp_path, "--patient-on-network", "0")
    yield made
    made.end()


@pytest.fixture
def browser() -> Generator[Browser]:
    """Headless; the test skips, naming what is missing, where there is no Chromium."""
    path = next((found for name in CHROMIUM if (found := shutil.which(name))), None)
    if path is None:
        pytest.skip(f"no browser: none of {', '.join(CHROMIUM)} is installed")
    with sync_playwright() as playwright:
        made = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield made
        made.close()


def page_of(browser: Browser, address: str, width: int = 1_280, height: int = 1_000) -> Page:
    """Opened. What it logs as an error fails the test when `no_errors` is asked."""
    page = browser.new_page(viewport={"width": width, "height": height})
    page.set_default_timeout(SOON_MS)
    page.goto(address)
    return page


def keep_screen(page: Page, name: str) -> None:
    """As .build/screens/NAME.png."""
    SCREENS.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=SCREENS / f"{name}.png", full_page=True)
