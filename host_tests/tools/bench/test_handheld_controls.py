"""What a person asks of the hand-held at the bench: read, and refused in one line before the twin hears of it."""

import pytest

from bench.handheld_card import drawn, in_fields
from bench.handheld_controls import ACTS, HandheldAct, HandheldButton, SetCable, read_act, read_button, read_cable
from bench.live_handheld import HandheldSeen, LiveHandheld
from fakes.virtual_clock import VirtualClock
from pump.errors import UserError
from twin.handheld import TwinHandheld

SOUND = SetCable(0, 0, 0, 0, 0)


def test_buttons_acts_and_settings_are_read():
    assert read_button("ask", True) == HandheldButton("ask", True)
    assert [read_act(name) for name in ACTS] == [HandheldAct(name) for name in ACTS]
    given = {"delay": "250 ms", "lost": "2.5", "doubled": "100", "late": "", "changed": "0.1 %"}
    assert read_cable(given) == SetCable(250_000, 25, 1_000, 0, 1)
    assert read_cable({}) == SOUND


@pytest.mark.parametrize(
    ("read", "said"),
    [
        (lambda: read_button("both", True), "^button: 'both': ask or next; choose one of them$"),
        (lambda: read_act("explode"), "^act: 'explode': one of request, "),
        (lambda: read_act(None), "^act: None: one of request, "),
        (lambda: read_cable({"delay": "10001"}), r"^cable\.delay: '10001': 0 to 10000 ms; choose"),
        (lambda: read_cable({"lost": "101"}), r"^cable\.lost: '101': 0 to 100 %; choose"),
        (lambda: read_cable({"late": "-1"}), r"^cable\.late: '-1': 0 to 100 %; choose"),
        (lambda: read_cable({"changed": "nan"}), r"^cable\.changed: 'nan': 0 to 100 %; choose"),
        (lambda: read_cable({"doubled": "many"}), r"^cable\.doubled: 'many': 0 to 100 %; choose"),
    ],
)
def test_what_cannot_be_is_refused_with_its_limits(read, said):
    with pytest.raises(UserError, match=said):
        read()


def test_a_setting_is_told_in_words_and_stands_in_the_fields_as_it_was_given():
    assert SOUND.in_words() == "the cable: sound"
    faults = SetCable(250_000, 25, 0, 0, 1)
    assert faults.in_words() == "the cable: delay 250 ms, 2.5 % lost, 0.1 % changed"
    assert in_fields(faults) == ("250", "2.5", "0", "0", "0.1")


@pytest.fixture
def clock() -> VirtualClock:
    return VirtualClock()


@pytest.fixture
def handheld(clock: VirtualClock) -> TwinHandheld:
    made = TwinHandheld(clock, 1)
    made.second.power_on()
    return made


def down(seen: HandheldSeen) -> tuple[bool, bool]:
    return seen.ask_down, seen.next_down


def test_every_act_befalls_it_and_has_words(handheld: TwinHandheld):
    live = LiveHandheld(handheld)
    for name, words in ACTS.items():
        assert live.obey(read_act(name)) == words


def test_a_click_lasts_as_long_as_a_press_and_a_hold_as_long_as_it_is_held(clock, handheld):
    live = LiveHandheld(handheld)
    live.obey(read_button("ask", True))
    live.obey(read_button("ask", False))
    assert down(live.seen()) == (True, False)
    clock.advance(199_000)
    assert down(live.seen()) == (True, False)
    clock.advance(1_000)
    assert down(live.seen()) == (False, False)
    live.obey(read_button("next", True))
    clock.advance(5_000_000)
    assert down(live.seen()) == (False, True)
    live.obey(read_button("next", False))
    assert down(live.seen()) == (False, False)


def test_power_cable_and_faults_are_as_they_were_set(clock, handheld):
    live = LiveHandheld(handheld)
    clock.advance(1_000_000)
    lit = live.seen()
    assert lit.is_on and lit.display.strip("A=")
    live.obey(read_act("power-off"))
    live.obey(read_act("pull"))
    live.obey(SetCable(1_000, 2, 3, 4, 5))
    seen = live.seen()
    assert (seen.is_on, seen.is_pulled, seen.faults) == (False, True, SetCable(1_000, 2, 3, 4, 5))
    assert not seen.display.strip("A=")
    assert drawn(seen)["cable"] == "pulled"
    live.obey(read_act("plug"))
    assert drawn(live.seen())["cable"] == "bad"
    live.obey(SOUND)
    assert drawn(live.seen())["cable"] == "sound"
    assert handheld.faults.is_sound()
