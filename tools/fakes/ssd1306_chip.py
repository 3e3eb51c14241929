"""The SSD1306 display at its commands and memory.

source: Solomon Systech SSD1306 datasheet, Rev 1.1: "I2C-bus Write data", command tables 9-1 and 9-2, "Memory
Addressing Mode". Modelled: the control byte, set-up, page and horizontal addressing, on and off, contrast, the status
byte. Not modelled: scrolling, vertical addressing, an oscillator or pins that do not fit the panel.
"""

from fakes.stops import NotModelled

WIDTH = 128
PAGES = 8
HORIZONTAL, VERTICAL, PAGE = range(3)
# Commands with arguments, and how many.
ARGUMENTS = {0x20: 1, 0x21: 2, 0x22: 2, 0x81: 1, 0x8D: 1, 0xA8: 1, 0xD3: 1, 0xD5: 1, 0xD9: 1, 0xDA: 1, 0xDB: 1}
SINGLE = (0xA0, 0xA1, 0xA4, 0xA5, 0xA6, 0xA7, 0xAE, 0xAF, 0xC0, 0xC8, 0xE3)
OF_A_64_ROW_MODULE = {0xA8: 0x3F, 0xD3: 0x00, 0xDA: 0x12}  # multiplex, offset, pins


class Ssd1306Chip:
    """is_present: False, and nobody answers. memory: page by page, a byte being eight dots, the lowest bit on top.

    is_on: it is on and its charge pump runs. transfers: how many were begun; data_bytes: into the memory, in all.
    fails_after: so many bytes are taken and then it is gone; None for ever.
    """

    highest_hz = 400_000

    def __init__(self) -> None:
        self.is_present = True
        self.transfers = 0
        self.data_bytes = 0
        self.fails_after: "int | None" = None
        self._power()

    def _power(self) -> None:
        """As after its reset, the memory with what it happens to hold."""
        self.memory = bytearray(0xA5 for _ in range(WIDTH * PAGES))
        self.settings = {0x20: (PAGE,), 0x8D: (0x10,), 0x81: (0x7F,), 0x21: (0, 127), 0x22: (0, 7)}
        self._was_turned_on = False
        self.is_inverse = False
        self._is_mirrored = False
        self._is_upside_down = False
        self._page = 0
        self._column = 0
        self._wants_control = True
        self._is_data = False
        self._command = 0
        self._arguments: "list[int]" = []

    # What a person sees

    @property
    def is_on(self) -> bool:
        return self._was_turned_on and self.settings[0x8D][0] == 0x14

    def rows(self) -> "list[list[int]]":
        """64 rows of 128 dots, 1 for lit, as one sees them on a module mounted as most are; dark while it is off."""
        if not self.is_on:
            return [[0] * WIDTH for _ in range(PAGES * 8)]
        for command, value in OF_A_64_ROW_MODULE.items():
            if self.settings.get(command, (None,))[0] != value:
                raise NotModelled("SSD1306 0x{:02x}: a module of 64 rows wants 0x{:02x}".format(command, value))
        if not (self._is_mirrored and self._is_upside_down):
            raise NotModelled("SSD1306: the picture would be mirrored")
        flip = 1 if self.is_inverse else 0
        return [
            [(self.memory[row // 8 * WIDTH + column] >> row % 8 & 1) ^ flip for column in range(WIDTH)]
            for row in range(PAGES * 8)
        ]

    # Its side of the bus

    def start(self) -> None:
        self.transfers += 1
        self._wants_control = True

    def take(self, byte: int) -> None:
        if self.fails_after is not None:
            self.fails_after -= 1
            if self.fails_after < 0:
                self.is_present = False
                raise OSError(5)
        if self._wants_control:
            if byte not in (0x00, 0x40):
                raise NotModelled("SSD1306 control byte 0x{:02x}: 0x00 or 0x40".format(byte))
            self._wants_control = False
            self._is_data = byte == 0x40
        elif self._is_data:
            self._store(byte)
        else:
            self._obey(byte)

    def give(self) -> int:
        """The status byte: bit 6 is set while it is off."""
        return 0x03 if self._was_turned_on else 0x43

    def supply_lost(self) -> None:
        self._power()

    def supply_back(self) -> None:
        pass

    def _store(self, byte: int) -> None:
        self.data_bytes += 1
        self.memory[self._page * WIDTH + self._column] = byte
        if self.settings[0x20][0] == PAGE:
            self._column = (self._column + 1) % WIDTH
            return
        first, last = self.settings[0x21]
        self._column += 1
        if self._column > last:
            self._column = first
            first_page, last_page = self.settings[0x22]
            self._page = self._page + 1 if self._page < last_page else first_page

    def _obey(self, byte: int) -> None:
        if self._command:
            self._arguments.append(byte)
            if len(self._arguments) == ARGUMENTS[self._command]:
                self._set(self._command, tuple(self._arguments))
                self._command = 0
        elif byte in ARGUMENTS:
            self._command = byte
            self._arguments = []
        elif 0xB0 <= byte <= 0xB7:
            self._page = byte & 7
        elif byte < 0x10:
            self._column = self._column & 0xF0 | byte
        elif byte < 0x20:
            self._column = self._column & 0x0F | (byte & 7) << 4
        elif byte in SINGLE or 0x40 <= byte <= 0x7F:
            self._do(byte)
        else:
            raise NotModelled("SSD1306 command 0x{:02x}".format(byte))

    def _set(self, command: int, arguments: "tuple[int, ...]") -> None:
        if command == 0x20 and arguments[0] == VERTICAL:
            raise NotModelled("SSD1306: vertical addressing")
        self.settings[command] = arguments
        if command == 0x21:
            self._column = arguments[0]
        elif command == 0x22:
            self._page = arguments[0]

    def _do(self, byte: int) -> None:
        if byte in (0xAE, 0xAF):
            self._was_turned_on = byte == 0xAF
        elif byte in (0xA6, 0xA7):
            self.is_inverse = byte == 0xA7
        elif byte in (0xA0, 0xA1):
            self._is_mirrored = byte == 0xA1
        elif byte in (0xC0, 0xC8):
            self._is_upside_down = byte == 0xC8
