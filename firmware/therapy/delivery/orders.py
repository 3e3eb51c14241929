"""What goes into the heart and what comes out of it: made once, filled anew every step."""

from array import array

from therapy.delivery.pacing import WORDS_AHEAD


class Readings:
    """elapsed_us since the last step; t_s running time; steps made since; room for words; tail_us to the last edge.

    records_work: what happens can be put on flash. engine_fault: receipts do not agree with commands.
    button: the patient button was pressed since the last step. supply_low: the supply would not hold through a write.
    """

    def __init__(self):
        self.elapsed_us = 0
        self.t_s = 0
        self.steps_made = 0
        self.room = 0
        self.tail_us = 0
        self.records_work = False
        self.engine_fault = False
        self.button = False
        self.supply_low = False


class Orders:
    """words: count, first_us and gap_us of each word to queue now. motor_on: level of the enable line.

    halt: stop the engine, then call Heart.settle; at_once: motor off before anything else, for a fault.
    reserve: put a reservation on record when it is time to write; write_now: it is. wake_us: when the heart wants to be
    called again, at the latest.
    """

    def __init__(self):
        self.words = 0
        self.counts = array("i", [0] * WORDS_AHEAD)
        self.firsts_us = array("i", [0] * WORDS_AHEAD)
        self.gaps_us = array("i", [0] * WORDS_AHEAD)
        self.motor_on = False
        self.halt = False
        self.at_once = False
        self.reserve = False
        self.wake_us = 0
        self.write_now = False

    def begin(self):
        """Empty it for a new step."""
        self.words = 0

    def queue_end_us(self, tail_us):
        """The last edge that is queued once these orders are carried out, from now; tail_us: the last one before."""
        if self.words == 0:
            return tail_us
        last = self.words - 1
        return self.firsts_us[last] + (self.counts[last] - 1) * self.gaps_us[last]

    def add_word(self, count, first_us, gap_us):
        self.counts[self.words] = count
        self.firsts_us[self.words] = first_us
        self.gaps_us[self.words] = gap_us
        self.words += 1
