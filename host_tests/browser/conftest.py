"""A served twin, `pump programmer` beside it, and a headless Chromium: one of each for the tests of a file."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from browser_bench import DEMO, Command
from pump_link import keys
from pump_link.client import Client, Unanswered
from pump_link.transport import NoWire, SocketTransport

CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
NEEDED = "PUMP_NEEDS_BROWSER"
TABLET = {"width": 1024, "height": 768}


@pytest.fixture(scope="module")
def chromium():
    """The browser; without one the tests skip, or fail where it must be there."""
    from playwright.sync_api import sync_playwright

    path = next((found for name in CHROMIUM if (found := shutil.which(name))), None)
    if path is None:
        missing = f"no Chromium: none of {', '.join(CHROMIUM)} is on the PATH; install Debian's package chromium"
        if os.environ.get(NEEDED):
            pytest.fail(missing)
        pytest.skip(missing)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    """Of this user's keys."""
    return tmp_path_factory.mktemp("keys")


@pytest.fixture(scope="module")
def twin(folder: Path) -> Iterator[tuple[Command, str]]:
    """The command and the address of its link."""
    command = Command("sim", str(DEMO), "--for", "30d", "--serve", "0", "--speed", "4", folder=folder)
    yield command, command.words(r"serving: (\S+): try")
    command.end()


@pytest.fixture(scope="module")
def address(twin, folder: Path) -> Iterator[str]:
    """Of the pages, with their token."""
    command = Command("programmer", "--port", twin[1], "--no-open", "--for", "5 min", folder=folder)
    yield command.words(r"programmer: (\S+)")
    command.end()


@pytest.fixture(scope="module")
def page(chromium, address: str):
    """One tab of a tablet, whose errors fail the test that made them."""
    tab = chromium.new_page(viewport=TABLET, reduced_motion="reduce")
    tab.set_default_timeout(15_000)
    tab.on("pageerror", lambda error: pytest.fail(f"an error in the page: {error}"))
    yield tab
    tab.close()


@pytest.fixture
def demo(tmp_path: Path) -> Iterator[dict[str, str]]:
    """Of a `pump demo` for this test alone, open to the network: its addresses by name, and the phone's code."""
    command = Command("demo", "--no-open", "--for", "150s", "--patient-on-network", "0", folder=tmp_path)
    forms = {
        "phone": r"phone: (http\S+)",
        "code": r"phone: (\d{6})$",
        "patient": r"^patient: (\S+)",
        "bench": r"^bench: (\S+)",
    }
    yield {name: command.words(form) for name, form in forms.items()}
    command.end()


@pytest.fixture
def pump(twin, folder: Path, monkeypatch):
    """What the pump itself says, asked beside the pages: as a patient, since a clinician would end their session."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(folder))

    def ask(command: str):
        for _ in range(20):
            try:
                wire = SocketTransport(twin[1])
                client = Client(wire, "patient", keys.load(keys.known("patient")[0], "patient"), try_s=0.5)
                said = client.ask(command)
            except (NoWire, Unanswered):
                continue
            wire.close()
            return said
        raise AssertionError("the pages never let go of the wire")

    return ask
