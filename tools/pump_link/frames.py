"""The host's own reading of the protocol (firmware/link/README.md), sharing no code with the firmware's."""

import hashlib
import hmac
from dataclasses import dataclass

VERSION = "pump1"
LONGEST_LINE = 512
LONGEST_REQUEST = 440
TAG_DIGITS = 32
ROLES = ("clinician", "patient")


class NotAuthentic(Exception):
    """A line that the pump with this key did not send."""


def tag(key: bytes, body: str) -> str:
    """The first half of HMAC-SHA256 over the line's body, in hexadecimal digits."""
    return hmac.new(key, body.encode("ascii"), hashlib.sha256).hexdigest()[:TAG_DIGITS]


def signed(key: bytes, body: str) -> str:
    return f"{body} {tag(key, body)}"


def checked(key: bytes, line: str) -> str:
    """The body of a signed line. Raises NotAuthentic."""
    body, space, found = line.rpartition(" ")
    if not space or not hmac.compare_digest(found.encode(), tag(key, body).encode() if body.isascii() else b""):
        raise NotAuthentic(line[:40])
    return body


def session_key(role_key: bytes, client_nonce: str, pump_nonce: str) -> bytes:
    """Of the session that both nonces belong to."""
    message = b"session" + bytes.fromhex(client_nonce) + bytes.fromhex(pump_nonce)
    return hmac.new(role_key, message, hashlib.sha256).digest()


def hello(role_key: bytes, role: str, client_nonce: str) -> str:
    return signed(role_key, f"{VERSION} > {role} hello {client_nonce}")


def request(key: bytes, role: str, counter: int, text: str) -> str:
    """The line of one request. Raises ValueError if it does not fit or is no ASCII."""
    if len(text) > LONGEST_REQUEST or not text.isascii() or not text.isprintable():
        raise ValueError(f"request of {len(text)} characters: at most {LONGEST_REQUEST} printable ASCII ones")
    return signed(key, f"{VERSION} > {role} {counter} {text}")


@dataclass(frozen=True)
class Welcome:
    """What the pump answered to a hello."""

    pump_nonce: str
    pump_id: str


def read_welcome(role_key: bytes, role: str, client_nonce: str, line: str) -> Welcome:
    """Raises NotAuthentic unless this pump answers this very hello."""
    words = checked(role_key, line).split(" ")
    if len(words) != 7 or words[:5] != [VERSION, "<", role, "welcome", client_nonce]:
        raise NotAuthentic(line[:40])
    return Welcome(words[5], words[6])


def read_answer(key: bytes, role: str, counter: int, line: str) -> str:
    """The text that answers the request of this counter. Raises NotAuthentic."""
    head = f"{VERSION} < {role} {counter} "
    body = checked(key, line)
    if not body.startswith(head):
        raise NotAuthentic(line[:40])
    return body[len(head) :]
