"""A MicroPython for RPI_PICO_W with the pump in it; how to build it: boards/README.md."""

include("$(BOARD_DIR)/manifest.py")
include("../manifest.py")
module("board.py", opt=3)
