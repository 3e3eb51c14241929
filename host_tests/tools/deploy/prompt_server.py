"""A board's USB console on a loopback socket: MicroPython's raw prompt over a FakeBoard, as mpremote asks for it."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from fake_board import FakeBoard

from deploy.troubles import Trouble

STARTS_S = 0.2  # so long a restarted board says nothing
RAW = b"raw REPL; CTRL-B to exit\r\n>"
BANNER = b"MicroPython v1.28.0; Raspberry Pi Pico with RP2040\r\n>>> "


class PromptServer:
    """runs: firmware runs there. lets_in: it hears Ctrl-C. boots: what a reset makes it print. heard: all bytes."""

    def __init__(self, board: FakeBoard, runs: bool = False, lets_in: bool = True, boots: bytes = b"") -> None:
        self.board = board
        self.runs = runs
        self.lets_in = lets_in
        self.boots = boots
        self.hangs_up_at: bytes | None = None
        self.resets = 0
        self.heard = bytearray()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.address = f"socket://127.0.0.1:{self._listener.getsockname()[1]}"

    def serve(self) -> None:
        try:
            while True:
                wire, _ = self._listener.accept()
                with wire:
                    if self.resets:
                        time.sleep(STARTS_S)
                        wire.sendall(self.boots)
                    self._talk(wire)
        except OSError:
            return

    def close(self) -> None:
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()

    def _talk(self, wire: socket.socket) -> None:
        code, is_raw = bytearray(), False
        while data := wire.recv(4096):
            self.heard += data
            for byte in data:
                if self.runs and not (byte == 3 and self.lets_in):
                    continue
                if byte == 3:
                    self.runs = False
                    wire.sendall(b"\r\nKeyboardInterrupt\r\n>>> ")
                elif byte == 2:
                    is_raw = False
                    wire.sendall(BANNER)
                elif byte == 1 and not code.endswith(b"\x05A"):
                    is_raw = True
                    code.clear()
                    wire.sendall(RAW)
                elif byte == 1:
                    code.clear()
                    wire.sendall(b"ra" + RAW)  # knows no raw paste: mpremote goes on without
                elif byte == 4 and is_raw:
                    if not self._ran(wire, bytes(code)):
                        return
                    code.clear()
                else:
                    code.append(byte)

    def _ran(self, wire: socket.socket, code: bytes) -> bool:
        """False if the connection is over."""
        text = code.replace(b"\r", b"").decode()
        if self.hangs_up_at is not None and self.hangs_up_at in code:
            return False
        if not text:
            wire.sendall(b"OK\r\nMPY: soft reboot\r\n" + RAW)
            return True
        if "machine.reset()" in text:
            wire.sendall(b"OK")
            self.resets += 1
            self.runs = bool(self.boots)
            return False
        out, error = "", ""
        try:
            out = self.board.run(text)
        except Trouble as trouble:
            error = f"Traceback\r\n{trouble}"
        wire.sendall(b"OK" + out.replace("\n", "\r\n").encode() + b"\x04" + error.encode() + b"\x04>")
        return True


@contextmanager
def prompt(server: PromptServer) -> Iterator[str]:
    """Its address while it serves."""
    thread = threading.Thread(target=server.serve, daemon=True)
    thread.start()
    try:
        yield server.address
    finally:
        server.close()
        thread.join(5)
