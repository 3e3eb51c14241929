"""A History laid open, to compare what wrote a ledger with what was read back: for tests on both VMs."""

from storage.ledger import Ledger
from storage.recorder import AT_ONCE
from therapy.bolus_kinds import BASAL
from therapy.memory.history import History


def state(history):
    """Everything that is remembered but the places of doses in the window, which a replay may put later."""
    has_bolus = history.bolus_kind != BASAL
    return {
        "given": history.given.value(),
        "ceiling": history.ceiling.value(),
        "by_kind": [kind.value() for kind in history.by_kind],
        "since_fill": history.since_fill.value(),
        "tube_steps": history.tube_steps.value(),
        "filled_nl": history.filled_nl,
        "reported": ([kind.value() for kind in history.reported], history.reported_s),
        "requests": (list(history.requests.granted), list(history.requests.denied)),
        "therapy": (history.therapy_high, history.therapy_low, history.drug_mark),
        "held": (history.awaits_therapy, history.resumes),
        "not_given": history.not_given.value(),
        "running": history.running,
        "stopped_s": history.stopped_s,
        "bolus": (history.bolus_kind, history.bolus_steps, history.bolus_given) if has_bolus else None,
        "dose_per_step": (history.dose_per_step.whole_pg, history.dose_per_step.thousandth_pg),
        "next_dose": (history.next_dose_per_step.whole_pg, history.next_dose_per_step.thousandth_pg),
        "line_dose": (history.line_dose_per_step.whole_pg, history.line_dose_per_step.thousandth_pg),
        "dose_ahead": history.dose_ahead,
        "latched": tuple(history.latched.words),
        "granted_s": list(history.lockout.granted_s),
        "last_grant": history.lockout.last,
    }


def window(history):
    return (history.window.bucket, list(history.window.micrograms), list(history.window.picograms))


def replayed(files):
    """(what load says, History, Ledger) of a fresh reading of the files."""
    history = History()
    ledger = Ledger(files, AT_ONCE)
    return ledger.load(history), history, ledger
