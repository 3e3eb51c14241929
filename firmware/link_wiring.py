"""The link of an assembled pump: made when the first byte comes."""

from link.frames import ROLES
from link.link import Link
from link.mac import Mac
from link.pairing import Pairing
from link.rejections import WRONG_ROLE, Rejections
from link_desk import LinkDesk
from link_draft import LinkDraft
from storage.keys import KeyFiles
from therapy.memory import record_kinds
from therapy.states import LOCKED, STOPPED


def wire(lines, urandom, pump):
    """([Link, ...], LinkDraft, LinkDesk, Pairing) over the lines of LinkDoor, for this Pump."""
    heart, book, recorder = pump.heart, pump.book, pump.recorder

    files = KeyFiles(pump.files)

    def record(kind, count):
        if not book.has_room_for_event():
            return False
        book.record(record_kinds.REJECTED, kind, count)
        return True

    def may_pair():
        is_still = heart.state == STOPPED or heart.state == LOCKED
        is_kept = book.has_room_for_event() and not recorder.failed
        return is_still and not heart.is_beginning() and not heart.therapy_changing and is_kept

    def save(role, key):
        if not recorder.attempt(files.save, role, key):
            return False
        book.record(record_kinds.PAIRED, ROLES.index(role))
        return True

    rejected = Rejections(record)
    draft = LinkDraft(pump.programming)
    desk = LinkDesk(pump, draft, lambda: rejected.count(WRONG_ROLE))
    pairing = Pairing(pump.button, may_pair, save, urandom)
    macs = {role: Mac(key) for role, key in files.read().items()}
    shared = (macs, pairing, rejected, urandom, pump.unique_id().encode())
    links = [Link(stream, *shared, ROLES if has_clinician else ROLES[1:]) for stream, has_clinician in lines]
    for link in links:
        link.lines = links
    return links, draft, desk, pairing
