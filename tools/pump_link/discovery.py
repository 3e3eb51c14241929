"""Which pumps there are: boards on USB, and twins that this user serves."""

from dataclasses import dataclass
from importlib import import_module
from typing import Any

from pump_link.served import served_twins
from pump_link.transport import NoWire

RASPBERRY_PI = 0x2E8A  # the USB vendor of the RP2040's firmwares
NONE_FOUND = "no pump found: plug a board in, start pump sim --serve, or name the port with --port"


@dataclass(frozen=True, slots=True)
class FoundPump:
    """address: for open_transport. pump_id: "" if it does not say. what: board or twin."""

    address: str
    pump_id: str
    what: str

    def in_words(self) -> str:
        return f"{self.address} ({self.what} {self.pump_id})" if self.pump_id else f"{self.address} ({self.what})"


def find_pumps() -> list[FoundPump]:
    """Boards first. A board's USB serial number is its chip's id, which is the pump's."""
    twins = [FoundPump(twin.address, twin.pump_id, "twin") for twin in served_twins()]
    return _boards() + twins


def the_only_pump(pump_id: str | None = None) -> str:
    """The address of the one there is, among those of that id if one is given. Raises NoWire, naming all of several."""
    every = find_pumps()
    found = [pump for pump in every if pump_id is None or pump.pump_id in ("", pump_id)]
    if not every:
        raise NoWire(f"--port: {NONE_FOUND}")
    if not found:
        raise NoWire(f"--port: no pump {pump_id} among {_listed(every)}; choose another, or name the port with --port")
    if len(found) > 1:
        raise NoWire(f"--port: {len(found)} pumps found: {_listed(found)}; choose one with --port")
    return found[0].address


def _listed(pumps: list[FoundPump]) -> str:
    return ", ".join(pump.in_words() for pump in pumps)


def _boards() -> list[FoundPump]:
    ports: list[Any] = import_module("serial.tools.list_ports").comports()
    ours = [port for port in ports if port.vid == RASPBERRY_PI]
    return [FoundPump(str(port.device), (port.serial_number or "").lower(), "board") for port in ours]
