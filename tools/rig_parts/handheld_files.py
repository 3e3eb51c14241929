"""Which files of the firmware are the hand-held's: its own, which no pump gets, and those that both have."""

OWN_ROOM = "handheld/"
OWN_FILES = ("default_handheld.py",)
STARTED = "handheld/main.py"  # on the hand-held's board it is /main.py
SHARED = (
    "drivers/__init__.py",
    "drivers/button.py",
    "drivers/buzzer.py",
    "drivers/running_clock.py",
    "drivers/ssd1306.py",
    "drivers/supply_sense.py",
    "drivers/uart_line.py",
    "drivers/waiting.py",
    "link/__init__.py",
    "link/frames.py",
    "link/line_reader.py",
    "link/mac.py",
    "storage/__init__.py",
    "storage/flash_files.py",
    "storage/folders.py",
    "storage/sealed.py",
    "units/__init__.py",
    "units/calendar.py",
)


def is_handhelds_alone(name: str) -> bool:
    """name: of a file, below firmware/."""
    return name.startswith(OWN_ROOM) or name in OWN_FILES


def is_on_the_handheld(name: str) -> bool:
    """name: of a file, below firmware/."""
    return is_handhelds_alone(name) or name in SHARED
