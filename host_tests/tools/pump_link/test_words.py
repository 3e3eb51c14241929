"""No in words for a person."""

import pytest

from pump_link.client import Denied, RefusedByPump
from pump_link.words import DENIALS, denial_in_words, duration, refusal_in_words
from support import proves
from therapy.denials import REASONS


@proves("B2")
def test_every_reason_of_the_pump_has_words():
    assert set(REASONS[1:]) <= set(DENIALS)


def test_a_denial_says_why_and_for_how_long():
    text = denial_in_words(Denied("lockout", 14_000))
    assert text == "lockout: the lockout after the last bolus is not over; 3 h 53 min left"
    assert denial_in_words(Denied("a-reason-of-later")) == "a-reason-of-later"


def test_a_refusal_is_one_line():
    said = {"field": "refill.filled", "value": "90 mL", "limit": "at most 20 mL", "action": "correct it"}
    assert refusal_in_words(RefusedByPump(said)) == "refill.filled: 90 mL: at most 20 mL; correct it"


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(0, "0 s"), (59, "59 s"), (60, "1 min"), (61, "1 min 1 s"), (3_600, "1 h"), (3_601, "1 h"), (90_061, "1 d 1 h"),
     (86_400, "1 d"), (86_460, "1 d")],
)  # fmt: skip
def test_a_duration_has_its_two_largest_units(seconds, words):
    assert duration(seconds) == words
