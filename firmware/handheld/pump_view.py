"""What the pump said last, and how long ago: its status every 2 s, what is left every 10 min and after a change."""

STATUS_US = 2_000_000
STATUS_OF_A_BOLUS_US = 1_000_000
OUTLOOK_US = 600_000_000
STALE_S = 8  # no status for so long: the link is lost
LONG_S = 1 << 29
NOTHING_DUE_US = 1 << 29
US_PER_S = 1_000_000
MORE_NL = 100_000  # that much more is a refill
LOUD = ("high", "medium")


class PumpView:
    """client: Client. status, outlook: the pump's words as a dict, None before the first.

    age_s: of the status; before the first, since power-on or `forget`.
    """

    def __init__(self, client):
        self._client = client
        self._to_status_us = 0
        self._to_outlook_us = 0
        self._asked_outlook = False
        self.status = None
        self.outlook = None
        self.age_s = 0
        self._age_us = 0
        self._watcher = None
        self.next_us = 0

    def tell(self, watcher):
        """watcher: has saw(status), called for each one that comes, whoever asked for it."""
        self._watcher = watcher

    def forget(self):
        """Another pump: what was known of the one before says nothing."""
        self.status = self.outlook = None
        self.age_s = self._age_us = 0
        self._to_status_us = self._to_outlook_us = 0

    def hurry(self):
        """Something has just changed: ask for the status next."""
        self._to_status_us = 0

    def is_stale(self):
        """The pump has not told its state for 8 s."""
        return self.age_s >= STALE_S

    def work(self, elapsed_us):
        """Ask for what is due, if nobody else is asking."""
        self._grow_older(elapsed_us)
        self._to_status_us = max(0, self._to_status_us - elapsed_us)
        self._to_outlook_us = max(0, self._to_outlook_us - elapsed_us)
        if self._client.is_free():
            if self._to_status_us <= 0:
                self._asked_outlook = False
                self._client.ask(b"status", self)
            elif self._to_outlook_us <= 0 and self.status is not None:
                self._asked_outlook = True
                self._client.ask(b"outlook", self)
        is_free = self._client.is_free()
        self.next_us = min(self._to_status_us, self._to_outlook_us) if is_free else NOTHING_DUE_US

    def _grow_older(self, elapsed_us):
        self._age_us += elapsed_us
        while self._age_us >= US_PER_S:
            self._age_us -= US_PER_S
            if self.age_s < LONG_S:
                self.age_s += 1

    def answered(self, word, said):
        """Of the client."""
        if not self._asked_outlook:
            self.take(word, said)
            return
        self._to_outlook_us = OUTLOOK_US
        if word == "ok":
            self.outlook = said

    def lost(self):
        """Of the client: asked again as soon as there is a session."""
        self._to_status_us = 0

    def take(self, word, said):
        """A status has come, for whoever asked."""
        self._to_status_us = STATUS_US
        if word != "ok":
            return
        if self.status is None or _has_changed(self.status, said):
            self._to_outlook_us = 0
        self.status = said
        self.age_s = self._age_us = 0
        if "bolus" in said:
            self._to_status_us = STATUS_OF_A_BOLUS_US
        if self._watcher is not None:
            self._watcher.saw(said)

    def left_nl(self):
        """The lower of the two witnesses; None where it is not known."""
        return None if self.status is None else _left_nl(self.status)

    def to_next_s(self):
        """Seconds until the lockout is over, counted on since the pump said it; None: no dose is prescribed."""
        left_s = None if self.status is None else self.status.get("lockout_left_s")
        return None if left_s is None else max(0, left_s - self.age_s)

    def alarms(self):
        """[[name, priority], ...] of what the pump shows, the highest first: two at most."""
        return [] if self.status is None else self.status.get("alarms", [])

    def loud(self):
        """Of the alarms those that are heard."""
        return [alarm for alarm in self.alarms() if alarm[1] in LOUD]


def _left_nl(status):
    known = [left for left in (status.get("by_steps_nl"), status.get("by_weight_nl")) if left is not None]
    return min(known) if known else None


def _has_changed(before, now):
    """What is left, or when it will be low, may be other than it was said to be."""
    for name in ("state", "therapy", "granted_t_s"):
        if before.get(name) != now.get(name):
            return True
    was_nl, is_nl = _left_nl(before), _left_nl(now)
    return was_nl is None or is_nl is None or is_nl > was_nl + MORE_NL
