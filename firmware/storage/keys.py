"""The keys of the link, one a role: made when somebody pairs, sealed like the settings; there is none before (T5)."""

import binascii

from storage.sealed import seal, unseal

KEYS = "keys"
KEY_DIGITS = 64


class KeyFiles:
    """files: read, replace. A file that is missing or damaged holds no key: nobody is paired then."""

    def __init__(self, files):
        self._files = files

    def read(self):
        """{role: key}, both bytes, of those that are paired."""
        keys = {}
        document = unseal(self._files.read(KEYS))
        if type(document) is dict:
            for role, digits in document.items():
                if type(digits) is str and len(digits) == KEY_DIGITS:
                    keys[role.encode()] = binascii.unhexlify(digits)
        return keys

    def save(self, role, key):
        """Put this key in place of the role's; one atomic replacement. Raises OSError if the flash refuses."""
        keys = self.read()
        keys[role] = key
        self._files.replace(KEYS, seal({name.decode(): binascii.hexlify(keys[name]).decode() for name in keys}))
