"""The worked session of firmware/link/README.md: by the firmware's code, by the host's, and by a running pump."""

import re
from pathlib import Path

from link import frames as on_the_pump
from link.mac import Mac
from link_bench import LinkBench
from pump_link import frames
from support import proves

README = Path(__file__).parents[3] / "firmware" / "link" / "README.md"


def vectors() -> dict[str, str]:
    """{name: value} of the last fenced block."""
    block = README.read_text().split("```")[-2]
    return dict(re.split(r"\s{2,}", line, maxsplit=1) for line in block.strip().splitlines())


GIVEN = vectors()
KEY = bytes.fromhex(GIVEN["role key"])
CLIENT_NONCE, PUMP_NONCE = GIVEN["client nonce"], GIVEN["pump nonce"]
SESSION = bytes.fromhex(GIVEN["session key"])


def text_of(line: str) -> str:
    return line.split(" ", 4)[4].rpartition(" ")[0]


@proves("T1")
def test_the_hosts_code_makes_and_reads_these_lines():
    assert frames.hello(KEY, "clinician", CLIENT_NONCE) == GIVEN["hello"]
    welcome = frames.read_welcome(KEY, "clinician", CLIENT_NONCE, GIVEN["welcome"])
    assert (welcome.pump_nonce, welcome.pump_id) == (PUMP_NONCE, GIVEN["pump id"])
    assert frames.session_key(KEY, CLIENT_NONCE, PUMP_NONCE) == SESSION
    for request, answer in (("request", "answer"), ("refused request", "refused answer")):
        counter = int(GIVEN[request].split(" ")[3])
        assert frames.request(SESSION, "clinician", counter, text_of(GIVEN[request])) == GIVEN[request]
        assert frames.read_answer(SESSION, "clinician", counter, GIVEN[answer]) == text_of(GIVEN[answer])


@proves("T1")
def test_the_firmwares_code_makes_and_reads_these_lines():
    role_mac = Mac(KEY)
    session = on_the_pump.session_mac(role_mac, CLIENT_NONCE.encode(), PUMP_NONCE.encode())
    assert session.digest(b"x") == Mac(SESSION).digest(b"x")
    for name in ("hello", "welcome"):
        parts = on_the_pump.parted(GIVEN[name].encode())
        assert parts is not None and role_mac.tag(parts[0]) == parts[1]
    for name in ("request", "answer", "refused request", "refused answer"):
        parts = on_the_pump.parted(GIVEN[name].encode())
        assert parts is not None and session.tag(parts[0]) == parts[1]


@proves("T1")
def test_a_running_pump_says_these_lines():
    bench = LinkBench()
    bench.KEYS = {b"clinician": KEY}
    bench.random.urandom = lambda count: bytes.fromhex(PUMP_NONCE)
    from storage.keys import KeyFiles

    KeyFiles(bench.fake.files).save(b"clinician", KEY)
    pump = bench.rebuilt()
    pump.boot()
    for sent, said in (("hello", "welcome"), ("request", "answer"), ("refused request", "refused answer")):
        assert pump.exchange(GIVEN[sent].encode()) == [GIVEN[said].encode()]
