"""Which files of the firmware are the hand-held's alone: no pump gets them. What both have is seen by its imports."""

OWN_ROOM = "handheld/"
OWN_FILES = ("default_handheld.py",)


def is_handhelds_alone(name: str) -> bool:
    """name: of a file, below firmware/."""
    return name.startswith(OWN_ROOM) or name in OWN_FILES
