"""What the display says: from plain values to eight lines of at most sixteen characters, and nothing else."""

COLUMNS = 16
LINES = 8
BLOCK_LINE = 4  # where an alarm's text begins; over it the line that heads it
BLOCK_LINES = LINES - BLOCK_LINE
WATER_ONLY = "WATER ONLY"
NL_PER_HUNDREDTH_ML = 10_000
NL_PER_THOUSANDTH_ML = 1_000


def wrapped(text):
    """The text in lines of at most sixteen characters, cut between words; a longer word is cut after a hyphen."""
    lines = []
    line = ""
    for word in text.split():
        if line and len(line) + 1 + len(word) <= COLUMNS:
            line += " " + word
            continue
        if line:
            lines.append(line)
        while len(word) > COLUMNS:
            cut = word.rfind("-", 0, COLUMNS) + 1 or COLUMNS
            lines.append(word[:cut])
            word = word[cut:]
        line = word
    if line:
        lines.append(line)
    return lines


def alarm_parts(name, action):
    """The alarm's name and what to do, in parts of four lines: one part is seen at a time."""
    lines = wrapped(name) + wrapped(action)
    return [lines[start : start + BLOCK_LINES] for start in range(0, len(lines), BLOCK_LINES)]


def alarm_head(priority, place, count):
    """The line over an alarm: its priority, and which of how many it is. place: from 0."""
    return priority.upper() + (" ALARM" if count == 1 else " %d/%d" % (place + 1, count))


def left_line(left_nl):
    """What is left in the reservoir. left_nl: None where it is not known."""
    if left_nl is None:
        return "Left   not known"
    hundredths = max(0, left_nl) // NL_PER_HUNDREDTH_ML  # down: never more than there is
    return "Left%9s mL" % ("%d.%02d" % (hundredths // 100, hundredths % 100))


def flow_line(nl_per_day):
    """The flow that runs now."""
    thousandths = (nl_per_day + NL_PER_THOUSANDTH_ML // 2) // NL_PER_THOUSANDTH_ML
    return "Flow%7s mL/d" % ("%d.%03d" % (thousandths // 1000, thousandths % 1000))


def screen(state, left_nl, nl_per_day, head="", part=()):
    """Eight lines. state: the pump's word for it. head, part: of an alarm, if one shows."""
    lines = [state.upper()[:COLUMNS], left_line(left_nl), flow_line(nl_per_day), head[:COLUMNS]]
    lines += list(part)
    while len(lines) < LINES:
        lines.append("")
    if not lines[LINES - 1]:
        lines[LINES - 1] = WATER_ONLY
    return lines
