"""The patient's application: on the network nothing before the code, and after it status and bolus alone."""

import re
from typing import cast

import pytest
from patient_stand_ins import AskedConnection, Web

from programmer.connection import Connection
from programmer.pairing_code import TRIES, PairingCode
from programmer.patient_app import COOKIE, on_loopback, on_network
from support import proves

BY_THE_PAGE = {"X-Pump-Patient": "1"}
HOST = "http://192.0.2.7:8800"
COMMANDS = ("stop", "start", "clinician-bolus", "enter", "confirm", "refill", "log", "report", "prime", "time", "pair")


class Phone:
    """A phone, what the computer shows, and what the pump was asked for."""

    def __init__(self) -> None:
        self.pump = AskedConnection()
        self.shown: list[str] = []
        app = on_network(cast("Connection", self.pump), PairingCode(self.shown.append))
        self.web = Web(app, HOST)

    def code(self) -> str:
        return [found[1] for line in self.shown if (found := re.search(r": (\d{6})$", line))][-1]

    def pair(self) -> None:
        assert self.web.post("/pair", content=self.code(), headers=BY_THE_PAGE).status_code == 200


@pytest.fixture
def phone() -> Phone:
    return Phone()


@proves("T3")
def test_before_the_code_the_network_gets_the_pairing_page_and_no_word_of_the_pump(phone: Phone):
    assert "Pair this phone" in phone.web.get("/").text
    assert phone.web.get("/status").status_code == 403
    assert phone.web.post("/bolus", headers=BY_THE_PAGE).status_code == 403
    assert phone.pump.asked == []


@proves("T3", "B2")
def test_with_the_code_a_phone_sees_the_status_asks_and_is_denied_in_the_lockout(phone: Phone):
    phone.pair()
    assert "Hold to ask" in phone.web.get("/").text
    assert phone.web.get("/status").json()["state"] == "Running"
    assert phone.web.post("/bolus", headers=BY_THE_PAGE).json()["granted"] is True
    denied = phone.web.post("/bolus", headers=dict.fromkeys(BY_THE_PAGE, "another ask")).json()
    assert denied["granted"] is False and "3 h 53 min to go" in denied["words"]


@proves("T3")
def test_whatever_a_phone_sends_the_pump_is_asked_for_nothing_but_status_and_bolus(phone: Phone):
    phone.pair()
    for command in COMMANDS:
        for path in (f"/{command}", f"/bolus/{command}", f"/bolus?command={command}", f"/status?command={command}"):
            for method in ("GET", "POST", "PUT", "DELETE"):
                phone.web.request(method, path, headers=BY_THE_PAGE, json={"command": command, "role": "clinician"})
    assert {command for _, command in phone.pump.asked} <= {"status", "bolus"}
    assert {role for role, _ in phone.pump.asked} == {"patient"}


@proves("T3")
@pytest.mark.parametrize(
    "path",
    ["/therapy", "/bench", "/log", "/report", "/_nicegui/", "/_nicegui_ws/", "/patient/", "/docs", "/openapi.json",
     "/patient_app.py", "/%2e%2e/patient_app.py", "/..%2fpatient_app.py", "/patient.css/../patient_app.py", "/static/"],
)  # fmt: skip
def test_nothing_of_the_physicians_pages_and_no_other_file_is_there(phone: Phone, path: str):
    phone.pair()
    assert phone.web.get(path).status_code in (403, 404, 405)


@proves("T3")
def test_wrong_codes_are_limited_and_then_the_right_one_waits_too(phone: Phone):
    for _ in range(TRIES):
        wrong = f"{(int(phone.code()) + 1) % 10**6:06}"
        assert phone.web.post("/pair", content=wrong, headers=BY_THE_PAGE).status_code == 403
    said = phone.web.post("/pair", content=phone.code(), headers=BY_THE_PAGE)
    assert said.status_code == 429
    assert re.search(r"Wait (1 min|\d+ s)", said.json()["refused"])
    assert COOKIE not in phone.web.client.cookies


def test_a_long_body_and_no_text_are_wrong_codes(phone: Phone):
    for body in (b"1" * 1_000_000, b"\xff\xfe", b"", (phone.code() + "0" * 99).encode()):
        assert phone.web.post("/pair", content=body, headers=BY_THE_PAGE).status_code == 403


@proves("T3")
def test_a_page_of_another_site_can_ask_for_nothing(phone: Phone):
    phone.pair()
    assert phone.web.post("/bolus").status_code == 403, "a form cannot send the page's header"
    assert phone.web.get("/", headers={"Host": "evil.example:8800"}).status_code == 403, "a rebound name"
    assert phone.pump.asked == []


def test_the_pass_is_kept_from_scripts_and_other_sites(phone: Phone):
    made = phone.web.post("/pair", content=phone.code(), headers=BY_THE_PAGE).headers["set-cookie"].lower()
    assert "httponly" in made and "samesite=strict" in made


def test_every_answer_forbids_frames_foreign_scripts_and_keeping_it(phone: Phone):
    for answer in (phone.web.get("/"), phone.web.get("/status"), phone.web.get("/nowhere")):
        assert answer.headers["cache-control"] == "no-store"
        policy = answer.headers["content-security-policy"]
        assert "default-src 'none'" in policy and "frame-ancestors 'none'" in policy and "unsafe" not in policy


@proves("T3")
def test_on_loopback_there_is_no_pairing_and_the_same_two_requests():
    pump = AskedConnection()
    web = Web(on_loopback(cast("Connection", pump)), "http://127.0.0.1:1")
    assert web.get("/status").json()["state"] == "Running"
    assert web.post("/pair", content="123456", headers=BY_THE_PAGE).status_code == 403
    assert web.post("/bolus", headers=BY_THE_PAGE).json()["granted"] is True
    assert pump.asked == [("patient", "status"), ("patient", "bolus")]
