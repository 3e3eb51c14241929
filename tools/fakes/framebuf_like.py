"""What firmware sees as the `framebuf` module where the VM has none: monochrome, eight dots a byte, lowest bit on top.

source: MicroPython docs, library/framebuf, and extmod/modframebuf.c: the stride in dots, what lies outside is left out,
text in cells of 8 x 8 over what is there. The glyphs are this project's own: strokes between nine points.
"""

MONO_VLSB = 0
GLYPH = 8
#  a b c     Nine points, five dots wide. Capitals are seven dots high, small letters are the same, five high.
#  d e f
#  g h i
POINTS = "abcdefghi"
POINT_X = (1, 3, 5)
TALL_Y = (0, 3, 6)
SMALL_Y = (2, 4, 6)
STROKES = {
    "A": "gd db bf fi df", "B": "ag ab bf fh hg de ef", "C": "ca ag gi", "D": "ag ab bf fh hg", "E": "ca ag gi de",
    "F": "ca ag de", "G": "ca ag gi if fe", "H": "ag ci df", "I": "ac bh gi", "J": "ci ig gd", "K": "ag dc di",
    "L": "ag gi", "M": "ga ae ec ci", "N": "ga ai ic", "O": "ac ci ig ga", "P": "ga ac cf fd", "Q": "ac ci ig ga ei",
    "R": "ga ac cf fd ei", "S": "ca ai ig", "T": "ac bh", "U": "ag gi ic", "V": "ah hc", "W": "ag ge ei ic",
    "X": "ai cg", "Y": "ae ce eh", "Z": "ac cg gi", "0": "ac ci ig ga gc", "1": "db bh gi", "2": "ac cf fd dg gi",
    "3": "ac ci ig df", "4": "ad df ci", "5": "ca ad df fi ig", "6": "ca ag gi if fd", "7": "ac ch",
    "8": "ac ci ig ga df", "9": "fd da ac ci ig", " ": "", ".": "hh", ",": "hg", ":": "bb hh", ";": "ee hg",
    "-": "df", "+": "df bh", "/": "gc", "%": "gc aa ii", "(": "bd dh", ")": "bf fh", "!": "be hh", "?": "ac cf fe hh",
    "=": "df gi", "_": "gi", "'": "be", "<": "cd di", ">": "af fg", "*": "ai cg df bh",
}  # fmt: skip
UNKNOWN = "ac ci ig ga ai cg"


class FrameBuffer:
    """buffer: the caller's own, for the dots. stride: dots from a row to the next; the width, if left out."""

    def __init__(
        self, buffer: "bytearray | memoryview", width: int, height: int, format: int, stride: "int | None" = None
    ) -> None:
        stride = width if stride is None else stride
        if format != MONO_VLSB or stride < width:
            raise ValueError("framebuf: only MONO_VLSB, and a stride of at least the width")
        if ((height + 7) // 8 - 1) * stride + width > len(buffer):
            raise ValueError("framebuf: {} bytes are too few".format(len(buffer)))
        self._buffer = buffer
        self._width = width
        self._height = height
        self._stride = stride

    def pixel(self, x: int, y: int, c: int) -> None:
        if not (0 <= x < self._width and 0 <= y < self._height):
            return
        place = y // 8 * self._stride + x
        bit = 1 << y % 8
        self._buffer[place] = self._buffer[place] | bit if c else self._buffer[place] & ~bit

    def fill(self, c: int) -> None:
        self.fill_rect(0, 0, self._width, self._height, c)

    def fill_rect(self, x: int, y: int, w: int, h: int, c: int) -> None:
        for row in range(y, y + h):
            self.hline(x, row, w, c)

    def hline(self, x: int, y: int, w: int, c: int) -> None:
        for column in range(x, x + w):
            self.pixel(column, y, c)

    def text(self, s: str, x: int, y: int, c: int = 1) -> None:
        for place, character in enumerate(s):
            for dot_x, dot_y in dots(character):
                self.pixel(x + place * GLYPH + dot_x, y + dot_y, c)


def dots(character: str) -> "list[tuple[int, int]]":
    """The lit dots of a character's cell."""
    is_small = "a" <= character <= "z"
    rows = SMALL_Y if is_small else TALL_Y
    lit: "list[tuple[int, int]]" = []
    for stroke in STROKES.get(character.upper() if is_small else character, UNKNOWN).split():
        ends = [(POINT_X[POINTS.index(end) % 3], rows[POINTS.index(end) // 3]) for end in stroke]
        (x, y), (to_x, to_y) = ends
        long = max(abs(to_x - x), abs(to_y - y), 1)
        for part in range(long + 1):
            dot = (x + (2 * (to_x - x) * part + long) // (2 * long), y + (2 * (to_y - y) * part + long) // (2 * long))
            if dot not in lit:
                lit.append(dot)
    return lit
