"""The `pump` command. Wrong input leaves with status 2 and one line on stderr, a failure with 3; never a traceback."""

import os
import sys
import tomllib
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from typer.exceptions import TyperException

from pump.board_commands import add_board_commands
from pump.calibrate_command import add_calibrate_commands
from pump.demo_command import add_demo_command
from pump.errors import Failure, UserError, one_line
from pump.link_commands import add_link_commands
from pump.programmer_command import add_programmer_command
from pump.trumpet_command import add_trumpet_command
from pump.wiring_command import add_wiring_command

BAD_INPUT = 2
FAILED = 3
INTERRUPTED = 130
DEBUG = "PUMP_DEBUG"
PROJECT = Path(__file__).resolve().parents[2] / "pyproject.toml"
PURPOSE = "A programmable drug pump on an RP2040 bench rig. For water only: never for human or animal use."

app = typer.Typer(help=PURPOSE, add_completion=False, rich_markup_mode="rich")


def version() -> str:
    with PROJECT.open("rb") as file:
        return str(tomllib.load(file)["project"]["version"])


@app.callback(invoke_without_command=True)
def root(
    context: typer.Context,
    show_version: Annotated[bool, typer.Option("--version", help="Show the version and leave.")] = False,
) -> None:
    """The options that stand before a command."""
    if show_version:
        print(f"pump {version()}")
        raise typer.Exit
    if context.invoked_subcommand is None:
        print(context.get_help())


root.__doc__ = PURPOSE


@app.command()
def sim(
    therapy: Annotated[Path | None, typer.Argument(metavar="THERAPY.toml", help="The therapy file.")] = None,
    duration: Annotated[
        str | None,
        typer.Option("--for", metavar="TIME", help="How long, with its unit: 90s, 24h; at most 366d."),
    ] = None,
    scenario: Annotated[Path | None, typer.Option(metavar="FILE.toml", help="What happens, and on which rig.")] = None,
    seed: Annotated[str, typer.Option(metavar="N", help="Of the noise and the flash's stalls: 0 to 2**32 - 1.")] = "0",
    json: Annotated[bool, typer.Option("--json", help="One JSON object on stdout instead of a screen.")] = False,
    flash: Annotated[
        Path | None, typer.Option(metavar="FOLDER", help="Save the pump's files there at the end, for pump log.")
    ] = None,
    serve: Annotated[
        str | None,
        typer.Option(
            metavar="PORT|pty",
            help="Open its link at this loopback port, 0: any; pty: a device.",
        ),
    ] = None,
    speed: Annotated[
        str | None, typer.Option(metavar="N", help="With --serve: how many times faster: 0.1 to 10000; default: 1.")
    ] = None,
    rig: Annotated[bool, typer.Option("--rig", help="Print the figures of the rig, a scenario's included.")] = False,
) -> None:
    """Run the firmware on the twin in virtual time. Leaves with 0 whatever alarms occur.

    Times are from power-on: then a factory-new pump was calibrated, programmed and started, and all accounts are zero.
    """
    from pump import flash_folder
    from pump.report import as_json, show_summary
    from pump.sim import plan, simulate

    if rig:
        _show_rig(therapy, scenario)
        return
    if therapy is None:
        raise UserError("THERAPY.toml: missing: a therapy file is needed; see pump sim --help")
    if duration is None:
        raise UserError('--for: missing: how long to run is needed, such as "--for 24h"; add it')
    if speed is not None and serve is None:
        raise UserError(f"--speed: {speed[:40]}: only a served twin has a pace; add --serve 0, or leave it out")
    run = plan(therapy, scenario, duration, seed)
    if flash is not None:
        flash_folder.reserve(flash)
    if serve is not None:
        from pump.serve import simulate_served

        outcome = simulate_served(run, serve, speed or "1")
        if json:
            print(as_json(outcome))
        else:
            show_summary(outcome, Console())
    elif json:
        outcome = simulate(run)
        print(as_json(outcome))
    else:
        from pump.progress import simulate_with_bar

        outcome = simulate_with_bar(run)
        show_summary(outcome, Console())
    if flash is not None:
        flash_folder.save(outcome.flash, flash)
    for note in outcome.notes:
        print("note: " + one_line(note), file=sys.stderr)


