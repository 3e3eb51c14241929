"""Compiles every firmware file with mpy-cross and prints the sizes against the goal.

    python -m proof.sizes

Exit code: 0 all compiled, 1 a file did not. A missed goal is printed, with its figure, and is no failure.
"""

import sys
from pathlib import Path

from deploy.mpy import DoesNotCompile, compiled

ROOT = Path(__file__).resolve().parents[2]
GOAL_BYTES = 64 * 1024  # design: at most 64 kB of .mpy for all of the firmware


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


def main(root: Path = ROOT) -> int:
    try:
        found = sizes(root)
    except DoesNotCompile as refusal:
        print(refusal, file=sys.stderr)
        return 1
    for name, size in found.items():
        print(f"  {size:6,} B  {name}")
    total = sum(found.values())
    verdict = "within" if total <= GOAL_BYTES else "OVER"
    print(f".mpy total: {total:,} B in {len(found)} files, {verdict} the goal of {GOAL_BYTES:,} B")
    return 0


if __name__ == "__main__":
    sys.exit(main())
