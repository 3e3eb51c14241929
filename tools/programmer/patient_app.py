"""The patient's page as an application of its own: it knows status and bolus, and no other page, key or request.

On loopback it stands beside the physician's pages. On the network it stands alone, behind a pairing code.
"""

import ipaddress
from collections.abc import Awaitable, Callable
from pathlib import Path

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import ClientDisconnect, Request
from starlette.responses import FileResponse, JSONResponse, PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from programmer.connection import Connection
from programmer.pairing_code import PairingCode
from programmer.patient_desk import PatientDesk
from pump_link.words import duration

PATH = "/patient"
FILES = Path(__file__).parent / "patient"
COOKIE = "pump_patient"
ASKED_BY = "x-pump-patient"  # a page of another site cannot send it
LONGEST_CODE = 16  # bytes of a body that are looked at
HEADERS = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
    "img-src data:; form-action 'none'; frame-ancestors 'none'; base-uri 'none'",
}
WRONG = "That is not the code, or it was used before. It is shown on the computer."
Answer = Callable[[Request], Awaitable[Response]]


def on_loopback(connection: Connection) -> ASGIApp:
    """Behind the gate of the physician's pages: whoever has their address may come in."""
    return _application(_Answers(PatientDesk(connection), None))


def on_network(connection: Connection, code: PairingCode) -> ASGIApp:
    """For a phone: nothing but the page that asks for the code, until it was entered."""
    return _application(_Answers(PatientDesk(connection), code))


class _Answers:
    def __init__(self, desk: PatientDesk, code: PairingCode | None) -> None:
        self._desk = desk
        self._code = code

    async def page(self, request: Request) -> Response:
        return FileResponse(FILES / ("patient.html" if self._is_in(request) else "pairing.html"))

    async def status(self, request: Request) -> Response:
        if not self._is_in(request):
            return _refused("Enter the code first.")
        return JSONResponse(await self._desk.status())

    async def bolus(self, request: Request) -> Response:
        """Whatever else is sent with it is not read."""
        if not self._is_in(request) or ASKED_BY not in request.headers:
            return _refused("Only the page itself may ask, once the code was entered.")
        return JSONResponse(await self._desk.ask_bolus_once(request.headers[ASKED_BY]))

    async def pair(self, request: Request) -> Response:
        code = self._code
        if code is None or ASKED_BY not in request.headers:
            return _refused("Not here.")
        if code.wait_s():
            return _refused(f"Too many wrong codes. Wait {duration(round(code.wait_s()) + 1)}.", 429)
        made = code.enter(await _beginning(request))
        if made is None:
            return _refused(WRONG)
        response = JSONResponse({"paired": True})
        response.set_cookie(COOKIE, made, httponly=True, samesite="strict")
        return response

    def _is_in(self, request: Request) -> bool:
        return self._code is None or self._code.lets_in(request.cookies.get(COOKIE, ""))


def _application(answers: _Answers) -> ASGIApp:
    files = [Route(f"/{name}", _file(name)) for name in ("patient.css", "patient.js", "pairing.js")]
    return Starlette(
        routes=[
            Route("/", answers.page),
            Route("/status", answers.status),
            Route("/bolus", answers.bolus, methods=["POST"]),
            Route("/pair", answers.pair, methods=["POST"]),
            *files,
        ],
        middleware=[Middleware(_Dressed)],
    )


def _file(name: str) -> Answer:
    async def answer(_: Request) -> Response:
        return FileResponse(FILES / name)

    return answer


async def _beginning(request: Request) -> str:
    """Of the body; the rest stays unread."""
    content = b""
    try:
        async for part in request.stream():
            content += part
            if len(content) > LONGEST_CODE:
                break
    except ClientDisconnect:
        return ""
    return content[:LONGEST_CODE].decode("ascii", "replace").strip()


def _refused(why: str, status: int = 403) -> Response:
    return JSONResponse({"refused": why}, status)


class _Dressed:
    """Headers on every answer; a name that is no address of this computer is a rebound one, and is turned away."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def send_dressed(message: Message) -> None:
            if message["type"] == "http.response.start":
                made = [(name.lower().encode(), value.encode()) for name, value in HEADERS.items()]
                message["headers"] = [*message.get("headers", ()), *made]
            await send(message)

        inside = self._app if _is_an_address(scope) else PlainTextResponse("403: open it by its address\n", 403)
        await inside(scope, receive, send_dressed)


def _is_an_address(scope: Scope) -> bool:
    host = dict(scope["headers"]).get(b"host", b"").decode("latin-1")
    name = host.rpartition(":")[0] if host.count(":") == 1 else host
    if name == "localhost":
        return True
    try:
        ipaddress.ip_address(name.strip("[]"))
    except ValueError:
        return False
    return True
