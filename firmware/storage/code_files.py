"""The firmware's own files on flash, to see whether they are still what they were."""

import binascii

PART = 1024
FOLDER = 0x4000  # the type that os.ilistdir gives a folder


class CodeFiles:
    """os: the module. open_file: the builtin. left_out: the folder that the firmware itself writes to."""

    def __init__(self, os, open_file, left_out):
        self._os = os
        self._open = open_file
        self._left_out = left_out

    def parts(self):
        """A generator: the CRC-32 of all files so far, after each part of at most 1 kB. Raises OSError."""
        crc = 0
        buffer = bytearray(PART)
        whole = memoryview(buffer)
        for path in self._paths(""):
            crc = binascii.crc32(path.encode(), crc)
            with self._open(path, "rb") as file:
                while True:
                    count = file.readinto(buffer)
                    if not count:
                        break
                    crc = binascii.crc32(whole[:count], crc)
                    yield crc

    def _paths(self, folder):
        for entry in sorted(self._os.ilistdir(folder or "/")):
            path = folder + "/" + entry[0]
            if path == self._left_out:
                continue
            if entry[1] == FOLDER:
                yield from self._paths(path)
            else:
                yield path
