"""What the hand-held must still know after a power cut: its key, its pump, and a request that is not settled.

One small file, sealed by a CRC and replaced as a whole: after a cut it is the old one or the new one.
"""

import binascii

from storage.flash_files import FlashFiles
from storage.sealed import seal, unseal

FILE = "handheld"
KEY_DIGITS = 64
ID_DIGITS = 16


class KeptFiles(FlashFiles):
    """A folder without others in it."""

    subfolders = ()


class Keeping:
    """files: read, replace. key, pump_id: bytes, None: not paired.

    asked: None, or [the running time of the last grant that the pump knew of when a dose was asked for]: whether that
    request was granted is not settled yet. failed: the flash refused.
    """

    def __init__(self, files):
        self._files = files
        self.key = None
        self.pump_id = None
        self.asked = None
        self.failed = False

    def load(self):
        """What is missing or damaged counts as not paired."""
        try:
            document = unseal(self._files.read(FILE))
        except OSError:
            self.failed = True
            return
        if type(document) is not dict:
            return
        key, pump_id, asked = document.get("key"), document.get("pump"), document.get("asked")
        if type(key) is str and len(key) == KEY_DIGITS and type(pump_id) is str and len(pump_id) == ID_DIGITS:
            self.key = binascii.unhexlify(key)
            self.pump_id = pump_id.encode()
            self.asked = asked if type(asked) is list and len(asked) == 1 else None

    def pair(self, key, pump_id):
        """From now on this pump. True if it is kept. A request to another one can never be settled: it is dropped."""
        asked = self.asked if pump_id == self.pump_id else None
        return self._keep(key, pump_id, asked)

    def ask(self, granted_t_s):
        """A request is about to be sent. True if that is kept: only then may it be sent."""
        return self._keep(self.key, self.pump_id, [granted_t_s])

    def settle(self):
        """It is known what came of the request."""
        if self.asked is not None:
            self._keep(self.key, self.pump_id, None)
            self.asked = None  # also where the flash refused: after a power cut it is only looked at again

    def _keep(self, key, pump_id, asked):
        document = {"key": binascii.hexlify(key).decode(), "pump": pump_id.decode(), "asked": asked}
        try:
            self._files.replace(FILE, seal(document))
        except OSError:
            self.failed = True
            return False
        self.failed = False
        self.key, self.pump_id, self.asked = key, pump_id, asked
        return True
