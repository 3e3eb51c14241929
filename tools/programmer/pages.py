"""The pages of the programmer, each made by a file of its own, and how they get their address."""

import inspect
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from nicegui import ui

from programmer.connection import Connection
from programmer.look import dressed
from programmer.shell import shell


@dataclass(frozen=True)
class Page:
    """path: of the address, "/" for the first. build: puts the page's elements where it is called.

    in_menu: every page links to it. in_shell: with the header, its stop and the menu; else the page is bare.
    """

    path: str
    title: str
    build: Callable[[Connection], Awaitable[None] | None]
    in_menu: bool = True
    in_shell: bool = True


def add_pages(pages: Sequence[Page], connection: Connection) -> None:
    """Give each its address."""
    menu = [(page.path, page.title) for page in pages if page.in_menu]
    for page in pages:
        _add(page, menu, connection)


def _add(page: Page, menu: list[tuple[str, str]], connection: Connection) -> None:
    async def shown() -> None:
        dressed()
        if not page.in_shell:
            await _built(page, connection)
            return
        with shell(connection, page.path, menu):
            await _built(page, connection)

    ui.page(page.path, title=f"{page.title} - pump programmer")(shown)


async def _built(page: Page, connection: Connection) -> None:
    made = page.build(connection)
    if inspect.isawaitable(made):
        await made
