"""What a clinician does in a visit, on the bench of the heart: for tests on both VMs."""

from bench_of_heart import HeartBench
from example_orders import MG, ML, therapy

CATHETER_NL = 2_000  # 106 steps of 18.75 nL, and 0.67 of one


def mixture(mg_per_ml, name="morphine"):
    return [[name, mg_per_ml * MG]]


def small_catheter(mg_per_ml, **changes):
    """2.5 mg/day from a catheter of 2 uL."""
    order = therapy(catheter_volume_nl=CATHETER_NL, drugs=mixture(mg_per_ml))
    order.update(changes)
    return order


def refill(bench, is_other_mixture, filled_nl=20 * ML):
    """Everything out, and filled anew."""
    rx = bench.prescription()
    left_nl = bench.history.filled_nl - bench.history.since_fill.value() * rx.step_volume_fl // 1_000_000
    return bench.reservoir_desk.refill(int(left_nl), filled_nl, is_other_mixture)


def put_in_force(bench, order):
    """Stage and confirm, and turn until the pump has taken it over and runs, if it resumes."""
    bench.confirm(order)
    while bench.programming.is_committing() or not bench.recorder.is_clear() or bench.heart.is_beginning():
        bench.turn()


def changed_mixture(old, new, at_s=30):
    """A pump that ran `old`, was refilled with the mixture of `new` at that time, and runs `new` now."""
    bench = HeartBench(old)
    if old["mode"] == "flex":
        bench.set_time(0)
    bench.start()
    bench.run_to(at_s)
    refill(bench, True)
    bench.run_for(2)
    put_in_force(bench, new)
    return bench
