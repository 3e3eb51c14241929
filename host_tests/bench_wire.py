"""A Transport whose pump is a LinkBench in virtual time; frames can be lost on either way."""

import time

from link_bench import LinkBench
from pump_link.client import Client


class BenchWire:
    """lost_on_the_way, lost_on_the_way_back: how many of the next sends and answers get lost."""

    def __init__(self, bench: LinkBench) -> None:
        self.bench = bench
        self.lost_on_the_way = 0
        self.lost_on_the_way_back = 0
        self.sent: list[bytes] = []

    def send(self, content: bytes) -> None:
        self.sent.append(content)
        if self.lost_on_the_way:
            self.lost_on_the_way -= 1
            return
        self.bench.line.send(content)

    def receive(self, timeout_s: float) -> bytes:
        self.bench.run_for(0.2 if timeout_s else 0)
        content = self.bench.line.received()
        if not content:
            time.sleep(timeout_s)  # else a wait of the client would be hours of the pump
        if content and self.lost_on_the_way_back:
            self.lost_on_the_way_back -= 1
            return b""
        return content

    def close(self) -> None:
        pass


def client_of(bench: LinkBench, role: str = "clinician", tries: int = 4) -> Client:
    """With a session that is not open yet."""
    return Client(BenchWire(bench), role, bench.KEYS[role.encode()], try_s=0.03, tries=tries)
