"""Reads the pump's files out of a flash dump, in a process of its own.

littlefs is C: an image that is damaged enough could end the process by an assertion, or keep it busy for ever. So it
runs where that ends nothing else, and `read_image` gets the files back as text.
"""

import base64
import json
import os
import subprocess
import sys
from typing import Any

from journal.contents import Contents, NoJournal
from journal.firmware_face import SUBFOLDERS
from twin.flash_chip import BLOCK_BYTES, BLOCKS, FlashChip
from twin.littlefs_files import FOLDER, Disk

CHIP_BYTES = 2 * 1024 * 1024
FILES_BYTES = BLOCKS * BLOCK_BYTES  # MicroPython's RPI_PICO build: the last 1408 KiB of the chip
FILES_START = CHIP_BYTES - FILES_BYTES
LONGEST_S = 60
NO_FILE_SYSTEM = 3


def read_image(content: bytes, what: str) -> Contents:
    """The files in a dump. what: of messages, such as "SOURCE: flash.bin". Raises NoJournal."""
    if len(content) == CHIP_BYTES:
        content = content[FILES_START:]
    if len(content) != FILES_BYTES:
        wanted = f"a dump has {FILES_BYTES} bytes (the file system of an RPI_PICO) or {CHIP_BYTES} (all of its flash)"
        size = f"more than {CHIP_BYTES}" if len(content) > CHIP_BYTES else str(len(content))
        raise NoJournal(f"{what}: {size} bytes: {wanted}; check the file")
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(entry for entry in sys.path if entry)}
    command = [sys.executable, "-m", "journal.flash_image"]
    try:
        done = subprocess.run(
            command, input=content, capture_output=True, check=False, env=environment, timeout=LONGEST_S
        )
    except subprocess.TimeoutExpired:
        raise NoJournal(f"{what}: its file system is too damaged to be read; make another dump") from None
    if done.returncode == NO_FILE_SYSTEM:
        raise NoJournal(f"{what}: holds no littlefs file system where one should begin; check the dump")
    if done.returncode != 0:
        raise NoJournal(f"{what}: its file system is too damaged to be read; make another dump")
    answer: dict[str, Any] = json.loads(done.stdout)
    files = {name: base64.b64decode(text) for name, text in answer["files"].items()}
    return Contents(files, answer["unreadable"])


def files_in(disk: Disk) -> tuple[dict[str, bytes], dict[str, str]]:
    """(content by name, why by name of what could not be read) of the pump's folder."""
    files: dict[str, bytes] = {}
    unreadable: dict[str, str] = {}
    for sub in ("", *SUBFOLDERS):
        folder = f"{FOLDER}/{sub}" if sub else FOLDER
        try:
            names = disk.listdir(folder)
        except OSError as error:
            if not isinstance(error, FileNotFoundError):
                unreadable[sub or FOLDER] = error.strerror or str(error)
            continue
        for name in names:
            if sub or name not in SUBFOLDERS:
                own = f"{sub}/{name}" if sub else name
                try:
                    with disk.open(f"{folder}/{name}", "rb") as file:
                        files[own] = file.read()
                except OSError as error:
                    unreadable[own] = error.strerror or str(error)
    return files, unreadable


def main() -> int:
    """The process of its own: a file system on stdin, its files on stdout."""
    content = sys.stdin.buffer.read()
    blocks = [content[start : start + BLOCK_BYTES] for start in range(0, len(content), BLOCK_BYTES)]
    disk = Disk(FlashChip.holding(blocks))
    if disk.reformatted:
        return NO_FILE_SYSTEM
    files, unreadable = files_in(disk)
    encoded = {name: base64.b64encode(data).decode() for name, data in files.items()}
    json.dump({"files": encoded, "unreadable": unreadable}, sys.stdout)
    sys.stdout.flush()
    return 0


if __name__ == "__main__":
    status = main()
    sys.stdout.flush()
    os._exit(status)  # littlefs is not unmounted: an end by the usual way could still run its assertions
