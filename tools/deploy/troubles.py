"""Why a board cannot be worked on: each is one line for a person."""


class Trouble(Exception):
    """The board, or the way to it, is not as it must be. The text names what, and what to do."""


class Refused(Trouble):
    """Nothing was done: what was asked for does not fit what is there."""


class Cut(Trouble):
    """The connection broke off, or the board stopped answering."""


class FlashFull(Trouble):
    """There is no room for one more file."""


class BoardRaised(Trouble):
    """Code on the board ended with this exception."""


class NotFetched(Trouble):
    """A package for the board could not be had from its index."""
