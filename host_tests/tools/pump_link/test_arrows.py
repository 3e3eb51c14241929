"""Who may import whom: the link knows nothing of therapy or storage, the host's client nothing of the firmware."""

import ast
from pathlib import Path

ROOT = Path(__file__).parents[3]


def imported(folder: Path) -> set[str]:
    """The first part of the name of everything that the files of a folder import."""
    found: set[str] = set()
    for path in folder.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Import):
                found |= {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom):
                found.add((node.module or "").partition(".")[0])
    return found


def test_the_room_of_the_link_imports_itself_and_what_the_board_brings():
    assert imported(ROOT / "firmware" / "link") == {"link", "array", "binascii", "hashlib"}


def test_the_hosts_client_shares_no_code_with_the_firmware():
    ours = {path.stem for path in (ROOT / "firmware").iterdir()}
    assert not imported(ROOT / "tools" / "pump_link") & ours
