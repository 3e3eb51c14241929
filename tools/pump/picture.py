"""`pump plot`: where the picture goes, how often the run is looked at, and the run itself."""

from collections.abc import Generator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from pump.errors import UserError, refusal
from pump.sim import Outcome, Plan
from twin.accounts import Look
from twin.session import Session

ENDINGS = (".png", ".svg", ".pdf")


def sample_us(for_us: int) -> int:
    """The time between two looks: no simple fraction of the time between two steps, so that they fall anywhere in it.

    A day is looked at every 61.803399 s.
    """
    return max(for_us * 61_803_399 // (86_400 * 10**6), 1)


def draw_run(run: Plan, picture: Path) -> Outcome:
    """Runs it and draws it. UserError if the picture cannot be written; then nothing was changed."""
    from pump.progress import simulate_with_bar

    looks: list[Look] = []

    def keep(_session: Session, look: Look) -> None:
        looks.append(look)

    with place_for(picture):
        outcome = simulate_with_bar(run, keep, sample_us(run.for_us))
        write(picture, outcome, [*looks, outcome.look])
    return outcome


@contextmanager
def place_for(picture: Path) -> Generator[None]:
    """Finds out before the run, not after it, whether the picture can be written; a failure leaves nothing behind."""
    made: list[Path] = []
    try:
        try:
            _make_place(picture, made)
        except OSError as error:
            raise _unwritable(picture, error) from None
        yield
    except BaseException:
        for path in reversed(made):
            with suppress(OSError):
                path.rmdir() if path.is_dir() else path.unlink()
        raise


def write(picture: Path, outcome: Outcome, looks: Sequence[Look]) -> None:
    """Draws it in the form that its ending names."""
    from pump.plot import draw

    try:
        draw(outcome, looks, picture)
    except OSError as error:
        raise _unwritable(picture, error) from None


def _make_place(picture: Path, made: list[Path]) -> None:
    """made: takes in the folders and the file that were not there before."""
    if picture.is_dir():
        raise _unwritable(picture, "it is a folder")
    if picture.suffix.lower() not in ENDINGS:
        raise refusal("--picture", str(picture), "a name that ends in " + ", ".join(ENDINGS), "choose one of them")
    for folder in reversed(picture.parents):
        if not folder.exists():
            folder.mkdir()
            made.append(folder)
    is_new = not picture.exists()
    with picture.open("ab"):
        pass
    if is_new:
        made.append(picture)


def _unwritable(picture: Path, why: object) -> UserError:
    return UserError(f"--picture: {picture}: cannot be written: {why}; choose another place")
