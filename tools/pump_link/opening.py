"""A session with whichever of this user's keys the pump at a wire takes."""

from collections.abc import Sequence

from pump_link import keys
from pump_link.client import TRIES, Client, Unanswered
from pump_link.transport import Transport

TRIES_OF_MANY = 2  # where several keys are tried


def client_with_a_key(transport: Transport, role: str, known: Sequence[str]) -> Client:
    """Its session is open. known: ids of pumps, at least one. Raises KeyTrouble, NoWire, or Unanswered if none fits."""
    silent = Unanswered("hello", may_be_done=False)
    for pump_id in known:
        tries = TRIES if len(known) == 1 else TRIES_OF_MANY
        client = Client(transport, role, keys.load(pump_id, role), tries=tries)
        try:
            client.open()
        except Unanswered as error:
            silent = error
        else:
            return client
    raise silent
