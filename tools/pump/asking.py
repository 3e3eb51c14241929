"""A question to the person at the terminal. Without one there is nobody to ask."""

import sys

import typer

from pump.errors import UserError


def refuse_unless_asked_or_told(is_told: bool, what: str) -> None:
    """Before anything is sent: somebody is there to be asked, or --yes was given."""
    if not is_told and not sys.stdin.isatty():
        raise UserError(f"--yes: missing: {what} asks to confirm, and there is no terminal to ask at; add it")


def is_confirmed(question: str, is_told: bool) -> bool:
    """A plain return is a no."""
    return is_told or typer.confirm(question, default=False)
