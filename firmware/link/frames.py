"""A frame: one line of ASCII. Its form, with a worked example and test vectors, is in link/README.md.

to the pump:    pump1 > ROLE COUNTER REQUEST TAG     pump1 > ROLE hello NONCE TAG      pump1 > ROLE pair
from the pump:  pump1 < ROLE COUNTER ANSWER TAG      pump1 < ROLE welcome NONCE NONCE PUMP TAG
                pump1 < ROLE paired KEY PUMP         pump1 < ROLE unpaired REASON SECONDS
TAG is over all that stands before the space in front of it, so version, direction, role and counter are part of it.
"""

import binascii

from link.mac import DIGITS, Mac

VERSION = b"pump1"
TO_PUMP = b">"
FROM_PUMP = b"<"
ROLES = (b"clinician", b"patient")
LINE_BYTES = 512  # the longest line, without its end
TEXT_BYTES = 440  # the longest request or answer in it: head and tag take 62 at most
KEY_BYTES = 32
NONCE_BYTES = 16
COUNTER_DIGITS = 9  # so that it stays a small integer
HELLO, WELCOME, PAIR, PAIRED, UNPAIRED = b"hello", b"welcome", b"pair", b"paired", b"unpaired"
SESSION = b"session"  # what a session's key is derived from begins so, and a line never does


def head(direction, role, word):
    """The beginning that every frame has. word: a counter, or what kind of frame it is."""
    return b" ".join((VERSION, direction, role, word))


def signed(body, mac):
    """The whole line, without its end."""
    return body + b" " + mac.tag(body)


def parted(line):
    """(body, tag) of a signed line, or None if it is too short for a tag."""
    if len(line) <= DIGITS + 1 or line[-DIGITS - 1] != 0x20:
        return None
    return line[: -DIGITS - 1], line[-DIGITS:]


def counter_of(word):
    """The number, 1 to 999,999,999, or None; one number has one spelling."""
    if not word.isdigit() or len(word) > COUNTER_DIGITS or word[:1] == b"0":
        return None
    return int(word)


def is_nonce(word):
    """True if it is 32 hexadecimal digits in lower case."""
    if len(word) != 2 * NONCE_BYTES:
        return False
    for byte in word:
        if byte not in b"0123456789abcdef":
            return False
    return True


def session_mac(role_mac, client_nonce, pump_nonce):
    """The Mac of a session: its key is HMAC of the role's key over both nonces, as 16 bytes each."""
    nonces = binascii.unhexlify(client_nonce) + binascii.unhexlify(pump_nonce)
    return Mac(role_mac.digest(SESSION + nonces))
