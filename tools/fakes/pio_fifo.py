"""One FIFO of a state machine."""


class Fifo:
    """Holds up to `depth` words; a depth of 0 is the FIFO that joining took away. Nothing allocates later on."""

    def __init__(self, depth: int) -> None:
        self._words = [0] * (depth or 1)
        self.depth = depth
        self._first = 0
        self.level = 0

    def push(self, word: int) -> None:
        """The caller has seen that there is room."""
        place = self._first + self.level
        if place >= self.depth:
            place -= self.depth
        self._words[place] = word
        self.level += 1

    def pop(self) -> int:
        """The caller has seen that it is not empty."""
        word = self._words[self._first]
        self._first += 1
        if self._first == self.depth:
            self._first = 0
        self.level -= 1
        return word

    def clear(self) -> None:
        self.level = 0
