"""The review: what it says of an entry that is left alone at the pump."""

from programmer.review_dialogue import LABELS, entry_in_words
from pump.therapy_words import SETTINGS
from support import proves


@proves("U3")
def test_an_entry_counts_down_and_one_left_alone_or_dropped_is_a_warning():
    assert entry_in_words({"entry": "open", "entry_left_s": 580}) == (
        "The pump holds this entry for 9 min 40 s.",
        False,
    )
    text, is_warning = entry_in_words({"entry": "left-alone", "entry_left_s": 200})
    assert is_warning and "drops this entry in 3 min 20 s" in text
    text, is_warning = entry_in_words({})
    assert is_warning and "no entry any more" in text


def test_every_setting_that_the_pump_reads_back_has_a_name():
    assert LABELS.keys() == SETTINGS.keys()
