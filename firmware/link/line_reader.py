"""Lines out of a stream of bytes, in a buffer made once; what is longer is passed over to its end."""

CUT_SHORT_US = 2_000_000  # a line that does not go on for so long never will
END = b"\n"


class LineReader:
    """most: bytes of the longest line. Between two calls of `take` the caller says with `elapse` how long it was."""

    def __init__(self, most):
        self._buffer = bytearray(most)
        self._whole = memoryview(self._buffer)
        self._length = 0
        self._passes_over = False
        self._idle_us = 0

    def is_empty(self):
        """Nothing of a line has come."""
        return self._length == 0 and not self._passes_over

    def take(self, chunk):
        """Take bytes up to the end of a line. (the line or None, bytes left over, True if it just grew too long)."""
        self._idle_us = 0
        place = chunk.find(END)
        part, rest = (chunk, b"") if place < 0 else (chunk[:place], chunk[place + 1 :])
        grew_too_long = False
        if self._length + len(part) > len(self._buffer) and not self._passes_over:
            self._passes_over = grew_too_long = True
        if not self._passes_over:
            self._whole[self._length : self._length + len(part)] = part
            self._length += len(part)
        if place < 0:
            return None, rest, grew_too_long
        line = None if self._passes_over else bytes(self._whole[: self._length]).rstrip(b"\r")
        self._length = 0
        self._passes_over = False
        return line, rest, grew_too_long

    def elapse(self, elapsed_us):
        """True if a line that had begun was given up."""
        if self.is_empty():
            return False
        self._idle_us += elapsed_us
        if self._idle_us < CUT_SHORT_US:
            return False
        was_line = not self._passes_over
        self._length = 0
        self._passes_over = False
        return was_line
