"""A pump with its link on USB and on the hand-held's cable, whose far end is the test's: for tests on both VMs."""

from assembled import described, new_board
from boards.RPI_PICO import board
from fakes.uart_cable import UartCable
from link import frames
from link_bench import PATIENT, LinkBench, Peer
from storage.keys import KeyFiles

FITTED = {"baud": 115_200}
TX, RX = board.PINS["handheld_tx"], board.PINS["handheld_rx"]


class HandheldBench(LinkBench):
    """cable: UartCable. far: its end away from the pump. USB's line is `line`, as in LinkBench."""

    def __init__(self, fake=None, paired=True, cable=None, **more):
        new = fake is None
        fake = fake or new_board()
        if new and paired:
            for role in frames.ROLES:
                KeyFiles(fake.files).save(role, self.KEYS[role])
        self.cable = cable or UartCable(fake.clock)
        self.far = self.cable.ends[1]
        fake.attach_uart(TX, RX, self.cable.ends[0])
        super().__init__(fake, data=described(HANDHELD=FITTED), **more)

    def rebuilt(self):
        """As LinkBench's, with the same cable."""
        self.fake.reboot()
        again = HandheldBench(self.fake, cable=self.cable, line=self.line)
        again.random.urandom = self.random.urandom
        again.pump.link_door._urandom = self.random.urandom
        return again

    def handheld(self, role=PATIENT, key=None):
        """A client on the cable, without a session."""
        return Peer(OnCable(self), role, key or self.KEYS[role])

    def handheld_in_session(self):
        peer = self.handheld()
        peer.open()
        peer.ask("status")
        return peer


class OnCable:
    """What a Peer takes for a bench."""

    def __init__(self, bench):
        self.bench = bench

    def exchange(self, line, seconds=0.2):
        """Send a line over the cable; the lines that came back."""
        self.bench.far.received()
        self.bench.far.send(line + b"\n")
        self.bench.run_for(seconds)
        return [found for found in self.bench.far.received().split(b"\n") if found]
