"""Every screen of the hand-held: from plain values to eight lines of sixteen characters and a bar, and nothing else."""

from display_pages import left_line, wrapped
from handheld.alarm_words import words_of
from handheld.wording import apart, hours, next_line, refill_line, screen, used_line

WIDTH = 128
BAR_LINE = 4
DENIALS = {
    "locked": "The pump is locked. Call your clinic.",
    "stopped": "The pump is stopped. Call your clinic.",
    "high-alarm": "The pump has an alarm. Call your clinic.",
    "bolus-running": "A dose is being given now.",
    "not-prescribed": "No dose to ask for is prescribed.",
    "lockout": "It is too soon after the last one.",
    "most-per-day": "All doses of these 24 h are used.",
    "max-dose-per-day": "It would be too much for 24 h.",
    "reservoir": "Too little is left. Ask your clinic for a refill.",
    "self-test": "The pump tests itself. Ask again later.",
    "therapy-changing": "Your therapy is being changed. Ask later.",
    "cannot-be-met": "The pump cannot give it now.",
}
NOT_ASKED = {
    "link": "The link was lost before the pump was asked.",
    "memory": "This device could not note it down. Call your clinic.",
    "old-pump": "The pump cannot say what it granted. Call your clinic.",
}


def home(status, left_nl, outlook, to_next_s, notice):
    """status: the pump's, as it says it. notice: one line, or nothing."""
    left, used = status.get("boluses_left"), status.get("boluses_used")
    may_ask = to_next_s == 0 and left
    return screen(
        "PUMP " + status["state"].upper(),
        (
            left_line(left_nl),
            refill_line(outlook, status.get("time")),
            next_line(to_next_s, left),
            used_line(used, left),
            notice,
            "Dose: press ASK" if may_ask else "",
        ),
    )


def not_running(state, left_nl):
    """state: the pump's word for it, locked, stopped or service."""
    if state == "locked":
        text = "It gives nothing. Call your clinic now."
    elif state == "stopped":
        text = "It gives nothing. Not planned? Call your clinic."
    else:
        text = "Somebody is at work on it."
    return screen("PUMP " + state.upper(), [left_line(left_nl)] + wrapped(text))


def confirm(held_us, hold_us):
    """The second act is to come, or lasts for held_us by now."""
    body = ("", "Yes: hold ASK", "     for 2 s", "", "No:  press NEXT")
    return screen("ASK FOR A DOSE?", body, (BAR_LINE, min(WIDTH, WIDTH * held_us // hold_us)))


def asking():
    return screen("ASKING THE PUMP", ("", "Please wait."))


def waiting():
    """Asked, and what came of it is not known yet."""
    return screen("NO ANSWER YET", wrapped("The pump may give it or not. It is shown here when the link is back."))


def granted(progress, lost_s=None):
    """progress: (steps given, steps in all), None before the pump said so. lost_s: it is that old; None: it is not."""
    given, steps = progress or (0, 1)
    lost = "" if lost_s is None else apart("No link", hours(lost_s))
    body = ("The dose is", "being given.", "", "", "%d %%" % (100 * given // steps), lost)
    return screen("GRANTED", body, (BAR_LINE, WIDTH * given // steps))


def ended():
    return screen("DOSE ENDED", wrapped("The dose that was granted is over.") + ["", "OK: press NEXT"])


def denied(reason, left_s):
    """reason: the pump's. left_s: seconds until it may be asked for again, None where the pump does not say."""
    body = wrapped(DENIALS.get(reason, "The pump says: " + reason[:32]))
    if left_s:
        body += ["", apart("Next in", hours(left_s))]
    return screen("NO DOSE", body)


def not_given():
    return screen("NOT GIVEN", wrapped("The pump did not give the dose. Ask again if you wish.") + ["OK: press NEXT"])


def unknown():
    """The pump's memory of its grants is not the one that it had as it was asked."""
    return screen("NOT KNOWN", wrapped("The pump cannot say if the dose was given. Call your clinic, then press NEXT."))


def not_asked(reason):
    return screen("NOT ASKED", wrapped(NOT_ASKED[reason]))


def alarm(name, priority, place, count):
    """place: from 0, of count."""
    what, do = words_of(name)
    title = priority.upper() + (" ALARM" if count == 1 else " %d/%d" % (place + 1, count))
    body = wrapped(what) + [""] + wrapped(do)
    return screen(title, body)


def low_supply():
    return screen("BATTERY LOW", wrapped("Of this device, not of the pump. Change it, then press NEXT."))


def looking():
    return screen("LOOKING FOR", ("YOUR PUMP ...",))


def link_lost(lost_s):
    """The pump has not been heard for so long."""
    text = "The pump goes on as programmed. Check cable, and that it is on and yours."
    return screen(apart("NO LINK", hours(lost_s)), wrapped(text))


def wrong_pump():
    return screen("WRONG PUMP", wrapped("You are paired with another. Use yours, or pair: hold both keys for 5 s."))


def about(pump_id, age_s):
    """Which pump it is."""
    heard = apart("Heard", "%d s ago" % age_s)
    return screen("YOUR PUMP", (pump_id, heard, "", "Pair anew: hold", "both keys 5 s"))
