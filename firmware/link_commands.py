"""What may be asked over the link: a table. Everything that is not in it does not exist.

A row: name, roles (c: clinician, p: patient), part and method that answer it, arguments with their types. It is one
text, since a table of tuples would take three times the memory; a part is the module link_PART.
"""

COMMANDS = """
status cp status.status
bolus p acts.patient_bolus
alarms c status.alarms from:whole
outlook cp reads.outlook
log c log.page from:whole
report c reads.report part:text
close-report c reads.close_report
recalibration c reads.recalibration
therapy c reads.therapy line:whole at:whole
line c reads.line number:whole
start c acts.start
stop c acts.stop
clinician-bolus c acts.clinician_bolus dose_pg:whole over_s:whole
prime c acts.prime
bridge c acts.bridge
stop-bolus c acts.stop_bolus
acknowledge c acts.acknowledge name:text
acknowledge-all c acts.acknowledge_all
pause-audio c acts.pause_audio
begin-history c acts.begin_history given_pg:whole
refill c acts.refill withdrawn_nl:whole filled_nl:whole other_mixture:flag
time c acts.set_time day:whole second:whole us:whole
calibrate c entry.calibrate step_volume_fl:whole
recalibrate c entry.recalibrate step_volume_fl:whole
calibrate-head c entry.calibrate_head old_fl:whole new_fl:whole
weigh c calibration.weigh mass_mg:whole doubt_mg:whole
average c calibration.average
weighing c calibration.weighing
cell-proposal c calibration.proposal
accept-cell c calibration.accept zero_raw:whole counts_per_g:whole
load-cell c calibration.load_cell
service c calibration.service
service-run c calibration.run steps:whole us_per_step:whole
service-stop c calibration.stop
leave-service c calibration.leave
enter c entry.enter setting:text value:any at:whole
stage c entry.stage
staged c entry.staged line:whole at:whole
staged-rate c entry.rate number:whole
question c entry.question number:whole
confirm c entry.confirm digest:text accept:names
discard c entry.discard
"""
TYPES = {
    "whole": "a whole number",
    "text": "text",
    "flag": "true or false",
    "names": "a list of names",
    "any": "any value",
}


def row_of(name):
    """(roles, part, method, [(argument, type), ...]), or None."""
    place = COMMANDS.find("\n%s " % name)
    if place < 0 or not name:
        return None
    words = COMMANDS[place + 1 : COMMANDS.find("\n", place + 1)].split(" ")
    part, _, method = words[2].partition(".")
    return words[1], part, method, [tuple(word.split(":")) for word in words[3:]]
