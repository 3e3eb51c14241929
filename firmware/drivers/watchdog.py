"""The watchdog, fed by evidence only."""


class Watchdog:
    """Fed when the tick ran and the receipts agreed since the last feeding, and the journal can be written.

    dog: machine.WDT, started by whoever made it; it cannot be stopped.
    """

    def __init__(self, dog):
        self._dog = dog
        self.tick_ran = False
        self.receipts_agree = False
        self.journal_writable = True

    def feed_if_proved(self):
        """Feed and forget the evidence; without all of it do nothing."""
        if self.tick_ran and self.receipts_agree and self.journal_writable:
            self._dog.feed()
        self.tick_ran = False
        self.receipts_agree = False
