"""Who may come in: every request, websocket and file of the pages needs the token that stands in the address.

The token is the first part of the path: no other server of this machine is sent it, as it would be sent a cookie.
"""

import secrets
from collections.abc import Collection, Iterable, MutableMapping
from typing import Any

from starlette.types import ASGIApp, Receive, Scope, Send

TOKEN_BYTES = 24
OWN_FILES = "/_nicegui"
NO_TOKEN = "403: open the address that pump programmer printed; it is made anew at each start"
NO_HOST = "403: this server goes by another name; open the address that pump programmer printed"
NO_ORIGIN = "403: another page may not talk to the pump"
NO_PAGE = "403: this page is not to be had here"
HEADERS = {
    "Referrer-Policy": "no-referrer",
    "X-Frame-Options": "DENY",
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'self' 'unsafe-inline' 'unsafe-eval' data: blob:; frame-ancestors 'none'",
}


def new_token() -> str:
    """Of an address that nobody can guess."""
    return secrets.token_urlsafe(TOKEN_BYTES)


class Gate:
    """An ASGI application in front of another, which is mounted at /TOKEN.

    hosts: HOST:PORT that this server may be called by; any other name is a rebound one. pages: paths that may be
    opened, None for all; the files of the pages always.
    """

    def __init__(
        self, inside: ASGIApp, token: str, hosts: Collection[str], pages: Collection[str] | None = None
    ) -> None:
        self._inside = inside
        self._token = token
        self._hosts = hosts
        self._pages = pages

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._inside(scope, receive, send)
            return
        refusal = self._refusal(scope)
        if refusal:
            await _refuse(scope, send, refusal)
            return
        scope["headers"] = [pair for pair in scope["headers"] if not pair[0].startswith(b"x-forwarded")]

        async def send_guarded(message: MutableMapping[str, Any]) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message.get("headers", ()), *_raw(HEADERS.items())]
            await send(message)

        await self._inside(scope, receive, send_guarded)

    def _refusal(self, scope: Scope) -> str:
        """One line; empty if it may pass."""
        headers = dict(scope["headers"])
        if headers.get(b"host", b"").decode("latin-1") not in self._hosts:
            return NO_HOST
        origin = headers.get(b"origin")
        if origin is not None and origin.decode("latin-1") not in [f"http://{host}" for host in self._hosts]:
            return NO_ORIGIN
        _, token, *rest = (*scope["path"].split("/", 2), "")
        if not secrets.compare_digest(token.encode("utf-8", "replace"), self._token.encode()):
            return NO_TOKEN
        path = "/" + rest[0]
        if self._pages is not None and path not in self._pages and not path.startswith(OWN_FILES):
            return NO_PAGE
        return ""


async def _refuse(scope: Scope, send: Send, line: str) -> None:
    if scope["type"] == "websocket":
        await send({"type": "websocket.close", "code": 1008, "reason": line})  # the server answers 403
        return
    headers = _raw([("Content-Type", "text/plain; charset=utf-8"), *HEADERS.items()])
    await send({"type": "http.response.start", "status": 403, "headers": headers})
    await send({"type": "http.response.body", "body": line.encode() + b"\n"})


def _raw(headers: Iterable[tuple[str, str]]) -> list[tuple[bytes, bytes]]:
    return [(name.lower().encode(), value.encode()) for name, value in headers]
