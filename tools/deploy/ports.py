"""Finds the board among the serial ports."""

from serial.tools import list_ports

from deploy.troubles import Refused

VENDOR = 0x2E8A  # Raspberry Pi's, which MicroPython uses on RP2 boards; makers with a vendor id of their own: --port


def found() -> list[tuple[str, str]]:
    """(port, what is there) of every board, in order."""
    ports = [port for port in list_ports.comports() if port.vid == VENDOR]
    return sorted((port.device, f"serial {port.serial_number or 'not known'}") for port in ports)


def only_one() -> str:
    """The port of the one board that is connected. Raises Refused for none and for several."""
    boards = found()
    if not boards:
        others = ", ".join(sorted(port.device for port in list_ports.comports())) or "none"
        raise Refused(
            f"board: none found on USB (vendor {VENDOR:04X}; other serial ports: {others}): connect one with a cable "
            "that carries data, name its port with --port, or put MicroPython on with pump flash"
        )
    if len(boards) > 1:
        listed = ", ".join(f"{port} ({what})" for port, what in boards)
        raise Refused(f"board: {len(boards)} found: {listed}: one is needed; name it with --port")
    return boards[0][0]
