"""A MicroPython for WAVESHARE_RP2040_ZERO with the pump in it; how to build it: boards/README.md."""

include("$(PORT_DIR)/boards/manifest.py")
include("../manifest.py")
module("board.py", opt=3)
