"""Lint, format and types, as tests: a finding shows beside the other results and hides none of them."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BIN = Path(sys.executable).parent
FIRMWARE_TYPES = "host_tests/style/firmware_types.json"


def assert_clean(*command: str) -> None:
    done = subprocess.run(
        [str(BIN / command[0]), *command[1:]], cwd=ROOT, capture_output=True, text=True, timeout=600, check=False
    )
    assert done.returncode == 0, f"{' '.join(command)}\n{done.stdout[-6000:]}{done.stderr[-2000:]}"


def test_ruff_finds_no_fault_in_the_python_files():
    assert_clean("ruff", "check")


def test_every_python_file_is_in_ruffs_format():
    assert_clean("ruff", "format", "--check")


def test_the_firmware_agrees_with_the_micropython_stubs():
    assert_clean("basedpyright", "-p", FIRMWARE_TYPES)


def test_the_host_code_has_no_type_error():
    assert_clean("basedpyright")
