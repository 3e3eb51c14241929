"""The default hand-held, apart from its board: data only. A board's handheld.py takes it over and may override it."""

LINK = {
    "baud": 115_200,  # source: the pump's own, HANDHELD in default_rig.py
    "buffer_bytes": 1_024,  # source: ours, two of the longest lines (link/README.md)
}
DISPLAY = {
    "address": 0x3C,  # source: SSD1306 datasheet, with SA0 low
    "hz": 400_000,  # source: SSD1306 datasheet
}
BUTTON = {
    "pressed": 0,  # source: this device's wiring, switch to ground with the chip's pull-up
    "debounce_ms": 30,  # source: assumed; contacts of a small push button settle within 10 ms
}
WATCHDOG_MS = 3000  # source: ours, as the pump's: one file may erase seven sectors at 400 ms each
# With a divider of a third from the supply to PINS["supply_sense"]: {"full_scale_mv": 9_900, "least_mv": 3_500}.
# full_scale_mv: the converter's 3.3 V times three. least_mv: ours; three cells of 1.2 V are nearly empty then.
SUPPLY_SENSE = None  # source: this device's wiring, optional; with None a battery that sinks is not told of
