"""The hand-held's room imports nothing of therapy, and a pump gets none of its files."""

import ast
from pathlib import Path

from deploy.firmware_set import sources
from rig_parts import file_lists
from rig_parts.handheld_files import SHARED, is_handhelds_alone, is_on_the_handheld
from support import proves

FIRMWARE = Path(__file__).resolve().parents[3] / "firmware"
ROOM = sorted((FIRMWARE / "handheld").glob("*.py"))
OF_THE_BOARD = {"binascii", "board", "framebuf", "gc", "hashlib", "io", "json", "machine", "os", "select", "time"}
MAY_IMPORT = {"drivers", "handheld", "units"}
ALONE_OF_OTHER_ROOMS = {"link.frames", "link.line_reader", "link.mac", "storage.flash_files", "storage.sealed"}


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
def test_what_it_imports_and_that_imports_is_its_set_and_nothing_of_therapy_is_in_it():
    wanted, looked_at = set(ROOM) | {FIRMWARE / "default_handheld.py"}, set[Path]()
    while wanted - looked_at:
        path = (wanted - looked_at).pop()
        looked_at.add(path)
        for name in imported(path) - OF_THE_BOARD:
            wanted.add(_file(name))
            wanted.add(_file(name).parent / "__init__.py")
    names = {path.relative_to(FIRMWARE).as_posix() for path in wanted}
    assert names == {name for name in names if is_on_the_handheld(name)}
    assert {name for name in names if not is_handhelds_alone(name)} == set(SHARED)
    assert not any(name.startswith("therapy/") for name in names)


def test_no_pump_gets_a_file_of_the_hand_held():
    own = {"default_handheld.py", *(path.relative_to(FIRMWARE).as_posix() for path in ROOM)}
    assert all(is_handhelds_alone(name) for name in own)
    assert not own & set(file_lists.firmware_files())
    deployed = {source for _name, source in sources("RPI_PICO")}
    assert not {FIRMWARE / name for name in own} & deployed
    assert FIRMWARE / "main.py" in deployed
