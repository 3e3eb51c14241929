"""A week of the year's campaign: no edge leaves the integral, and the watcher notices one that does."""

from proof.flex_year import DAY_US, ORDER, Watcher, held_for
from support import proves
from twin.figures import load_figures
from twin.session import Session


@proves("D1", "B5", "D6")
def test_a_week_of_thirteen_periods_a_day_with_boluses_stays_within_a_step_of_the_integral():
    held = held_for(7, 3)
    assert held.is_held, held
    # by the order alone: a workday holds 2.575 mg and a day of the weekend 2.008 mg, at 0.1875 ug a step
    basal = (5 * workday_ug() + 2 * rest_day_ug()) / 0.1875
    assert abs(held.steps - basal - held.boluses * 533) < 534
    assert held.boluses >= 14 and held.denied >= 14


def workday_ug():
    return day_ug(0)


def rest_day_ug():
    return day_ug(6)


def day_ug(day):
    """ug of a day of the order: each period's dose a day times its share of the day."""
    begins = [(from_s, dose_pg) for days, from_s, dose_pg in ORDER["periods"] if days >> day & 1]
    ends = [from_s for from_s, _ in begins[1:]] + [86_400]
    return sum(dose_pg * (end - begin) / 86_400 / 1e6 for (begin, dose_pg), end in zip(begins, ends, strict=True))


@proves("D1")
def test_an_edge_that_nobody_asked_for_is_noticed():
    session = Session(ORDER, load_figures({}), seed=1)
    watcher = Watcher(session)
    rose = session.bench.hardware.wire(session.bench.board.PINS["step"]).on_rising
    assert rose is not None

    def two_more_edges():
        for _ in range(2):
            rose(session.clock.us)

    session.at(DAY_US // 10, two_more_edges)
    session.run(DAY_US // 8)
    assert not watcher.close().is_held
