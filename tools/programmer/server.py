"""Serves the pages: on loopback, behind the gate, until --for is over or a person ends it."""

import asyncio
import contextlib
import logging
import socket
from collections.abc import AsyncGenerator, Collection, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import uvicorn
from fastapi import FastAPI
from nicegui import app, ui
from starlette.types import ASGIApp

from programmer.browser import open_page
from programmer.connection import Connection
from programmer.gate import Gate, new_token
from programmer.look import TITLE
from programmer.pages import Page, add_pages

LOOPBACK = "127.0.0.1"
RECONNECT_S = 10.0
LAST_WORDS_S = 1  # for a page that is still open when the server ends


@dataclass(frozen=True)
class Door:
    """A socket that is listened at, the gate behind it, and the address that opens it. most: connections at a time."""

    socket: socket.socket
    app: ASGIApp
    address: str
    most: int | None = None


def loopback_socket(port: int) -> socket.socket:
    """port: 0 takes any that is free. Raises OSError if it is taken."""
    return socket.create_server((LOOPBACK, port))


def inner_app(pages: Sequence[Page], connection: Connection, token: str) -> FastAPI:
    """The pages, mounted at /TOKEN; call it once in a process."""

    @asynccontextmanager
    async def looked_at(_: FastAPI) -> AsyncGenerator[None]:
        await connection.begin()
        yield
        await connection.end()

    outer = FastAPI(openapi_url=None, lifespan=looked_at)
    add_pages(pages, connection)
    ui.run_with(  # pyright: ignore[reportUnknownMemberType]
        outer,
        mount_path=f"/{token}",
        title=TITLE,
        language="en-GB",
        tailwind=False,
        reconnect_timeout=RECONNECT_S,
        show_welcome_message=False,
    )
    return outer


def loopback_door(listening: socket.socket, inside: ASGIApp, token: str, pages: Collection[str] | None = None) -> Door:
    """For a browser of this computer alone."""
    port: int = listening.getsockname()[1]
    hosts = (f"{LOOPBACK}:{port}", f"localhost:{port}")
    return Door(listening, Gate(inside, token, hosts, pages), f"http://{hosts[0]}/{token}/")


@dataclass(frozen=True)
class Shown:
    """Addresses to print, and what a browser is to open, None for nothing: paths without their first stroke.

    more: doors beside the physician's, each with an application of its own.
    """

    named: Mapping[str, str] = field(default_factory=lambda: {"programmer": ""})
    opens: str | None = ""
    more: Sequence[Door] = ()


def serve(
    pages: Sequence[Page],
    connection: Connection,
    port: int,
    for_s: float | None,
    shown: Shown,
    mounts: Mapping[str, ASGIApp] | None = None,
) -> None:
    """Until for_s is over, or Ctrl-C. Prints the addresses. mounts: applications at a path beside the pages.

    Raises OSError if the port is taken.
    """
    token = new_token()
    door = loopback_door(loopback_socket(port), inner_app(pages, connection, token), token)
    for path, mounted in (mounts or {}).items():
        app.mount(path, mounted)
    for name, path in shown.named.items():
        print(f"{name}: {door.address}{path}", flush=True)
    if shown.opens is not None:
        open_page(door.address + shown.opens)  # it waits in the socket until the pages are served
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(_until_over([door, *shown.more], for_s))


async def _until_over(doors: Sequence[Door], for_s: float | None) -> None:
    servers = [_server(door) for door in doors]
    runs = [asyncio.create_task(server.serve([door.socket])) for server, door in zip(servers, doors, strict=True)]
    logging.getLogger("nicegui").setLevel(logging.ERROR)  # it tells each unknown address, and with it the token
    _, running = await asyncio.wait(runs, timeout=for_s, return_when=asyncio.FIRST_COMPLETED)
    logging.getLogger("uvicorn.error").setLevel(logging.CRITICAL)  # a request that ends with the server is no error
    for server in servers:
        server.should_exit = True
    if running:
        await asyncio.wait(running)


def _server(door: Door) -> uvicorn.Server:
    return uvicorn.Server(
        uvicorn.Config(
            door.app,
            log_level="error",
            timeout_graceful_shutdown=LAST_WORDS_S,
            access_log=False,
            limit_concurrency=door.most,
        )
    )