def _show_rig(therapy: Path | None, scenario: Path | None) -> None:
    from pump.lists import rig_as_toml
    from pump.scenario import Scenario, read_scenario
    from pump.sim import read_figures

    if therapy is not None:
        raise UserError(f"--rig: {therapy}: prints the rig's figures and runs nothing; leave the therapy out")
    print(rig_as_toml(read_figures(Scenario() if scenario is None else read_scenario(scenario))))


@app.command()
def plot(
    therapy: Annotated[Path, typer.Argument(metavar="THERAPY.toml", help="The therapy file.")],
    duration: Annotated[
        str, typer.Option("--for", metavar="TIME", help="How long, with its unit: 90s, 24h; at most 366d.")
    ],
    scenario: Annotated[Path | None, typer.Option(metavar="FILE.toml", help="What happens, and on which rig.")] = None,
    seed: Annotated[str, typer.Option(metavar="N", help="Of the noise and the flash's stalls: 0 to 2**32 - 1.")] = "0",
    picture: Annotated[
        Path, typer.Option(metavar="FILE.png", help="Where the picture goes: .png, .svg or .pdf.")
    ] = Path(".build/run.png"),
) -> None:
    """Run the firmware on the twin as pump sim does, and draw the run.

    Prescribed, commanded, delivered and weighed; the reservoir by both witnesses with their doubt; the alarms in time.
    """
    from pump.picture import draw_run
    from pump.sim import plan

    outcome = draw_run(plan(therapy, scenario, duration, seed), picture)
    print(f"picture: {picture}")
    for note in outcome.notes:
        print("note: " + one_line(note), file=sys.stderr)


@app.command()
def loadcell(
    scenario: Annotated[
        Path | None, typer.Option(metavar="FILE.toml", help="On which rig, and what befell its load cell.")
    ] = None,
    duration: Annotated[
        str, typer.Option("--for", metavar="TIME", help="How long to measure: 2s to 60s, in whole seconds.")
    ] = "10s",
    json: Annotated[bool, typer.Option("--json", help="One JSON object on stdout instead of lines.")] = False,
    port: Annotated[str | None, typer.Option(metavar="PORT", help="A live pump's load cell: this stops it.")] = None,
    stop_the_pump: Annotated[bool, typer.Option("--stop-the-pump", help="With --port: delivery may stop.")] = False,
) -> None:
    """Diagnose the load cell: rate, noise, drift, faults. Leaves with 0 if it is sound, 1 if a fault was found.

    Without --port on the twin, stopped, after all that the scenario does to its load cell.
    """
    from pump import loadcell_report
    from pump.loadcell import measure

    found, notes = measure(scenario, duration, port, stop_the_pump)
    source = "the twin" if port is None else port
    print(loadcell_report.as_json(found, source) if json else loadcell_report.as_text(found, source))
    for note in notes:
        print("note: " + one_line(note), file=sys.stderr)
    raise typer.Exit(0 if loadcell_report.is_sound(found) else 1)


@app.command()
def lists() -> None:
    """The names of alarms, denial reasons, states and outcomes, with what they mean."""
    from pump.lists import show_lists

    show_lists(Console())


add_demo_command(app)
add_link_commands(app)
add_programmer_command(app)
add_trumpet_command(app)
add_wiring_command(app)
add_board_commands(app)
add_calibrate_commands(app)


def main(arguments: list[str] | None = None) -> int:
    """The exit status."""
    try:
        status = app(args=arguments, prog_name="pump", standalone_mode=False)
        sys.stdout.flush()
    except UserError as error:
        return _leave(str(error), BAD_INPUT)
    except Failure as error:
        return _leave(str(error), FAILED)
    except TyperException as error:
        return _leave(f"{error.format_message().rstrip('.')}; see pump --help", BAD_INPUT)
    except (KeyboardInterrupt, typer.Abort):
        return _leave("stopped", INTERRUPTED)
    except BrokenPipeError:
        return _silence()
    except OSError as error:
        _silence()
        return _leave(f"cannot write: {error}; check the place and its free space", FAILED)
    except Exception as error:
        if os.environ.get(DEBUG):
            raise
        return _leave(f"a fault of this program: {error!r}; set {DEBUG}=1 to see where, and report it", FAILED)
    return status if isinstance(status, int) else 0


def _leave(line: str, status: int) -> int:
    print("pump: " + one_line(line), file=sys.stderr)
    return status


def _silence() -> int:
    """Nobody reads stdout: keep the interpreter from trying once more when it ends."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)
    return FAILED
