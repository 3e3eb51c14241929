"""Which screen is seen: what must be seen comes before what was asked for with NEXT."""

from handheld import pairing_screens, request, screens
from handheld.two_acts import HOLD_US

PAGE_US = 30_000_000  # then back to the first page
NOTHING_DUE_US = 1 << 29
NOT_RUNNING = ("locked", "stopped", "service")
OUTCOMES = {
    request.PREPARING: screens.asking,
    request.ASKING: screens.asking,
    request.RESOLVING: screens.waiting,
    request.ENDED: screens.ended,
    request.NOT_GIVEN: screens.not_given,
    request.UNKNOWN: screens.unknown,
}


class Face:
    """keeping, client, view, request, pairing, two_acts: the parts whose state is shown. supply: has is_low.

    page: 0 is home, then each alarm, then the pump that it is paired with.
    """

    def __init__(self, keeping, client, view, request, pairing, two_acts, supply):
        self._keeping = keeping
        self._client = client
        self._view = view
        self._request = request
        self._pairing = pairing
        self._two_acts = two_acts
        self._supply = supply
        self._page_us = 0
        self._alarms = []
        self._is_supply_low = False
        self._is_low_seen = False
        self.page = 0
        self.next_us = NOTHING_DUE_US

    def work(self, elapsed_us):
        """Follow what changes by itself: a new alarm is seen at once."""
        self._page_us = max(0, self._page_us - elapsed_us)
        if not self._page_us:
            self.page = 0
        self._is_supply_low = self._supply.is_low()
        if not self._is_supply_low:
            self._is_low_seen = False
        names = [alarm[0] for alarm in self._view.alarms()]
        for place, name in enumerate(names):
            if name not in self._alarms:
                self._turn_to(1 + place)
                break
        self._alarms = names
        self.next_us = self._page_us or NOTHING_DUE_US

    def turn_page(self):
        """NEXT: what is shown was seen."""
        if self._request.state not in (request.NONE, request.GRANTED):
            self._request.dismiss()
        elif self._shows_supply():
            self._is_low_seen = True
        else:
            self._turn_to((self.page + 1) % (len(self._alarms) + 2))

    def _turn_to(self, page):
        self.page = page
        self._page_us = PAGE_US

    def _shows_supply(self):
        return self._is_supply_low and not self._is_low_seen

    def shown(self):
        """(eight lines, bar) of now."""
        pairing = self._pairing
        if pairing.is_shown():
            is_paired = self._keeping.key is not None
            return pairing_screens.pairing_screen(pairing.state, pairing.reason, pairing.left_s, is_paired)
        if self._two_acts.is_open():
            return screens.confirm(self._two_acts.held_us, HOLD_US)
        return self._of_request() or self._of_link() or self._of_page()

    def _of_request(self):
        asked = self._request
        if asked.state in OUTCOMES:
            return OUTCOMES[asked.state]()
        if asked.state == request.GRANTED and not self.page:
            view = self._view
            return screens.granted(asked.progress, view.age_s if view.is_stale() else None)
        if asked.state == request.DENIED:
            return screens.denied(asked.reason, asked.left_now_s())
        return screens.not_asked(asked.reason) if asked.state == request.NOT_ASKED else None

    def _of_link(self):
        view = self._view
        if self._client.other_pump is not None:
            return screens.wrong_pump()
        if view.is_stale():
            return screens.link_lost(view.age_s)
        if self._shows_supply():
            return screens.low_supply()
        return screens.looking() if view.status is None else None

    def _of_page(self):
        view, alarms = self._view, self._view.alarms()
        status = view.status
        if 0 < self.page <= len(alarms):
            name, priority = alarms[self.page - 1]
            return screens.alarm(name, priority, self.page - 1, status.get("alarms_shown", len(alarms)))
        if self.page:
            return screens.about(self._keeping.pump_id.decode(), view.age_s)
        if status["state"] in NOT_RUNNING:
            return screens.not_running(status["state"], view.left_nl())
        return screens.home(status, view.left_nl(), view.outlook, view.to_next_s(), self._notice(status))

    def _notice(self, status):
        """What else must be known, in a line."""
        count = status.get("alarms_shown", 0)
        if count:
            return "%d alarm%s: NEXT" % (count, "" if count == 1 else "s")
        if self._is_supply_low:
            return "Battery low"
        return "Memory fault" if self._keeping.failed else ""
