"""What pairing says: how it is done, and what came of it. From plain values to eight lines, as the other screens."""

from display_pages import wrapped
from handheld import pairing
from handheld.wording import screen

REASONS = {
    "wait": "The pump was asked too often.",
    "delivering": "The pump is running. Stop it first.",
    "hold-the-button": "Hold the button of the pump.",
    "held-too-long": "The button was held for too long.",
    "memory": "The memory of the pump fails.",
}


def pairing_screen(state, reason, left_s, is_paired):
    """state: of handheld.pairing. is_paired: there is a pump to go back to."""
    if state == pairing.ASKING:
        return screen("PAIRING", ("Asking the pump.", "Keep its button", "held."))
    if state == pairing.PROVING:
        return screen("PAIRING", ("Trying the key.",))
    if state == pairing.DONE:
        return screen("PAIRED", wrapped("This is your pump from now on.") + ["", "OK: press NEXT"])
    if state == pairing.TURNED_AWAY:
        body = wrapped(REASONS.get(reason, reason[:32]))
        return screen("NOT PAIRED", body + (["Wait %d s, then" % left_s, "try again."] if left_s else ["Try again."]))
    if state == pairing.SILENT:
        return screen("NOT PAIRED", wrapped("The pump does not answer. Check the cable and try again."))
    if state == pairing.NOT_PROVED:
        return screen("NOT PAIRED", wrapped("The key does not fit. Try again."))
    if state == pairing.NOT_KEPT:
        return screen("NOT PAIRED", wrapped("The memory of this device fails. Replace it."))
    steps = ["1 Stop the pump.", "2 Hold the pump", "  button.", "3 After 3 s hold", "  NEXT for 3 s."]
    return screen("PAIR ANEW" if is_paired else "NOT PAIRED", steps + (["No: press NEXT"] if is_paired else []))
