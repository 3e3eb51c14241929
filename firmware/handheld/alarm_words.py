"""The pump's alarms in a patient's words, by its names for them: what it is, and what to do. One text: less memory."""

DO = {
    "c": "Call your clinic now.",
    "t": "Tell your clinic today.",
    "v": "Tell them at your next visit.",
    "r": "Ask your clinic for a refill.",
}
WORDS = """
self-test-failed c A part of the pump fails.
history-unknown c Its record of doses is lost.
therapy-unknown c Its therapy is lost.
calibration-unknown c Its set-up is lost.
memory-error c Its memory fails.
step-engine-fault c Its drive fails.
dose-limit c The most for a day is given.
dose-missed t A little was not given.
reservoir-empty c The pump is empty.
reservoir-low r The pump is nearly empty.
load-cell-lost t Its scale is out.
load-cell-saturated t Its scale is overloaded.
load-cell-stuck t Its scale is stuck.
load-cell-desynchronised t Its scale is out of step.
restarted t The pump restarted.
watchdog-reset t The pump hung and restarted.
stopped t The pump is stopped.
stopped-too-long c Stopped for two days.
clock-lost t The pump lost its clock.
refill-discrepancy c The refill did not add up.
therapy-needed c It waits for a new therapy.
bridge-cut c A change of drug was cut short.
tube-worn v Its tube is worn.
replacement-due v It must be replaced soon.
end-of-service c It is too old and stopped.
clock-chip-failed v Its clock chip fails.
log-damaged v A part of its log is lost.
integrity-failed c Its memory has changed.
supply-low c Its supply is low, it stopped.
no-delivery c Nothing comes out, it stopped.
under-delivery c Too little comes out.
over-delivery c Too much came out, it stopped.
leak c It loses fluid.
load-moved t Its scale was moved.
misplaced-fill c The refill went elsewhere.
witnesses-disagree t Two measures disagree.
load-cell-noisy t Its scale is shaken.
motor-stalled c Its motor stalled, it stopped.
motor-supply-lost c Its motor has no power.
encoder-lost t Its motor sensor is out.
calibration-drift v Its set-up drifts.
display-lost v Its display is out.
load-cell-unknown t The set-up of its scale is lost.
"""


def words_of(name):
    """(what it is, what to do). A name that is not in the table is shown as it is, with the safest thing to do."""
    place = WORDS.find("\n%s " % name)
    if place < 0:
        return name, DO["c"]
    row = WORDS[place + 1 : WORDS.find("\n", place + 1)]
    _, do, what = row.split(" ", 2)
    return what, DO[do]
