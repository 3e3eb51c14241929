"""What this firmware makes of a board: the pump, or the patient's hand-held. Neither takes the place of the other."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Device:
    """started: its main.py, in firmware/. description: its file in boards/BOARD. keeps: its own folder on the board."""

    name: str
    started: str
    description: str
    keeps: str
    in_words: str


PUMP = Device("pump", "main.py", "board.py", "pump", "the pump")
HANDHELD = Device("handheld", "handheld/main.py", "handheld.py", "kept", "the hand-held")
DEVICES = {device.name: device for device in (PUMP, HANDHELD)}
