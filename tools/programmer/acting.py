"""What a person orders, asked about where it must be, and what the pump says to it in words."""

from collections.abc import Awaitable, Callable
from typing import TypeVar
from weakref import WeakSet

from nicegui import Client, ui

from programmer.connection import TROUBLES, Connection, in_words
from programmer.look import heading
from pump_link.client import Denied, RefusedByPump, Unanswered
from pump_link.pump import Pump
from pump_link.readings import NotUnderstood
from pump_link.transport import NoWire
from pump_link.words import denial_in_words, refusal_in_words

_T = TypeVar("_T")
ANSWERED_MS = 6_000
MAYBE = "it may have been done. Look at the status before you ask again."
_ASKING = WeakSet[Client]()  # pages with a question open


async def confirmed(question: str, what: str, yes: str) -> bool:
    """Ask in a dialogue, one at a time a page. Left with Esc or a click beside it, the answer is no."""
    page = ui.context.client
    if page in _ASKING:
        return False  # a double click
    _ASKING.add(page)
    try:
        return await _asked(question, what, yes)
    finally:
        _ASKING.discard(page)


async def _asked(question: str, what: str, yes: str) -> bool:
    with ui.dialog() as dialogue, ui.element("div").classes("card").props('role="alertdialog" aria-modal="true"'):
        heading(question)
        ui.label(what).style("white-space: pre-line")
        with ui.element("div").classes("row").style("justify-content: flex-end"):
            ui.button("Cancel", on_click=lambda: dialogue.submit(False)).props("flat autofocus")
            ui.button(yes, on_click=lambda: dialogue.submit(True)).props("unelevated").props('data-what="confirmed"')
    answer = await dialogue
    dialogue.delete()
    return bool(answer)


def say(text: str, is_wrong: bool = False) -> None:
    """A line at the foot of the page, said aloud by a screen reader too."""
    ui.notify(
        text,
        type="negative" if is_wrong else "positive",
        timeout=ANSWERED_MS,
        multi_line=True,
        actions=[{"label": "OK", "color": "white"}],
    )


async def told(work: Callable[[], Awaitable[_T]]) -> tuple[_T | None, str]:
    """(what it gave, "") or (None, why the pump did not do it, in words)."""
    try:
        return await work(), ""
    except RefusedByPump as refused:
        return None, f"Refused: {refusal_in_words(refused)}."
    except Denied as denied:
        return None, f"Denied: {denial_in_words(denied)}."
    except Unanswered as silent:
        if silent.may_be_done:
            return None, f"No answer came: {MAYBE}"
        return None, in_words(silent)
    except NotUnderstood as error:
        return None, f"Not understood: {error}."
    except NoWire as cut:
        return None, f"The wire was cut ({cut}): {MAYBE}"
    except TROUBLES as trouble:
        return None, in_words(trouble)


async def attempt(connection: Connection, command: str, done: str, **arguments: object) -> bool:
    """Order it, say what came of it, and look at the pump again. True if it was done."""
    _, wrong = await told(lambda: connection.do(lambda client: client.ask(command, **arguments)))
    say(wrong or done, is_wrong=bool(wrong))
    await connection.look()
    return not wrong


async def attempt_for(connection: Connection, act: Callable[[Pump], _T], done: str) -> _T | None:
    """The same for an act that gives something; None if it was not done."""
    got, wrong = await told(lambda: connection.do(lambda client: act(Pump(client))))
    say(wrong or done, is_wrong=bool(wrong))
    await connection.look()
    return got
