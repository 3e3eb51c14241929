"""Reads a picture of dots back as text, whatever the font: it draws every character and looks for the same cell."""

try:
    import framebuf  # pyright: ignore[reportMissingImports]
except ImportError:
    from fakes import framebuf_like as framebuf

GLYPH = 8
CHARACTERS = "".join(chr(code) for code in range(32, 127))


def cell(rows, column, line):
    """The eight bytes of one cell of 8 x 8 dots, the lowest bit on top."""
    found = []
    for x in range(column * GLYPH, column * GLYPH + GLYPH):
        byte = 0
        for bit in range(GLYPH):
            byte |= rows[line * GLYPH + bit][x] << bit
        found.append(byte)
    return bytes(found)


def drawn(character):
    """What the font makes of it."""
    dots = bytearray(GLYPH)
    framebuf.FrameBuffer(dots, GLYPH, GLYPH, framebuf.MONO_VLSB).text(character, 0, 0, 1)
    return bytes(dots)


def read(rows, glyphs=None):
    """The lines of text in 64 rows of 128 dots, without blanks at their ends. glyphs: {cell: character}, of a font."""
    known = glyphs or {drawn(character): character for character in reversed(CHARACTERS)}
    lines = []
    for line in range(len(rows) // GLYPH):
        text = ""
        for column in range(len(rows[0]) // GLYPH):
            text += known.get(cell(rows, column, line), "\x7f")
        lines.append(text.rstrip())
    return lines
