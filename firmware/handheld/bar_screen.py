"""The display with a bar of 128 dots on one of its lines."""

from drivers.ssd1306 import GLYPH, WIDTH, Ssd1306


class BarScreen(Ssd1306):
    """As Ssd1306, and `show_bar`."""

    def show_bar(self, line, dots):
        """A frame over the whole line, filled from the left. dots: 0 to 128."""
        if self._texts[line] == dots:
            return
        self._texts[line] = dots  # no text is equal to a number, so the next text is drawn
        top = line * GLYPH
        self._frame.fill_rect(0, top, WIDTH, GLYPH, 0)
        self._frame.fill_rect(0, top, WIDTH, 1, 1)
        self._frame.fill_rect(0, top + GLYPH - 1, WIDTH, 1, 1)
        self._frame.fill_rect(0, top, 1, GLYPH, 1)
        self._frame.fill_rect(WIDTH - 1, top, 1, GLYPH, 1)
        self._frame.fill_rect(0, top + 2, dots, GLYPH - 4, 1)
        self._changed |= 1 << line
