"""The gate in front of the pages: what has no token, another name or another origin never reaches them."""

import asyncio

import pytest

from programmer.gate import Gate, new_token

TOKEN = "a-token-of-the-test"
HOST = b"127.0.0.1:8080"


class Pages:
    """Stands for the pages; keeps what reached them."""

    def __init__(self):
        self.scopes = []

    async def __call__(self, scope, receive, send):
        self.scopes.append(scope)
        if scope["type"] == "http":
            await send({"type": "http.response.start", "status": 200, "headers": []})
            await send({"type": "http.response.body", "body": b"ok"})


def sent(path, kind="http", pages=None, **headers):
    """(what the gate sent, what reached the pages) for one request."""
    inside = Pages()
    gate = Gate(inside, TOKEN, [HOST.decode()], pages)
    given = {"host": HOST.decode(), **headers}
    raw = [
        (name.replace("_", "-").encode(), value.encode("latin-1")) for name, value in given.items() if value is not None
    ]
    said = []

    async def send(message):
        said.append(message)

    async def receive():
        return {"type": "http.request"}

    asyncio.run(gate({"type": kind, "path": path, "headers": raw}, receive, send))
    return said, inside.scopes


def test_the_token_opens_every_path_below_it():
    for path in (f"/{TOKEN}/", f"/{TOKEN}/therapy", f"/{TOKEN}/_nicegui_ws/socket.io/", f"/{TOKEN}"):
        said, reached = sent(path)
        assert said[0]["status"] == 200 and len(reached) == 1, path


@pytest.mark.parametrize(
    "path",
    ["/", "", f"/{TOKEN[:-1]}/", f"/{TOKEN}x/", f"//{TOKEN}/", f"/x/{TOKEN}/", f"/{TOKEN.upper()}/", "/\u00e9\ud800/"],
)
def test_without_it_nothing_is_reached_and_one_plain_line_says_so(path):
    said, reached = sent(path)
    assert reached == []
    assert said[0]["status"] == 403
    assert (b"content-type", b"text/plain; charset=utf-8") in said[0]["headers"]
    assert said[1]["body"].count(b"\n") == 1 and said[1]["body"].startswith(b"403: ")
    assert TOKEN.encode() not in said[1]["body"]


def test_a_websocket_without_it_is_closed_before_it_is_accepted():
    said, reached = sent("/x/_nicegui_ws/socket.io/", kind="websocket")
    assert reached == [] and [message["type"] for message in said] == ["websocket.close"]


@pytest.mark.parametrize("host", [None, "evil.example", "127.0.0.1", "127.0.0.1:8081", "127.0.0.1:8080.evil.example"])
def test_another_name_of_the_server_is_a_rebound_one(host):
    said, reached = sent(f"/{TOKEN}/", host=host)
    assert said[0]["status"] == 403 and reached == []


@pytest.mark.parametrize("kind", ["http", "websocket"])
def test_another_page_may_not_talk_to_it_even_with_the_token(kind):
    assert sent(f"/{TOKEN}/", kind, origin="http://127.0.0.1:1")[1] == []
    assert sent(f"/{TOKEN}/", kind, origin="null")[1] == []
    assert len(sent(f"/{TOKEN}/", kind, origin="http://127.0.0.1:8080")[1]) == 1


def test_only_the_named_pages_and_the_files_of_the_pages_where_pages_are_named():
    for path, is_open in (("/patient", True), ("/", False), ("/therapy", False), ("/patient/x", False)):
        assert bool(sent(f"/{TOKEN}{path}", pages=["/patient"])[1]) is is_open, path
    assert len(sent(f"/{TOKEN}/_nicegui/x/static/a.js", pages=["/patient"])[1]) == 1


def test_nothing_of_a_proxy_is_believed_and_nothing_is_told_to_other_sites():
    said, reached = sent(f"/{TOKEN}/", x_forwarded_prefix="/evil")
    assert [name for name, _ in reached[0]["headers"]] == [b"host"]
    headers = dict(said[0]["headers"])
    assert headers[b"referrer-policy"] == b"no-referrer"
    assert b"frame-ancestors 'none'" in headers[b"content-security-policy"]


def test_a_token_is_new_and_long():
    made = {new_token() for _ in range(100)}
    assert len(made) == 100 and all(len(token) >= 32 for token in made)
