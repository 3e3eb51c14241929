"""`pump status`, `bolus`, `stop`, `start` and `pair`: one request each over the link."""

import json as json_text
from collections.abc import Callable
from typing import Annotated, Any

import typer

from pump.errors import UserError, refusal

DENIED = 1
PORT = typer.Option(metavar="HOST:PORT", help="Where the pump is: a twin that pump sim --serve has opened.")
PUMP = typer.Option("--pump", metavar="ID", help="Which one, where this user has paired with several.")
HOLD_S = 8.0


def add_link_commands(app: typer.Typer) -> None:
    """Register them."""
    app.command()(status)
    app.command()(bolus)
    app.command()(stop)
    app.command()(start)
    app.command()(pair)


def status(
    port: Annotated[str, PORT],
    pump: Annotated[str | None, PUMP] = None,
    role: Annotated[str, typer.Option(metavar="ROLE", help="clinician or patient.")] = "clinician",
    json: Annotated[bool, typer.Option("--json", help="One JSON object on stdout.")] = False,
) -> None:
    """What a pump is doing, as it says itself."""
    _check_role(role)
    said = _ask(port, role, pump, "status")
    print(json_text.dumps(said) if json else shown_status(said))


def bolus(port: Annotated[str, PORT], pump: Annotated[str | None, PUMP] = None) -> None:
    """Ask for the patient's prescribed bolus. Leaves with 0 if it is granted, 1 if it is denied."""
    _do(port, "patient", pump, "bolus", "granted")


def stop(port: Annotated[str, PORT], pump: Annotated[str | None, PUMP] = None) -> None:
    """End delivery; a bolus under way is cut."""
    _do(port, "clinician", pump, "stop", "stopping")


def start(port: Annotated[str, PORT], pump: Annotated[str | None, PUMP] = None) -> None:
    """Deliver again."""
    _do(port, "clinician", pump, "start", "starting")


def pair(
    role: Annotated[str, typer.Argument(metavar="ROLE", help="clinician or patient.")],
    port: Annotated[str, PORT],
) -> None:
    """Get a key from a stopped pump while its button is held: press it, run this, let go when it says so."""
    from pump_link import keys
    from pump_link.pairing import NotPaired, pair_while_held
    from pump_link.transport import NoWire, SocketTransport

    _check_role(role)
    try:
        key, pump_id = pair_while_held(SocketTransport(port), role, HOLD_S)
    except (NotPaired, NoWire) as error:
        raise UserError(str(error)) from None
    print(f"paired as {role} with pump {pump_id}: let go; the key is in {keys.save(pump_id, role, key)}")


def shown_status(said: dict[str, Any]) -> str:
    """The status in lines for a person."""
    alarms = ", ".join(f"{name} ({priority})" for name, priority in said["alarms"]) or "none"
    more = said["alarms_shown"] - len(said["alarms"])
    lines = [
        f"state: {said['state']}",
        f"flow now: {said['flow_fl_per_day'] / 1e12:.6g} mL/day",
        f"left: {_mL(said['by_steps_nl'])} by steps, {_mL(said['by_weight_nl'])} by weight",
        f"alarms: {alarms}{f' and {more} more' if more else ''}",
        f"therapy: {said['therapy']}",
    ]
    if said["lockout_left_s"] is not None:
        lines.append(f"patient bolus: {said['boluses_left']} left today, lockout {said['lockout_left_s']} s")
    if "bolus" in said:
        kind, given, of = said["bolus"]
        lines.append(f"bolus under way: {kind}, {given} of {of} microsteps")
    return "\n".join(lines)


def _mL(nl: int | None) -> str:
    return "not known" if nl is None else f"{nl / 1e6:.4f} mL"


def _check_role(role: str) -> None:
    from pump_link.frames import ROLES

    if role not in ROLES:
        raise refusal("ROLE", role, "one of " + ", ".join(ROLES), "choose one of them")


def _do(port: str, role: str, pump: str | None, command: str, done: str) -> None:
    from pump_link.client import Denied

    try:
        _ask(port, role, pump, command)
    except Denied as denied:
        print(f"denied: {denied}")
        raise typer.Exit(DENIED) from None
    print(done)


def _ask(port: str, role: str, pump: str | None, command: str) -> dict[str, Any]:
    """One request to the pump at that port, with the key that this user has for it."""
    from pump_link import keys
    from pump_link.client import Client, RefusedByPump, Unanswered
    from pump_link.transport import NoWire, SocketTransport

    known = [pump] if pump is not None else keys.known(role)
    if not known:
        raise UserError(f"{role}: no key of any pump is kept; pair first: pump pair {role} --port {port}")
    try:
        transport = SocketTransport(port)
        for pump_id in known:
            client = Client(transport, role, keys.load(pump_id, role), tries=4 if len(known) == 1 else 2)
            if _opens(client.open, is_last=pump_id == known[-1]):
                return client.ask(command)
    except (NoWire, keys.KeyTrouble, Unanswered, RefusedByPump) as error:
        raise UserError(str(error)) from None
    raise UserError(f"{port}: no key fits the pump there; pair with it")


def _opens(open_session: Callable[[], None], is_last: bool) -> bool:
    from pump_link.client import Unanswered

    try:
        open_session()
    except Unanswered:
        if is_last:
            raise
        return False
    return True
