"""A request of the link becomes a call, and what comes of it a line of text: ok, refused or denied.

Request: NAME, or NAME and one JSON object of exactly the arguments of link_commands. Answer: `ok` and what was asked
for; `refused` with field, value, limit and action; `denied` with a reason, of therapy.denials or below.
"""

import gc
import json

from link.frames import TEXT_BYTES
from link_commands import TYPES, row_of
from seldom import OF_PART
from therapy.denials import REASONS
from units.refused import Refused

LONGEST = {"field": 50, "value": 60, "limit": 120, "action": 90}


class LinkDesk:
    """pump, draft: what a part is made of (link_status, link_acts, ...: each has a class Part).

    Of the parts one at a time is in memory, the one that was asked last, with what it needs. wrong_role: called when a
    role asks for what is not its. A method gets the arguments and returns a dict, or a reason of therapy.denials (0 or
    None for none), alone or with the seconds until there is none.
    """

    def __init__(self, pump, draft, wrong_role):
        self._pump = pump
        self._draft = draft
        self._wrong_role = wrong_role
        self._name = ""
        self._part = None
        self._needs = []

    def serve(self, role, request):
        """The answer, as bytes; whatever the request is, there is one and nothing is raised.

        None: not yet, one file was loaded for it; ask the same again, in another turn.
        """
        try:
            said = self._carry_out(role, request)
            return None if said is None else _line(*said)
        except Refused as refused:
            return _line("refused", _cut(refused))
        except MemoryError:
            return _line("denied", {"reason": "memory"})
        except Exception as error:  # a fault of the firmware: it must not end delivery
            return _line("denied", {"reason": "fault", "what": repr(error)[:100]})

    def _carry_out(self, role, request):
        try:
            name, _, given = request.decode().partition(" ")
        except UnicodeError:
            return "denied", {"reason": "unreadable"}
        row = row_of(name)
        if row is None:
            self._note(role)
            return "denied", {"reason": "no-such-command"}
        roles, part, method, wanted = row
        if role.decode()[0] not in roles:
            self._wrong_role()
            return "denied", {"reason": "role"}
        arguments = _arguments(name, given, wanted)
        if not self._is_loaded(part):
            return None
        result = getattr(self._part, method)(*arguments)
        if type(result) is dict:
            return "ok", result
        if type(result) is tuple:
            return "denied", {"reason": REASONS[result[0]], "left_s": result[1]}
        return ("denied", {"reason": REASONS[result]}) if result else ("ok", {})

    def _is_loaded(self, part):
        """True once the part is there with all that it needs: a turn loads one file at most."""
        if part != self._name:
            self._drop_part()
            self._name = part
            self._needs = list(OF_PART.get(part, ())) + ["link_" + part]
        if self._needs:
            __import__(self._needs[0])
            self._needs.pop(0)
            if self._needs:
                return False
        if self._part is None:
            self._part = __import__("link_" + part).Part(self._pump, self._draft)
        return True

    def _drop_part(self):
        unload = self._pump.unload
        if self._name and unload is not None:
            unload(("link_" + self._name,))
            unload(OF_PART.get(self._name, ()))
        self._part, self._name = None, ""
        gc.collect()

    def _note(self, role):
        if role == b"patient":  # whose client has no reason to ask for anything else
            self._wrong_role()


def _arguments(name, given, wanted):
    """The values in the order of the table. Raises Refused unless each is there, of its type, and nothing else is."""
    try:
        found = json.loads(given) if given else {}
    except (ValueError, RuntimeError):
        found = None
    if type(found) is not dict:
        raise Refused(name, given[:40], "one JSON object", "send it as the protocol says")
    names = [argument for argument, _ in wanted]
    for argument in found:
        if argument not in names:
            raise Refused(name, str(argument), "no such argument", "remove it")
    for argument, kind in wanted:
        if argument not in found:
            raise Refused("%s.%s" % (name, argument), "none", "it must be there", "add it")
        if not _is(kind, found[argument]):
            raise Refused("%s.%s" % (name, argument), repr(found[argument])[:40], TYPES[kind], "correct it")
    return [found[argument] for argument in names]


def _is(kind, value):
    if kind == "whole":
        return type(value) is int
    if kind == "text":
        return type(value) is str
    if kind == "flag":
        return type(value) is bool
    return kind != "names" or (type(value) is list and all(type(name) is str for name in value))


def _cut(refused):
    said = {"field": refused.field, "value": refused.value, "limit": refused.limit, "action": refused.advice}
    for name, most in LONGEST.items():
        if len(said[name]) > most:
            said[name] = said[name][:most] + "..."
    return said


def _line(kind, said):
    """ASCII of bounded length; without the spaces where it would be too long with them."""
    text = kind + " " + json.dumps(said) if said else kind
    if len(text) > TEXT_BYTES:
        text = kind + " " + json.dumps(said, separators=(",", ":"))
    raw = text.encode()
    if len(raw) > TEXT_BYTES:
        return b'denied {"reason": "too-long"}'
    if len(raw) == len(text):
        return raw
    return bytes(byte if 0x20 <= byte < 0x7F else 0x3F for byte in raw)
