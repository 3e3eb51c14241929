"""A page in the person's own browser, where there is one to be seen."""

import os
import sys
import webbrowser


def is_there_a_display() -> bool:
    """Whether a browser could open a window here. Without one a browser of the terminal might open, and wait there."""
    if sys.platform in ("win32", "darwin"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def open_page(address: str) -> None:
    """Open it, if there is a display."""
    if is_there_a_display():
        webbrowser.open(address)
