"""The TMC2209 at its UART: datagrams, CRC, the count of accepted writes, and what it forgets without motor supply.

source: TMC2209 datasheet: UART datagrams and CRC (4), register map (5). assumed: a damaged datagram is dropped whole.
Not modelled: the motor, baud rate, the pause that ends a broken datagram.
"""

SYNC = 0x05
MASTER = 0xFF
WRITE = 0x80
REQUEST = 4
DATAGRAM = 8
IFCNT = 0x02
AFTER_RESET = {0x00: 0x101, IFCNT: 0, 0x10: 0x11F08, 0x6C: 0x10000053}
WRITE_ONLY = (0x10,)


def crc_of(data: bytes) -> int:
    """Bit by bit as in the datasheet's example, over all of `data`."""
    crc = 0
    for byte in data:
        for bit in range(8):
            is_set = (crc >> 7) ^ (byte >> bit & 1)
            crc = (crc << 1) & 0xFF
            if is_set:
                crc ^= 0x07
    return crc


class Tmc2209Chip:
    """address: by MS1 and MS2. is_present; loses: how many writes it will not hear; damages: how many answers."""

    def __init__(self, address: int = 3) -> None:
        self.address = address
        self.is_present = True
        self.loses = 0
        self.damages = 0
        self.writes: "list[tuple[int, int]]" = []
        self._heard = bytearray()
        self.registers: "dict[int, int]" = {}
        self.lose_supply()

    def lose_supply(self) -> None:
        """As after the motor's supply was away."""
        self.registers = dict(AFTER_RESET)
        self._heard = bytearray()

    def hear(self, byte: int) -> bytes:
        """What it says after this byte."""
        heard = self._heard
        heard.append(byte)
        if heard[0] & 0x0F != SYNC:
            self._heard = bytearray()
        elif len(heard) >= 3 and len(heard) == (DATAGRAM if heard[2] & WRITE else REQUEST):
            self._heard = bytearray()
            return self._answer(bytes(heard))
        return b""

    def _answer(self, datagram: bytes) -> bytes:
        if not self.is_present or datagram[1] != self.address or crc_of(datagram[:-1]) != datagram[-1]:
            return b""
        register = datagram[2] & ~WRITE
        if datagram[2] & WRITE:
            self._take(register, int.from_bytes(datagram[3:7], "big"))
            return b""
        value = 0 if register in WRITE_ONLY else self.registers.get(register, 0)
        reply = bytes((SYNC, MASTER, register)) + value.to_bytes(4, "big")
        check = crc_of(reply)
        if self.damages:
            self.damages -= 1
            check ^= 0x40
        return reply + bytes((check,))

    def _take(self, register: int, value: int) -> None:
        if self.loses:
            self.loses -= 1
            return
        self.writes.append((register, value))
        self.registers[register] = value
        self.registers[IFCNT] = (self.registers[IFCNT] + 1) & 0xFF
