"""Who may import whom: twin and programmer know nothing of the bench, and the phone's page of no other page."""

import ast
from collections.abc import Iterable
from pathlib import Path

from support import proves

TOOLS = Path(__file__).parents[3] / "tools"
THE_PHONES = ("patient_app.py", "patient_desk.py", "pairing_code.py")


def imported(paths: Iterable[Path]) -> set[str]:
    """Every module that these files name, also within a function."""
    found: set[str] = set()
    for path in paths:
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Import):
                found |= {alias.name for alias in node.names}
            elif isinstance(node, ast.ImportFrom):
                found.add(node.module or "")
    return found


def test_twin_link_and_pages_know_nothing_of_the_bench():
    for room in ("twin", "pump_link", "journal", "programmer"):
        assert not [name for name in imported((TOOLS / room).glob("*.py")) if name.partition(".")[0] == "bench"]


def test_only_the_command_of_the_demo_opens_the_bench():
    opens = [path.name for path in (TOOLS / "pump").glob("*.py") if "bench.demo" in imported([path])]
    assert opens == ["demo_command.py"]


@proves("T3")
def test_what_serves_a_phone_has_none_of_the_physicians_pages_in_it():
    names = imported(TOOLS / "programmer" / name for name in THE_PHONES)
    assert {name for name in names if name.startswith("programmer")} <= {
        "programmer.connection",
        "programmer.pairing_code",
        "programmer.patient_desk",
        "programmer.words",
    }
    assert not [name for name in names if name.startswith("nicegui")]
