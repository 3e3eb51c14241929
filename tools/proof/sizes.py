"""Compiles every firmware file with mpy-cross and prints the sizes, the pump's against its goal.

    python -m proof.sizes

Exit code: 0 all compiled, 1 a file did not. A missed goal is printed, with its figure, and is no failure.
"""

import sys
from pathlib import Path

from deploy.devices import HANDHELD
from deploy.mpy import DoesNotCompile, compiled
from deploy.reached import reached
from rig_parts.handheld_files import is_handhelds_alone

ROOT = Path(__file__).resolve().parents[2]
GOAL_BYTES = 64 * 1024  # design: at most 64 kB of .mpy for all of the pump's firmware


def sizes(root: Path = ROOT) -> dict[str, int]:
    """Bytes of .mpy by firmware file. Raises DoesNotCompile, naming every file that does not."""
    firmware = root / "firmware"
    found: dict[str, int] = {}
    refused: list[str] = []
    for source in sorted(firmware.rglob("*.py")):
        name = source.relative_to(firmware).as_posix()
        try:
            found[name] = len(compiled(source, source.name))
        except DoesNotCompile as refusal:
            refused.append(f"{name} does not compile: {refusal}")
    if refused or not found:
        raise DoesNotCompile("\n".join(refused) or f"no firmware in {firmware}")
    return found


def of_the_pump(root: Path = ROOT) -> dict[str, int]:
    """As `sizes`, without what is the hand-held's alone."""
    return {name: size for name, size in sizes(root).items() if not is_handhelds_alone(name)}


def of_the_handheld(root: Path = ROOT) -> dict[str, int]:
    """As `sizes`, of what its main.py reaches: its own and what it shares with the pump; empty without one."""
    firmware = root / "firmware"
    started = firmware / HANDHELD.started
    files = reached(started, firmware) if started.exists() else set[Path]()
    found = sizes(root) if files else {}
    return {name: found[name] for name in sorted(path.relative_to(firmware).as_posix() for path in files)}


def main(root: Path = ROOT) -> int:
    try:
        found = sizes(root)
    except DoesNotCompile as refusal:
        print(refusal, file=sys.stderr)
        return 1
    for name, size in found.items():
        print(f"  {size:6,} B  {name}")
    pumps = [size for name, size in found.items() if not is_handhelds_alone(name)]
    verdict = "within" if sum(pumps) <= GOAL_BYTES else "OVER"
    print(f".mpy total: {sum(pumps):,} B in {len(pumps)} files, {verdict} the goal of {GOAL_BYTES:,} B")
    handhelds = of_the_handheld(root)
    if handhelds:
        own = sum(size for name, size in handhelds.items() if is_handhelds_alone(name))
        total = sum(handhelds.values())
        print(f".mpy of the hand-held: {total:,} B in {len(handhelds)} files, {own:,} B of them its own alone")
    return 0


if __name__ == "__main__":
    sys.exit(main())
