"""The door to the network as it really stands: another port, where no address of the physician's leads anywhere."""

import re
import socket
import subprocess
import sys
import time
from collections.abc import Generator
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest

from support import proves

ROOT = Path(__file__).parents[3]
CODE = r"phone: \d{6}$"


@pytest.fixture(scope="module")
def printed(tmp_path_factory) -> Generator[dict[str, str]]:
    """Addresses of a programmer that is open to the network, by name; the pump behind it says nothing."""
    silent = socket.create_server(("127.0.0.1", 0))
    environment = {
        "PATH": "/usr/bin",
        "PYTHONPATH": f"{ROOT / 'tools'}:{ROOT / 'firmware'}:{ROOT}",
        "XDG_CONFIG_HOME": str(tmp_path_factory.mktemp("keys")),
    }
    options = [
        "--port",
        f"127.0.0.1:{silent.getsockname()[1]}",
        "--no-open",
        "--for",
        "60s",
        "--patient-on-network",
        "0",
    ]
    process = subprocess.Popen(
        [sys.executable, "-m", "pump", "programmer", *options],
        cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    )  # fmt: skip
    assert process.stdout is not None
    found: dict[str, str] = {}
    for line in process.stdout:
        if match := re.match(r"([a-z' ]+): (http://\S+)", line):
            found[match[1]] = match[2]
        if "programmer" in found:
            break
    _until_it_answers(found["patient's phone"])
    yield found
    process.terminate()
    process.wait(20)
    silent.close()


def _until_it_answers(address: str) -> None:
    for _ in range(200):
        try:
            httpx.get(_by_loopback(address), timeout=5.0)
        except httpx.TransportError:
            time.sleep(0.05)
            continue
        return
    raise AssertionError("it never answered")


def _by_loopback(address: str) -> str:
    """The same door; a test needs no network."""
    return f"http://127.0.0.1:{urlsplit(address).port}/"


@proves("T3")
def test_the_network_has_the_pairing_page_and_no_path_of_the_physicians(printed: dict[str, str]):
    door, physician = _by_loopback(printed["patient's phone"]), urlsplit(printed["programmer"])
    assert "Pair this phone" in httpx.get(door).text
    token = physician.path
    for path in (
        token,
        f"{token}therapy",
        f"{token}_nicegui_ws/socket.io/",
        f"{token}patient/",
        "/_nicegui/",
        "/therapy",
    ):
        assert httpx.get(door + path.lstrip("/")).status_code == 404


@proves("T3")
def test_the_physicians_pages_listen_on_loopback_alone(printed: dict[str, str]):
    physician = urlsplit(printed["programmer"])
    outside = urlsplit(printed["patient's phone"]).hostname
    assert physician.hostname == "127.0.0.1" and outside is not None and physician.port is not None
    if outside.startswith("127."):
        pytest.skip("this machine has no address but loopback")
    with pytest.raises(OSError):
        socket.create_connection((outside, physician.port), 2.0)


def test_a_phone_that_opens_many_connections_does_not_shut_the_physician_out(printed: dict[str, str]):
    port = urlsplit(printed["patient's phone"]).port
    assert port is not None
    held = [socket.create_connection(("127.0.0.1", port), 5.0) for _ in range(100)]
    try:
        for one in held:
            one.sendall(b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n")
        assert httpx.get(printed["programmer"], timeout=10.0).status_code == 200
    finally:
        for one in held:
            one.close()
