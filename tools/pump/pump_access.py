"""The pump that a command is for: found, opened with the key that fits it, and its troubles in a line."""

from collections.abc import Generator
from contextlib import contextmanager

import typer

from pump.errors import Failure, UserError, refusal
from pump_link import entry, keys
from pump_link.client import Client, Denied, RefusedByPump, Unanswered
from pump_link.discovery import the_only_pump
from pump_link.frames import ROLES
from pump_link.opening import client_with_a_key
from pump_link.pump import Pump
from pump_link.readings import NotUnderstood
from pump_link.transport import NoWire, Transport, open_transport
from pump_link.words import denial_in_words, refusal_in_words

DENIED = 1


@contextmanager
def pump_at(port: str | None, pump: str | None, role: str = "clinician") -> Generator[Pump]:
    """An open Pump. A denial is printed and leaves with 1; what cannot be used is a UserError, a wire cut a Failure."""
    transport, client = _opened(port, pump, role)
    try:
        yield Pump(client)
    except Denied as denied:
        print(f"denied: {denial_in_words(denied)}")
        raise typer.Exit(DENIED) from None
    except RefusedByPump as refused:
        raise UserError(refusal_in_words(refused)) from None
    except (Unanswered, NotUnderstood, entry.NotAsEntered) as error:
        raise Failure(str(error)) from None
    except NoWire as error:
        raise Failure(f"{error}; what was asked may have been done: read the status") from None
    finally:
        transport.close()


def opened_wire(port: str | None) -> Transport:
    """The wire to that port, or to the only pump there is. UserError if there is none."""
    try:
        return open_transport(_address(port))
    except NoWire as error:
        raise UserError(str(error)) from None


def _address(port: str | None, pump: str | None = None) -> str:
    if port is not None:
        return port
    try:
        return the_only_pump(pump)
    except NoWire as error:
        raise UserError(str(error)) from None


def check_role(role: str) -> None:
    if role not in ROLES:
        raise refusal("ROLE", role, "one of " + ", ".join(ROLES), "choose one of them")


def _opened(port: str | None, pump: str | None, role: str) -> tuple[Transport, Client]:
    """A client whose session is open: of this user's keys the first that fits."""
    address = _address(port, pump)
    known = [pump] if pump is not None else keys.known(role)
    if not known:
        raise UserError(f"{role}: no key of any pump is kept; pair with it first: pump pair {role} --port {address}")
    transport = opened_wire(address)
    try:
        return transport, client_with_a_key(transport, role, known)
    except Exception as error:
        transport.close()
        if isinstance(error, keys.KeyTrouble | Unanswered):
            raise UserError(str(error)) from None
        if isinstance(error, NoWire):
            raise Failure(str(error)) from None
        raise
