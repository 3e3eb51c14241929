"""Waiting for a pump: by its own time, since a served twin's may go faster than the wall's."""

import time
from collections.abc import Callable
from typing import TypeVar

LOOK_S = 0.5
_T = TypeVar("_T")


def pause() -> None:
    """Between two looks."""
    time.sleep(LOOK_S)


def until(look: Callable[[], _T], is_done: Callable[[_T], bool], most_s: float, t_s: Callable[[_T], int]) -> _T | None:
    """What `look` finds once `is_done`; None after most_s of the pump's running time, which t_s reads from it."""
    found = look()
    began_s = t_s(found)
    while not is_done(found):
        if t_s(found) - began_s > most_s:
            return None
        pause()
        found = look()
    return found
