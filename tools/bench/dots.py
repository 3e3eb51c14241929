"""The picture on a display of the twin, small enough to be sent ten times a second."""

import base64

from fakes.ssd1306_chip import Ssd1306Chip
from fakes.stops import NotModelled

_BITS = 8


def packed(chip: Ssd1306Chip) -> str:
    """64 rows of 16 bytes in base 64, the left dot highest; empty while it is being set up."""
    try:
        rows = chip.rows()
    except NotModelled:
        return ""
    dots = "".join("1" if dot else "0" for row in rows for dot in row)
    return base64.b64encode(int(dots, 2).to_bytes(len(dots) // _BITS, "big")).decode()
