"""A pump whose link is sent whatever there is, and one that is sent what the first one carried out. For both VMs.

Nothing may be raised, carried out unsigned or twice, or be longer than a line; and both pumps must deliver the same.
The other pump is woken as often, by empty lines: a loop that is woken puts a start on record some 0.2 s sooner. It
counts as turned away what the first one turned away, and hears of every bolus that was asked for: what begins waits
behind a record that is being written, so both must write the same ones.
"""

import gc
import json

from assembled import MG, bolus, order
from chance import Chance
from fuzzed_lines import KINDS, Inputs
from line_changes import END
from link import frames
from link.link import READ_BYTES
from link_bench import LinkBench
from therapy.memory import record_kinds

FREEZE = getattr(gc, "freeze", None)  # of CPython
GAP_US = 2_000  # from the end of what one input made to the next
SETTLE_US = 5_000_000
MOST_TURNS = 500  # for one input and its answer
STEP_MOVED_US = 1_000  # a loop that is woken may write its receipt then, and never makes a step later than that
THERAPY = order(basal_pg_per_day=500 * MG, max_dose_pg_per_day=600 * MG, bolus=bolus())


class Fuzz:
    """seed: a whole number; the same one is the same inputs.

    tried, served, done: inputs by kind, requests that came to the desk, and those answered with `ok`.
    """

    def __init__(self, seed):
        self.bench, peers = begun()
        self.inputs = Inputs(Chance(seed), peers)
        self.tried = [0] * len(KINDS)
        self.served = self.done = 0
        self.complaints = []
        self._sent = 0
        self._sent_us = 0
        self._lines = []
        self._tail = b""
        self._carried_out = []
        self._turned_away = []
        self._woken = []
        desk = self.bench.pump.link_door._desk
        self._desk_serves = desk.serve  # pyright: ignore[reportOptionalMemberAccess]
        desk.serve = self._serve  # pyright: ignore[reportOptionalMemberAccess]

        for conversation in self.bench.link()._conversations.values():
            self._forward_hellos(conversation)
        self._forward_rejections(self.bench.link().rejected)

    def _forward_rejections(self, rejected):
        right = rejected.count

        def count(kind):
            right(kind)
            self._turned_away.append((self.bench.fake.clock.now_us(), kind))

        rejected.count = count

    def _forward_hellos(self, conversation):
        """What draws a random number goes to the other pump too, also where its answer was cut off."""
        right = conversation.hello

        def hello(body, tag, urandom, pump_id):
            verdict, welcome = right(body, tag, urandom, pump_id)
            if welcome is not None:
                self._carried_out.append((self._sent_us, body + b" " + tag))
            return verdict, welcome

        conversation.hello = hello

    def run(self, inputs):
        """So many inputs; then the same time for the other pump. Returns the complaints."""
        if FREEZE is not None:
            FREEZE()  # the desk collects memory at each change of its part: what was there before it need not search
        for _ in range(inputs):
            kind, content = self.inputs.next()
            self.tried[kind] += 1
            self._send(content)
            self._hear(self.bench.line.received())
        self._compare()
        return self.complaints

    def _complain(self, what, about):
        self.complaints.append(f"input {self._sent}: {what}: {about!r}")

    def _send(self, content):
        self._sent += 1
        self._sent_us = self.bench.fake.clock.now_us() + GAP_US
        self._woken.append((self._sent_us, END * -(-len(content) // READ_BYTES)))
        self.bench.fake.clock.at(self._sent_us, lambda: self._arrive(content))
        turn_to(self.bench, self._sent_us)

    def _arrive(self, content):
        if self.bench.link()._reader.is_empty():
            self._tail = b""  # a line that did not go on for two seconds was given up
        lines = (self._tail + content).split(END)
        self._tail = lines.pop()[: 2 * frames.LINE_BYTES]
        self._lines = [line.rstrip(b"\r") for line in lines]
        self.bench.line.send(content)

    def _serve(self, role, request):
        said = self._desk_serves(role, request)
        if said is not None:
            self.served += 1
            self._judge(role, request, said)
        return said

    def _judge(self, role, request, said):
        signed = self._signed(role, request)
        if signed is None:
            self._complain("carried out, and nobody signed it, or a second time", request)
            return
        self.inputs.signed.remove(signed)
        if b'"reason": "fault"' in said:
            self._complain("a fault of the firmware", (request, said))
        if len(signed.line) > frames.LINE_BYTES:
            self._complain("carried out, longer than a line", len(signed.line))
        if said[:2] == b"ok" or asks_for_bolus(request):
            self._carried_out.append((self._sent_us, signed.line))
        if said[:2] == b"ok":
            self.done += 1
            if signed.is_wrong:
                self._complain("ok to what is wrong", (role, request))
            if b'"digest"' in said:
                self.inputs.requests.heard(json.loads(said[3:].decode())["digest"])

    def _signed(self, role, request):
        for signed in self.inputs.signed:
            if (signed.role, signed.request) == (role, request) and signed.line in self._lines:
                return signed
        return None

    def _hear(self, said):
        for line in said.split(END):
            if not line:
                continue
            is_text = all(0x20 <= byte < 0x7F for byte in line)
            if not is_text or len(line) > frames.LINE_BYTES or line[:8] != b"pump1 < ":
                self._complain("no line of the protocol", line)
            words = line.split(b" ")
            if frames.PAIRED in words[3:4]:
                self._complain("paired", line)
            elif words[3:4] == [frames.WELCOME]:
                self._welcomed(line, words[4])

    def _welcomed(self, line, nonce):
        """A hello that was answered."""
        if self.inputs.hello is not None and nonce in self.inputs.hello[1]:
            self.inputs.welcomed(line)

    def _compare(self):
        other, _ = begun()
        end_us = self.bench.fake.clock.now_us() + SETTLE_US
        for us, content in self._woken:
            send_at(other, us, content)
        for us, line in self._carried_out:
            send_at(other, us, END + line + END)
        for us, kind in self._turned_away:
            count_at(other, us, kind)
        for bench in (self.bench, other):
            turn_to(bench, end_us)
        steps, wanted = self.bench.edges, other.edges
        if len(steps) != len(wanted):
            self._complain("microsteps delivered, and by the pump left alone", (len(steps), len(wanted)))
        elif steps:
            moved_us = max(abs(step - wanted[place]) for place, step in enumerate(steps))
            if moved_us > STEP_MOVED_US:
                self._complain("a microstep at another time, us", moved_us)
        for what in (told, therapy, state):
            if what(self.bench) != what(other):
                self._complain(what.__name__ + " differs", (what(self.bench), what(other)))


def begun():
    """(LinkBench that delivers, its peers with a session each). Its flash takes no time, so that both act at once."""
    bench = LinkBench().begin(THERAPY)
    bench.fake.files._stall = _no_time
    peers = [bench.peer(role) for role in frames.ROLES]
    bench.watch_steps()
    return bench, peers


def send_at(bench, us, content):
    """Bytes that come at that time, wherever the loop is then."""
    bench.fake.clock.at(us, lambda: bench.line.send(content))


def count_at(bench, us, kind):
    """One of that kind is turned away at that time."""
    bench.fake.clock.at(us, lambda: bench.link().rejected.count(kind))


def asks_for_bolus(request):
    """Whatever becomes of it goes on record."""
    return request.split(b" ")[0] in (b"bolus", b"clinician-bolus", b"prime", b"bridge")


def turn_to(bench, us):
    """Turn until that time, and until the link has nothing left to do."""
    clock, line, link, turns = bench.fake.clock, bench.line, bench.link(), 0
    while clock.now_us() < us or line.incoming or link.next_us == 0:
        before_us = clock.now_us()
        bench.pump.turn()
        turns = turns + 1 if clock.now_us() == before_us else 0
        assert turns < MOST_TURNS, "the loop spins without sleeping"


def _no_time(us):
    pass


def told(bench):
    """What went on record, in its order; and when the link first turned a kind away in each hour.

    Of a drug's counters only when: they are of the steps that were queued then, and a loop that is woken queues sooner.
    Of what was turned away neither how many nor in which order: two at one moment are two turns of the one pump's loop,
    and one of the other's.
    """
    done, turned_away = [], []
    for happening in bench.happened:
        if happening[0] == record_kinds.REJECTED:
            turned_away.append(happening[:3])
        else:
            done.append(happening[:2] if happening[0] == record_kinds.DRUG else happening)
    return done, sorted(turned_away)


def therapy(bench):
    return bench.pump.heart.prescription.order


def state(bench):
    return bench.pump.state()
