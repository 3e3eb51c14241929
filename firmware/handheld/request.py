"""One request for a dose, from the second act to what came of it. Its laws (B8):

- For one confirmation one line with `bolus` is made. It may be sent again as it is, and never another one.
- Before it is sent, what the pump then knew as its last grant is on flash, from a status that was asked for after the
  confirmation: a cut of the power forgets neither that something was asked nor how to tell whether it was given.
- Granted is what the pump says: in its answer, or by a later last grant in a status that was asked for after the
  request could no longer be carried out: in a new session.
- A grant counts as settled when steps of it were made, or a minute later. A pump that lost its power before its grant
  was on its flash does not know of it any more: then it was not given, and that is said.
"""

NONE, PREPARING, ASKING, RESOLVING, GRANTED, ENDED, DENIED, NOT_GIVEN, UNKNOWN, NOT_ASKED = range(10)
BUSY = (PREPARING, ASKING, RESOLVING, GRANTED)
PASSING = (ENDED, DENIED, NOT_ASKED)  # what need not be seen for ever
PREPARE_US = 5_000_000  # a confirmation that cannot be acted on by then is none any more
SETTLE_US = 60_000_000
SHOWN_US = 60_000_000
US_PER_S = 1_000_000
NOTHING_DUE_US = 1 << 29  # also the most that is counted: a small integer
UNCERTAIN = ("memory", "fault")  # of the pump: read the status, it may have been done (link/README.md)


class Request:
    """client: Client. view: PumpView. keeping: Keeping.

    state: above. reason, left_s: of a denial, or why nothing was asked; left_s None without a time. progress: (steps
    given, steps in all) of the granted dose, None before the pump said so. tone: called with True or False as one is
    granted or denied.
    """

    def __init__(self, client, view, keeping, tone=None):
        self._client = client
        self._view = view
        self._keeping = keeping
        self._tone = tone
        self._for_us = 0
        self._asked_status = False  # since this state began
        self.state = NONE
        self.reason = ""
        self.left_s = None
        self.progress = None
        self.next_us = NOTHING_DUE_US

    def begin(self):
        """After power-on: what was asked for before is not forgotten."""
        if self._keeping.asked is not None:
            self._enter(RESOLVING)

    def may_begin(self):
        """Nothing is under way."""
        return self.state not in BUSY

    def confirm(self):
        """The second act: ask for one dose. False if one is under way."""
        if not self.may_begin():
            return False
        self.progress = None
        self._enter(PREPARING)
        return True

    def paired(self):
        """The hand-held was paired: with another pump, what was asked of the one before stays unknown."""
        if self.state in BUSY and self._keeping.asked is None:
            self._enter(UNKNOWN)

    def dismiss(self):
        """What came of it was seen."""
        if self.state not in BUSY:
            self._enter(NONE)

    def left_now_s(self):
        """left_s, counted on since the pump said it; None without one."""
        return None if self.left_s is None else max(0, self.left_s - self._for_us // US_PER_S)

    def work(self, elapsed_us):
        """Ask what is to be asked."""
        self._for_us = min(self._for_us + elapsed_us, NOTHING_DUE_US)
        if self.state == PREPARING and self._for_us >= PREPARE_US:
            self._not_asked("link")
        if self.state in PASSING and self._for_us >= SHOWN_US:
            self._enter(NONE)
        if (self.state == PREPARING or self.state == RESOLVING) and self._client.ask(b"status", self):
            self._asked_status = True
        self.next_us = NOTHING_DUE_US
        if self.state == PREPARING:
            self.next_us = max(0, PREPARE_US - self._for_us)
        elif self.state in PASSING:
            self.next_us = max(0, SHOWN_US - self._for_us)

    def answered(self, word, said):
        """Of the client."""
        if self.state == ASKING:
            self._asked(word, said)
            return
        is_of_this_state = self._asked_status
        self._view.take(word, said)
        if word != "ok" or not is_of_this_state:
            return
        if self.state == PREPARING:
            self._send(said)
        elif self.state == RESOLVING:
            self._judge(said)

    def lost(self):
        """Of the client: the session is over. What was asked in it may have been done."""
        if self.state == ASKING:
            self._enter(RESOLVING)

    def saw(self, status):
        """A status that somebody asked for has come."""
        if self.state != GRANTED:
            return
        if self._keeping.asked is not None:
            self._judge(status)
            if self.state != GRANTED:
                return
        bolus = status.get("bolus")
        if bolus is not None and bolus[0] == "patient":
            self.progress = (bolus[1], bolus[2])
            is_settled = bolus[1] > 0
        else:
            is_settled = False
        if is_settled or self._for_us >= SETTLE_US:
            self._keeping.settle()
        if bolus is None and self._keeping.asked is None:
            self._enter(ENDED)

    def _send(self, status):
        if "granted_t_s" not in status:
            self._not_asked("old-pump")
        elif not self._keeping.ask(status["granted_t_s"]):
            self._not_asked("memory")
        elif self._client.ask(b"bolus", self):
            self._enter(ASKING)
        else:
            self._enter(RESOLVING)

    def _asked(self, word, said):
        """The pump's answer to the request itself."""
        reason = said.get("reason") if word == "denied" else word
        if word == "ok":
            self._grant()
        elif word not in ("denied", "refused") or reason in UNCERTAIN:
            self._enter(RESOLVING)
        else:
            self._keeping.settle()
            self.reason = str(reason)
            self.left_s = said.get("left_s")
            self._enter(DENIED)
            self._sound(False)

    def _judge(self, status):
        """Was it granted? By the pump's last grant, beside the one before the request."""
        asked = self._keeping.asked
        if asked is None or "granted_t_s" not in status:
            return
        before_s, now_s = asked[0], status["granted_t_s"]
        if now_s == before_s:
            self._keeping.settle()
            self._enter(NOT_GIVEN)
        elif now_s is None or (before_s is not None and now_s < before_s):
            self._keeping.settle()  # its history was begun anew
            self._enter(UNKNOWN)
        elif self.state != GRANTED:
            self._grant()

    def _grant(self):
        self._enter(GRANTED)
        self._view.hurry()
        self._sound(True)

    def _not_asked(self, reason):
        self.reason = reason
        self.left_s = None
        self._enter(NOT_ASKED)

    def _enter(self, state):
        self.state = state
        self._asked_status = False
        self._for_us = 0
        self.next_us = 0

    def _sound(self, is_granted):
        if self._tone is not None:
            self._tone(is_granted)
