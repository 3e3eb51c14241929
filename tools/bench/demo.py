"""`pump demo`: a twin, the programmer's pages and the bench page in one go."""

from dataclasses import dataclass
from pathlib import Path

import pump
from bench.page import BenchPage
from bench.twin_process import TwinProcess
from programmer.all_pages import PAGES
from programmer.browser import is_there_a_display
from programmer.connection import Connection
from programmer.pages import Page
from programmer.patient_app import PATH as PATIENT
from programmer.patient_app import on_loopback
from programmer.server import Shown, loopback_socket, serve
from programmer.wire import Wire
from pump.programmer_command import phone_doors
from pump.report import BENCH_ONLY
from pump.sim import LONGEST_DAYS, plan
from pump_link.transport import SocketTransport

EXAMPLES = Path(pump.__file__).parent / "examples"
SEED = "1"
BENCH = "/bench"
WITHOUT_DISPLAY_S = 60.0


@dataclass(frozen=True, slots=True)
class LiveDemo:
    """port: of loopback, 0 for any. phone_port: of the local network for the patient's page, None for not at all.

    speed: pump time over wall time at the start. for_s: None until Ctrl-C, but a minute without a display.
    """

    port: int
    phone_port: int | None
    speed: float
    for_s: float | None
    opens: bool

    def run(self) -> None:
        """Raises OSError if the port is taken, Failure if there is no twin."""
        has_display = is_there_a_display()
        for_s = self.for_s
        if for_s is None and not has_display:
            for_s = WITHOUT_DISPLAY_S
            print(f"no display here: it ends by itself in {for_s:.0f} s; --for 8h for longer", flush=True)
        print(f"pump demo: a simulated pump on its twin. {BENCH_ONLY}", flush=True)
        run = plan(EXAMPLES / "demo.toml", EXAMPLES / "demo_rig.toml", f"{LONGEST_DAYS}d", SEED)
        loopback_socket(self.port).close()  # a port that is taken is told before the twin takes the keys of another
        twin = TwinProcess(run, self.speed)
        print(f"twin: {twin.address}: it takes programmers as a pump does, one at a time", flush=True)
        try:
            self._serve(twin, for_s, self.opens and has_display)
        finally:
            twin.end()
        print("the demo is over", flush=True)

    def _serve(self, twin: TwinProcess, for_s: float | None, opens_browser: bool) -> None:
        connection = Connection(Wire(lambda: SocketTransport(twin.address), twin.pump_id))
        pages = [*PAGES, Page(BENCH, "Bench", BenchPage(twin).build)]
        shown = Shown(
            named={"physician": "", "patient": PATIENT[1:] + "/", "bench": BENCH[1:]},
            opens=BENCH[1:] if opens_browser else None,
            more=phone_doors(connection, self.phone_port),
        )
        serve(pages, connection, self.port, for_s, shown, {PATIENT: on_loopback(connection)})
