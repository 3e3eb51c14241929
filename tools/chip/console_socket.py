"""The emulated chip's USB console as a socket on loopback: what a serial port is to a real board."""

from __future__ import annotations

import select
import socket
import time
from collections.abc import Callable

from chip.emulator import Board

LOOK_S = 0.0005  # so long the emulator waits for bytes at each look; a busy chip takes ten times that
LOOK_NS = 100_000  # so often: a prompt takes 128 bytes, asks for more, and idles until they come
MOST_BYTES = 4096

Cut = Callable[[bytes], bool]


class ConsoleSocket:
    """address: for pyserial. One connection at a time; a reset of the chip ends it, as it would take the port away.

    cut: told all that the host has sent on this connection so far, before it goes to the chip; true pulls the cable.
    """

    def __init__(self, board: Board, cut: Cut | None = None) -> None:
        self._board = board
        self._cut = cut
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._listener.setblocking(False)
        self._wire: socket.socket | None = None
        self._heard = bytearray()
        self._sent = 0
        self._resets = 0
        self.is_cut = False
        board.look_ns = LOOK_NS
        self.address = f"socket://127.0.0.1:{self._listener.getsockname()[1]}"

    def serve(self, until: Callable[[], bool], wall_s: float) -> None:
        """Run the chip and carry bytes until `until` or the cut. Raises ChipFailed after `wall_s`."""
        deadline = time.monotonic() + wall_s

        def is_over() -> bool:
            self._carry()
            return self.is_cut or until()

        while not is_over():
            self._board.run(3600.0, is_over, deadline - time.monotonic())

    def close(self) -> None:
        self._hang_up()
        self._listener.close()

    def _carry(self) -> None:
        if len(self._board.resets_s) != self._resets:
            self._resets = len(self._board.resets_s)
            self._sent = len(self._board.console.printed)
            self._hang_up()
        if self._wire is None:
            self._accept()
        else:
            self._to_the_chip(self._wire)
        if self._wire is not None:
            self._to_the_host(self._wire)

    def _accept(self) -> None:
        try:
            self._wire, _ = self._listener.accept()
        except BlockingIOError:
            return
        self._wire.setblocking(False)
        self._heard.clear()

    def _to_the_chip(self, wire: socket.socket) -> None:
        ready, _, _ = select.select([wire], [], [], LOOK_S)
        if not ready:
            return
        try:
            data = wire.recv(MOST_BYTES)
        except OSError:
            data = b""
        if not data:
            self._hang_up()
            return
        self._heard += data
        if self._cut is not None and self._cut(bytes(self._heard)):
            self.is_cut = True
            self._hang_up()
            return
        self._board.console.send(data)

    def _to_the_host(self, wire: socket.socket) -> None:
        waiting = self._board.console.printed[self._sent :]
        if not waiting:
            return
        try:
            self._sent += wire.send(waiting)
        except BlockingIOError:
            return
        except OSError:
            self._hang_up()

    def _hang_up(self) -> None:
        if self._wire is not None:
            self._wire.close()
            self._wire = None
