"""A served twin with a hand-held: a pump has one key of the patient, so the page's is a copy of the hand-held's."""

import pytest

from session_runs import S, order, patient_bolus
from support import proves
from twin.figures import load_figures
from twin.served_line import ServedLine
from twin.served_session import ServedSession


@proves("T5", "B8")
def test_the_patients_key_is_the_hand_helds_own_and_both_speak_with_the_pump():
    paired: dict[str, tuple[str, bytes]] = {}
    line = ServedLine()
    made = ServedSession(
        order(bolus=patient_bolus()),
        load_figures({"handheld": True}),
        line,
        10_000.0,
        lambda pump_id, role, key: paired.update({role: (pump_id, key)}),
    )
    handheld = made.bench.handheld
    assert handheld is not None
    made.at(2 * S, handheld.ask)
    try:
        made.run(20 * S)
    finally:
        line.close()
    assert list(paired) == ["clinician", "patient"]
    assert paired["patient"] == handheld.kept()
    assert paired["clinician"][1] != paired["patient"][1]
    assert [seen.request.label for seen in made.boluses.seen] == ["link"]


@pytest.mark.parametrize("fitted", [False, True])
def test_there_is_one_key_a_role(fitted: bool):
    roles: list[str] = []
    line = ServedLine()
    figures = load_figures({"handheld": fitted})
    made = ServedSession(order(), figures, line, 10_000.0, lambda _id, role, _key: roles.append(role))
    try:
        made.run(1 * S)
    finally:
        line.close()
    assert sorted(roles) == ["clinician", "patient"]
