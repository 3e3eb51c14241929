"""Stand-ins for the patient's tests: a connection that keeps what was asked with which key, a web without a server."""

import asyncio
from typing import Any

import httpx
from starlette.types import ASGIApp

from pump_link.client import Denied

STATUS: dict[str, Any] = {
    "state": "running",
    "t_s": 100,
    "time": [9_450, 28_800],
    "flow_fl_per_day": 5 * 10**11,
    "by_steps_nl": 19_504_300,
    "by_weight_nl": None,
    "alarms": [],
    "alarms_shown": 0,
    "lockout_left_s": 0,
    "boluses_left": 4,
    "boluses_used": 0,
    "granted_t_s": None,
    "therapy": "00000000",
    "changing": 0,
}


class AskedConnection:
    """asked: (role, command) in order. fails: raised by the next requests; None lets them through."""

    def __init__(self, **changes: Any) -> None:
        self.status = {**STATUS, **changes}
        self.asked: list[tuple[str, str]] = []
        self.fails: Exception | None = None
        self.granted = 0

    async def ask(self, command: str, role: str = "clinician", **arguments: object) -> dict[str, Any]:
        assert not arguments, "the patient's side sends no argument"
        self.asked.append((role, command))
        if self.fails is not None:
            raise self.fails
        if command == "bolus":
            if self.granted:
                raise Denied("lockout", 14_000)
            self.granted += 1
            return {}
        return self.status

    async def ask_status(self, role: str = "clinician") -> dict[str, Any]:
        return await self.ask("status", role)


class Web:
    """client: its cookies stay from one request to the next."""

    def __init__(self, app: ASGIApp, address: str) -> None:
        self.client = httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url=address)  # pyright: ignore[reportArgumentType]

    def get(self, path: str, **more: Any) -> httpx.Response:
        return self.request("GET", path, **more)

    def post(self, path: str, **more: Any) -> httpx.Response:
        return self.request("POST", path, **more)

    def request(self, method: str, path: str, **more: Any) -> httpx.Response:
        return asyncio.run(self.client.request(method, path, **more))
