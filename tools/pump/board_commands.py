"""`pump deploy`, `flash` and `selftest`: a real board on the bench."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, TypeVar

import typer
from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn

from deploy.board import PATIENT, Patience
from pump.errors import Failure, UserError, refusal
from pump.log import check_port

NOT_PASSED = 1
PORT = typer.Option(metavar="PORT", help="Its serial port, or socket://HOST:PORT; else the one board on USB.")
BOARD = typer.Option("--board", metavar="NAME", help="A folder of boards/; another board is refused.")
SLOW = typer.Option("--patience", metavar="N", help="Wait N times longer than usual, 1 to 100: for a slow board.")
STOP = typer.Option("--stop-the-pump", help="The firmware that runs there may be ended, and delivery with it.")
Result = TypeVar("Result")


def add_board_commands(app: typer.Typer) -> None:
    """Register them."""
    app.command()(deploy)
    app.command()(flash)
    app.command()(selftest)


def deploy(
    port: Annotated[str | None, PORT] = None,
    board: Annotated[str | None, BOARD] = None,
    stop_the_pump: Annotated[bool, STOP] = False,
    new_pump: Annotated[
        bool | None, typer.Option("--new-pump/--no-new-pump", help="A board that never was a pump becomes one.")
    ] = None,
    slow: Annotated[str, SLOW] = "1",
    device: Annotated[str, typer.Option("--as", metavar="DEVICE", help="pump, or handheld: the patient's.")] = "pump",
) -> None:
    """Put the firmware on a board: only what changed, checked by its digests, then restart it and hear its self-test.

    The journal, keys and calibration stay. Cut off at any moment, the board starts the old firmware or the new, whole.
    Leaves with 0 if the self-test passed, 1 if not.
    """
    from deploy.deploying import Wish
    from deploy.deploying import deploy as put_firmware
    from deploy.devices import DEVICES, PUMP

    if device not in DEVICES:
        raise refusal("--as", device, f"one of {', '.join(DEVICES)}", "choose one of them")
    if new_pump and device != PUMP.name:
        raise UserError(f"--new-pump: a {device} never is one; leave it out, or leave --as out")
    patience = _patience(slow)
    wish = Wish(_port(port), board, stop_the_pump, new_pump, DEVICES[device])
    with _bar() as bar:
        task = bar.add_task("looking", total=None)

        def step(what: str, done: int, of: int) -> None:
            bar.update(task, description=what, completed=done, total=of or None)

        def ask(question: str) -> bool:
            bar.stop()
            return sys.stdin.isatty() and typer.confirm(question)

        done = in_one_line(lambda: put_firmware(wish, step, ask, patience))
    print(f"{done.board}: {len(done.copied)} files copied, {done.kept} kept, {len(done.removed)} removed")
    started = done.started
    if started.raised is not None:
        raise Failure(f"board: restarted, and its firmware ended: {started.raised}; run pump selftest")
    if started.state is None:
        raise Failure("board: restarted, and did not say how its self-test ended; look at its lamps, run pump selftest")
    if device != PUMP.name:
        print(f"hand-held: {started.state}")
        return
    print(f"pump: {started.state}; self-test: {', '.join(started.failed) or 'passed'}")
    raise typer.Exit(NOT_PASSED if started.failed else 0)


def flash(
    board: Annotated[str, typer.Option("--board", metavar="NAME", help="A folder of boards/.")] = "RPI_PICO",
    wait: Annotated[str, typer.Option(metavar="TIME", help="How long to wait for the board, at most 1h.")] = "10m",
) -> None:
    """Say how MicroPython comes on a board, wait for it, and see that it is the right one."""
    from deploy import flashing
    from deploy.firmware_set import board_names
    from pump.quantities import DURATION, parse

    known = board_names()
    if board not in known:
        raise refusal("--board", board, f"one of {', '.join(known)}", "choose one of them")
    wait_s = float(parse(wait, "--wait", DURATION))
    if wait_s > 3600:
        raise refusal("--wait", wait, "at most 1 h", "choose a shorter time")
    print(flashing.how_to(board))
    port, identity = in_one_line(lambda: flashing.wait_for(board, known, wait_s))
    print(f"{port}: {identity.machine}, MicroPython {'.'.join(map(str, identity.version))}; next: pump deploy")


def selftest(
    port: Annotated[str | None, PORT] = None,
    stop_the_pump: Annotated[bool, STOP] = False,
    move: Annotated[bool, typer.Option("--move", help="Then turn the motor a little: it delivers some water.")] = False,
    logic: Annotated[
        bool, typer.Option("--logic", help="Also its logic tests, by micropython-lib's unittest in the board's memory.")
    ] = False,
    report: Annotated[Path | None, typer.Option(metavar="FILE", help="Also write it to a new file.")] = None,
    slow: Annotated[str, SLOW] = "1",
) -> None:
    """Test a board part by part with the motor off: each with what was measured and its limit.

    The firmware there is interrupted, and the board restarted at the end. Leaves with 0 if all passed, 1 if not.
    """
    from deploy import bench_test, bench_test_report

    if report is not None and report.exists():
        raise UserError(f"--report: {report}: there is such a file; name a new one")
    patience = _patience(slow)
    where = _port(port)
    confirm = typer.confirm if sys.stdin.isatty() else None
    results = in_one_line(lambda: bench_test.run(where, stop_the_pump, move, confirm, patience, logic=logic))
    text = bench_test_report.as_text(results, where)
    print(text)
    if report is not None:
        report.write_text(text + "\n", encoding="utf-8")
    raise typer.Exit(0 if results.passed else NOT_PASSED)


def _port(port: str | None) -> str:
    from deploy.ports import only_one

    if port is None:
        return in_one_line(only_one)
    check_port(port)
    return port


def _patience(text: str) -> Patience:
    if not (text.isascii() and text.isdecimal() and len(text) <= 3 and 1 <= int(text) <= 100):
        raise refusal("--patience", text, "a whole number from 1 to 100", "choose one of them")
    return PATIENT.times(int(text))


def in_one_line(work: Callable[[], Result]) -> Result:
    """The person's own mistake leaves with 2, what the board could not do with 3."""
    from deploy.mpy import DoesNotCompile
    from deploy.troubles import Refused, Trouble

    try:
        return work()
    except Refused as refused:
        raise UserError(str(refused)) from None
    except (Trouble, DoesNotCompile) as trouble:
        raise Failure(str(trouble)) from None


def _bar() -> Progress:
    columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TimeRemainingColumn())
    return Progress(*columns, console=Console(stderr=True), transient=True, disable=not sys.stderr.isatty())
