"""What was turned away, counted by kind; on record once an hour a kind, so that nobody wears the flash by sending."""

from array import array

KINDS = (
    "oversize",
    "unreadable",
    "cut-short",
    "other-version",
    "misdirected",
    "no-session",
    "not-authentic",
    "out-of-order",
    "wrong-role",
    "not-paired",
    "pairing",
)
(
    OVERSIZE,
    UNREADABLE,
    CUT_SHORT,
    OTHER_VERSION,
    MISDIRECTED,
    NO_SESSION,
    NOT_AUTHENTIC,
    OUT_OF_ORDER,
    WRONG_ROLE,
    NOT_PAIRED,
    PAIRING,
) = range(len(KINDS))
HOUR_S = 3600
MOST = 1_000_000_000  # a count stays a small integer and fits a record


class Rejections:
    """record: called with (kind, how many since the record before); True if it was taken. counts: since power-on."""

    def __init__(self, record):
        self._record = record
        self._written_s = array("i", [-HOUR_S] * len(KINDS))
        self._waiting = array("i", [0] * len(KINDS))
        self._any_waits = False
        self.counts = array("i", [0] * len(KINDS))

    def count(self, kind):
        """One more of this kind."""
        if self.counts[kind] < MOST:
            self.counts[kind] += 1
            self._waiting[kind] += 1
        self._any_waits = True

    def work(self, t_s):
        """Put on record what is due at this running time."""
        if not self._any_waits:
            return
        self._any_waits = False
        for kind in range(len(KINDS)):
            if not self._waiting[kind]:
                continue
            if t_s - self._written_s[kind] >= HOUR_S and self._record(kind, self._waiting[kind]):
                self._written_s[kind] = t_s
                self._waiting[kind] = 0
            else:
                self._any_waits = True
