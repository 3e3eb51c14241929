"""What is stored and what runs, looked at while it runs: every hour, a small part at a time (S4).

Read back and compared: the ledger and the reservation with what was written, the settings with what is in force, the
counts of the history with one another, and the firmware's own files with what they were at the first look.
"""

from storage.settings import is_noted
from therapy.alarms import alarm_table
from units.two_words import TwoWords

WAIT_US = 900_000_000
WAITS = 2  # between two looks, each of which takes less than a quarter of an hour: of 400 parts at most
PART_EVERY_US = 2_000_000


class Integrity:
    """A slice of the loop. code: CodeFiles, or None where the firmware has no files of its own.

    failed: what was found changed: ledger, reservation, identity, calibration, therapy, history, code or flash; "" if
    nothing was. looks: how many were completed.
    """

    def __init__(self, heart, ledger, settings, programming, recorder, code):
        self._heart = heart
        self._ledger = ledger
        self._settings = settings
        self._programming = programming
        self._recorder = recorder
        self._code = code
        self._code_crc = None
        self._unique_id = None
        self._left_us = PART_EVERY_US
        self._look = None
        self._waits = 0
        self.failed = ""
        self.looks = 0
        self.next_us = PART_EVERY_US

    def begin(self, unique_id):
        """After the boot. unique_id: what the identity must say."""
        self._unique_id = unique_id

    def work(self, elapsed_us, _now):
        """Look at the next part when it is time."""
        self._left_us -= elapsed_us
        if self._left_us <= 0 and not self.failed:
            if self._waits == 0:
                self._look_on()
            else:
                self._waits -= 1
            self._left_us = WAIT_US if self._waits else PART_EVERY_US
        self.next_us = self._left_us if self._left_us > 0 and not self.failed else PART_EVERY_US

    def _look_on(self):
        if not self._recorder.works():
            return
        if self._look is None:
            self._look = self._parts()
        try:
            failed = next(self._look)
        except StopIteration:
            self._look = None
            self._waits = WAITS
            self.looks += 1
            return
        except MemoryError:  # the heap is in pieces now: that is no change of what is stored
            self._look = None
            self._waits = 1
            return
        except OSError:
            failed = "flash"
        if failed:
            self.failed = failed
            self._heart.fault(alarm_table.INTEGRITY_FAILED)

    def _parts(self):
        """A generator: after each part the name of what was changed, or None."""
        for is_right in self._ledger.looked_at():
            yield None if is_right else "ledger"
        yield None if self._ledger.held.is_as_written() else "reservation"
        settings, programming = self._settings, self._programming
        yield None if settings.identity() == self._unique_id else "identity"
        yield None if settings.step_volume_fl() == programming.step_volume_fl else "calibration"
        yield None if self._therapy_is_right() else "therapy"
        yield None if self._history_is_right() else "history"
        if self._code is None:
            return
        code_crc = 0
        for code_crc in self._code.parts():  # noqa: B007  the last of them is the sum of all
            yield None
        if self._code_crc is None:
            self._code_crc = code_crc
        yield None if code_crc == self._code_crc else "code"

    def _therapy_is_right(self):
        """On flash as in memory, and both as the ledger says."""
        prescription = self._heart.prescription
        if prescription is None or self._programming.is_committing():
            return True
        return self._settings.therapy() == prescription.order and is_noted(self._heart.history, prescription)

    def _history_is_right(self):
        """The sources make up the whole, and the buckets the day."""
        history, steps, day, bucket = self._heart.history, TwoWords(), TwoWords(), TwoWords()
        for kind in history.by_kind:
            steps.add_words(kind)
        for micrograms, picograms in zip(history.window.micrograms, history.window.picograms):
            bucket.set(micrograms, picograms)
            day.add_words(bucket)
        return _same(steps, history.given) and _same(day, history.window.total)


def _same(a, b):
    return a.millions == b.millions and a.ones == b.ones
