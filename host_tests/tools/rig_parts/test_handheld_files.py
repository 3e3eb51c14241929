"""The hand-held's room imports nothing of therapy, and a pump gets none of its files."""

import ast
from pathlib import Path

from deploy.devices import HANDHELD
from deploy.firmware_set import sources
from rig_parts import file_lists
from rig_parts.handheld_files import is_handhelds_alone
from support import proves

FIRMWARE = Path(__file__).resolve().parents[3] / "firmware"
ROOM = sorted((FIRMWARE / "handheld").glob("*.py"))
OF_THE_BOARD = {"binascii", "board", "framebuf", "gc", "hashlib", "io", "json", "machine", "os", "select", "time"}
MAY_IMPORT = {"display_pages", "drivers", "handheld", "units"}
ALONE_OF_OTHER_ROOMS = {
    "switch_over",
    "link.frames",
    "link.line_reader",
    "link.mac",
    "storage.flash_files",
    "storage.sealed",
}


def imported(path: Path) -> set[str]:
    """Every module that the file imports by name; of a room's own name its parts."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            module = node.module or ""
            parts = {f"{module}.{alias.name}" for alias in node.names}
            found |= {part for part in parts if _file(part).exists()} or {module}
    return found


def _file(module: str) -> Path:
    return FIRMWARE / (module.replace(".", "/") + ".py")


@proves("T3")
def test_the_hand_helds_room_imports_drivers_units_and_of_link_and_storage_what_is_said():
    assert len(ROOM) > 15
    for path in ROOM:
        ours = imported(path) - OF_THE_BOARD
        others = {name for name in ours if name.partition(".")[0] not in MAY_IMPORT}
        assert others <= ALONE_OF_OTHER_ROOMS, f"{path.name}: {sorted(others - ALONE_OF_OTHER_ROOMS)}"


@proves("T3")
def test_what_a_hand_held_gets_of_other_rooms_is_what_it_shares_with_the_pump_and_nothing_of_therapy():
    got = {
        path.relative_to(FIRMWARE).as_posix()
        for _name, path in sources("RPI_PICO", device=HANDHELD)
        if FIRMWARE in path.parents
    }
    assert {path.relative_to(FIRMWARE).as_posix() for path in ROOM} <= got
    rooms = {name.partition("/")[0] for name in got if not is_handhelds_alone(name)}
    assert rooms == {"drivers", "link", "storage", "units", "display_pages.py", "switch_over.py"}
    assert not {"storage/ledger.py", "link/link.py", "link/conversation.py", "link/pairing.py"} & got


def test_no_pump_gets_a_file_of_the_hand_held():
    own = {"default_handheld.py", *(path.relative_to(FIRMWARE).as_posix() for path in ROOM)}
    assert all(is_handhelds_alone(name) for name in own)
    assert not own & set(file_lists.firmware_files())
    deployed = {source for _name, source in sources("RPI_PICO")}
    assert not {FIRMWARE / name for name in own} & deployed
    assert FIRMWARE / "main.py" in deployed
