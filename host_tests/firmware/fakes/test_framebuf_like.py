"""The framebuf of CPython: its geometry is MicroPython's own; its glyphs are told apart and stay in their cells."""

import unittest

from fakes import framebuf_like
from support import MICROPYTHON

WIDTH, HEIGHT, STRIDE = 30, 16, 33


def drawn(module):
    """Everything but text, over a buffer that is not empty."""
    buffer = bytearray(0x5A for _ in range(2 * STRIDE))
    frame = module.FrameBuffer(buffer, WIDTH, HEIGHT, module.MONO_VLSB, STRIDE)
    frame.fill(1)
    frame.fill_rect(3, 2, 9, 11, 0)
    frame.fill_rect(-2, -2, 4, 4, 0)
    frame.fill_rect(27, 12, 9, 9, 0)
    frame.hline(5, 5, 40, 1)
    frame.hline(0, 99, 4, 0)
    frame.pixel(29, 15, 1)
    frame.pixel(30, 3, 0)
    frame.pixel(-1, 3, 0)
    return bytes(buffer)


class Geometry(unittest.TestCase):
    def test_it_draws_as_micropythons_does(self):
        if MICROPYTHON:
            self.assertEqual(drawn(framebuf_like), drawn(__import__("framebuf")))
        kept = drawn(framebuf_like)
        self.assertEqual(kept[WIDTH:STRIDE], b"\x5a" * 3, "between the rows nothing is drawn")

    def test_a_buffer_that_is_too_small_and_another_format_are_refused(self):
        self.assertRaises(
            ValueError, framebuf_like.FrameBuffer, bytearray(STRIDE), WIDTH, HEIGHT, framebuf_like.MONO_VLSB, STRIDE
        )
        self.assertRaises(ValueError, framebuf_like.FrameBuffer, bytearray(99), 8, 8, 3)


class Glyphs(unittest.TestCase):
    def test_all_that_the_display_says_can_be_told_apart_and_stays_in_its_cell(self):
        seen = {}
        for code in range(32, 127):
            character = chr(code)
            if not (character.isalpha() or character in framebuf_like.STROKES):
                continue
            dots = framebuf_like.dots(character)
            self.assertTrue(all(0 <= x < 7 and 0 <= y < 7 for x, y in dots), character)
            picture = tuple(sorted(dots))
            self.assertFalse(picture in seen, (character, seen.get(picture)))
            seen[picture] = character

    def test_text_leaves_what_is_around_and_under_it(self):
        buffer = bytearray(24)
        frame = framebuf_like.FrameBuffer(buffer, 24, 8, framebuf_like.MONO_VLSB)
        frame.pixel(0, 7, 1)
        frame.text("L", 8, 0)
        self.assertEqual(bytes(buffer[:8]), b"\x80" + bytes(7))
        self.assertEqual(bytes(buffer[16:]), bytes(8))
        self.assertTrue(any(buffer[8:16]))


if __name__ == "__main__":
    unittest.main()
