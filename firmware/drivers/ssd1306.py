"""The SSD1306, 128 x 64 dots: eight lines of sixteen characters, a line being one page of its memory.

source: Solomon Systech SSD1306 datasheet, Rev 1.1: "I2C-bus Write data" (control byte), command tables 9-1 and 9-2,
"Status register read", "Graphic Display Data RAM", application note, "Command Table for Charge Pump Setting".
"""

COLUMNS = 16
LINES = 8
WIDTH = 128
GLYPH = 8
COMMANDS = 0x00  # control byte: commands follow to the end of the transfer
DATA = 0x40  # control byte: what follows goes into the memory, up to the end of the transfer
PAGE_BYTES = 1 + WIDTH
PAGE_START = 0xB0
IS_OFF = 0x40  # of the status byte
# Off, so that nobody sees what the memory held. Then: oscillator; 64 rows; no offset; first row 0; charge pump on;
# page addressing; columns and rows the way most modules are mounted; pins; contrast; precharge; VCOMH; from memory;
# not inverted. Values: the application note's, precharge and contrast those of the charge pump.
SET_UP = b"\x00\xae\xd5\x80\xa8\x3f\xd3\x00\x40\x8d\x14\x20\x02\xa1\xc8\xda\x12\x81\x7f\xd9\xf1\xdb\x20\xa4\xa6"
ON = b"\x00\xaf"

OK = 0
ABSENT = 1  # nobody answers, or the bus is stuck
STATES = ("ok", "absent")


class Ssd1306:
    """i2c: a machine.I2C, 400 kHz at most; framebuf: the module. state: OK or ABSENT, of the last call to the bus.

    A call to the bus never raises. At 400 kHz it takes 3.2 ms at most, at 100 kHz four times that; a stuck bus 50 ms.
    """

    def __init__(self, i2c, framebuf, address=0x3C):
        self._i2c = i2c
        self._address = address
        # A page's control byte stands in front of its dots, so that both are sent as they lie: nothing is copied.
        self._picture = bytearray(LINES * PAGE_BYTES)
        whole = memoryview(self._picture)
        self._frame = framebuf.FrameBuffer(whole[1:], WIDTH, LINES * GLYPH, framebuf.MONO_VLSB, PAGE_BYTES)
        self._pages = tuple(whole[line * PAGE_BYTES : (line + 1) * PAGE_BYTES] for line in range(LINES))
        for page in self._pages:
            page[0] = DATA
        self._place = bytearray((COMMANDS, PAGE_START, 0x00, 0x10))  # page, then column 0 in two halves
        self._status = bytearray(1)
        self._texts = [""] * LINES
        self._changed = (1 << LINES) - 1  # bit by bit the lines to be sent
        self._is_on = False
        self.state = ABSENT

    def begin(self):
        """Set it up, dark, after power or a loss; every line is then to be sent. False if it does not answer."""
        self._changed = (1 << LINES) - 1
        self._is_on = False
        return self._write(SET_UP)

    def show(self, line, text):
        """Put `text` on a line, 0 to 7; what is over sixteen characters is not seen. Sent by `send`."""
        if self._texts[line] == text:
            return
        self._texts[line] = text
        self._frame.fill_rect(0, line * GLYPH, WIDTH, GLYPH, 0)
        self._frame.text(text[:COLUMNS], 0, line * GLYPH, 1)
        self._changed |= 1 << line

    def is_to_be_sent(self):
        """Something differs from what it shows."""
        return self._changed != 0 or not self._is_on

    def send(self):
        """Send one changed line; after the first whole picture, turn it on. False if it does not answer."""
        for line in range(LINES):
            if self._changed & (1 << line):
                self._place[1] = PAGE_START | line
                if not (self._write(self._place) and self._write(self._pages[line])):
                    return False
                self._changed &= ~(1 << line)
                return True
        self._is_on = self._write(ON)
        return self._is_on

    def is_as_left(self):
        """It answers and is on. One that lost its supply for a moment is off, and must be set up again."""
        try:
            self._i2c.readfrom_into(self._address, self._status)
        except OSError:
            self.state = ABSENT
            return False
        self.state = OK
        return not self._status[0] & IS_OFF

    def _write(self, content):
        try:
            self._i2c.writeto(self._address, content)
        except OSError:
            self.state = ABSENT
            return False
        self.state = OK
        return True
