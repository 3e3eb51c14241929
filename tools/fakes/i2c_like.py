"""What firmware sees as machine.I2C, in virtual time, and the wires that its devices hang on.

source: MicroPython ports/rp2/machine_i2c.c: which pins a block can have, the pull-ups, EIO when nobody answers,
ETIMEDOUT after `timeout` us when a wire is held low.
"""

from fakes.boot import Boot
from fakes.pin_like import FakePin
from fakes.pins import Wire, Wires
from fakes.stops import NotModelled
from fakes.virtual_clock import VirtualClock

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Protocol

    class Device(Protocol):
        """A chip at an address. supply_lost, supply_back: the pump's own supply, not the chip's battery."""

        is_present: bool
        highest_hz: int

        def start(self) -> None: ...

        def take(self, byte: int) -> None: ...

        def give(self) -> int: ...

        def supply_lost(self) -> None: ...

        def supply_back(self) -> None: ...


EIO = 5
ETIMEDOUT = 110
BITS_OF_A_BYTE = 9  # with its acknowledge
LOWEST_ADDRESS = 0x08
HIGHEST_ADDRESS = 0x77
DEFAULT_PINS = ((4, 5), (6, 7))  # source: pico-sdk boards/pico.h for block 0; ports/rp2/machine_i2c.c for block 1


class I2cWiring:
    """Which device hangs on which pair of wires. It outlives a reset."""

    def __init__(self) -> None:
        self._places: "list[tuple[Wire, Wire, int, Device]]" = []

    def attach(self, sda: Wire, scl: Wire, address: int, device: "Device") -> None:
        """One device an address: a second one is refused."""
        if not LOWEST_ADDRESS <= address <= HIGHEST_ADDRESS:
            raise ValueError("I2C address 0x{:02x}: 0x08 to 0x77".format(address))
        for place in self._places:
            if place[0] is sda and place[1] is scl and place[2] == address:
                raise ValueError("I2C address 0x{:02x}: taken".format(address))
        self._places.append((sda, scl, address, device))

    def device(self, sda: Wire, scl: Wire, address: int) -> "Device | None":
        """Whoever answers there."""
        for place in self._places:
            if place[0] is sda and place[1] is scl and place[2] == address and place[3].is_present:
                return place[3]
        return None

    def supply_lost(self) -> None:
        for place in self._places:
            place[3].supply_lost()

    def supply_back(self) -> None:
        for place in self._places:
            place[3].supply_back()


class FakeI2C:
    """A bus of the chip. Bytes pass one by one, so a power cut in a transfer leaves the device with those before it.

    A data wire that a device holds low after a cut read is not modelled: let the rig drive it (Wire.drive).
    clock, boot, wires and wiring are filled in by the board's own subclass.
    """

    clock: VirtualClock
    boot: Boot
    wires: Wires
    wiring: I2cWiring

    def __init__(
        self,
        id: int,
        freq: int = 400_000,
        *,
        scl: "FakePin | None" = None,
        sda: "FakePin | None" = None,
        timeout: int = 50_000,
    ) -> None:
        self.boot.check()
        if id not in (0, 1):
            raise ValueError("I2C({}) doesn't exist".format(id))
        if freq <= 0:
            raise ValueError("I2C freq {} Hz: more than 0".format(freq))
        self._hz = freq
        self._timeout_us = timeout
        self._sda = self._claim(DEFAULT_PINS[id][0] if sda is None else sda.wire.name, id, 0, "bad SDA pin")
        self._scl = self._claim(DEFAULT_PINS[id][1] if scl is None else scl.wire.name, id, 1, "bad SCL pin")

    def _claim(self, pin: object, id: int, is_odd: int, refusal: str) -> Wire:
        """SDA on even and SCL on odd pins; pairs of pins belong to the blocks in turn."""
        if not isinstance(pin, int) or pin & 1 != is_odd or pin >> 1 & 1 != id:
            raise ValueError(refusal)
        wire = self.wires.wire(pin)
        wire.peripheral = self
        wire.chip_out = None
        wire.chip_pull = 1
        return wire

    def pad_level(self, wire: Wire) -> int:
        """Between transfers it is high, by the pull-ups, unless the rig holds it low."""
        return 0 if wire.rig_out == 0 else 1

    def scan(self) -> "list[int]":
        found = []
        for address in range(LOWEST_ADDRESS, HIGHEST_ADDRESS + 1):
            try:
                self._call(address)
                found.append(address)
            except OSError:
                pass
        return found

    def readfrom_mem(self, addr: int, memaddr: int, nbytes: int, *, addrsize: int = 8) -> bytes:
        found = bytearray(nbytes)
        self.readfrom_mem_into(addr, memaddr, found, addrsize=addrsize)
        return bytes(found)

    def readfrom_mem_into(self, addr: int, memaddr: int, buf: bytearray, *, addrsize: int = 8) -> None:
        self._point(addr, memaddr, addrsize)
        device = self._call(addr)  # the repeated START
        for place in range(len(buf)):
            self._pass(BITS_OF_A_BYTE)
            buf[place] = device.give()
        self._pass(1)

    def writeto_mem(self, addr: int, memaddr: int, buf: "bytes | bytearray", *, addrsize: int = 8) -> None:
        device = self._point(addr, memaddr, addrsize)
        for byte in buf:
            self._put(device, byte)
        self._pass(1)

    def readfrom_into(self, addr: int, buf: bytearray) -> None:
        device = self._call(addr)
        for place in range(len(buf)):
            self._pass(BITS_OF_A_BYTE)
            buf[place] = device.give()
        self._pass(1)

    def writeto(self, addr: int, buf: "bytes | bytearray | memoryview") -> int:
        """Returns how many bytes were acknowledged."""
        device = self._call(addr)
        for byte in buf:
            self._put(device, byte)
        self._pass(1)
        return len(buf)

    def _point(self, address: int, place: int, addrsize: int) -> "Device":
        if addrsize != 8:
            raise NotModelled("I2C addrsize {}: only 8 is modelled".format(addrsize))
        device = self._call(address)
        self._put(device, place)
        return device

    def _call(self, address: int) -> "Device":
        """START and the address; OSError when nobody acknowledges it."""
        self.boot.check()
        if not self.pad_level(self._sda) or not self.pad_level(self._scl):
            self.clock.advance(self._timeout_us)
            raise OSError(ETIMEDOUT)
        device = self.wiring.device(self._sda, self._scl, address)
        if device is not None:
            if self._hz > device.highest_hz:
                raise NotModelled("I2C at {} Hz: 0x{:02x} takes {}".format(self._hz, address, device.highest_hz))
            device.start()
        self._pass(1 + BITS_OF_A_BYTE)
        if device is None:
            self._pass(1)
            raise OSError(EIO)
        return device

    def _put(self, device: "Device", byte: int) -> None:
        """The device has it with its own acknowledge."""
        self._pass(BITS_OF_A_BYTE)
        device.take(byte)

    def _pass(self, bits: int) -> None:
        self.clock.advance((bits * 1_000_000 + self._hz - 1) // self._hz)
