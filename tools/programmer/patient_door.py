"""The patient's page for a phone of the local network: a server of its own, which has no other page to give."""

import socket

from programmer.connection import Connection
from programmer.pairing_code import PairingCode
from programmer.patient_app import on_network
from programmer.server import Door

EVERY_ADDRESS = "0.0.0.0"
MOST_CONNECTIONS = 32  # a phone needs two; the rest wait or are turned away
_SOMEWHERE = ("192.0.2.1", 9)  # source: RFC 5737, an address for documentation; nothing is sent to it


def patient_door(connection: Connection, port: int) -> Door:
    """Prints its address and the code. port: 0 takes any that is free. Raises OSError if it is taken."""
    listening = socket.create_server((EVERY_ADDRESS, port))
    address = f"http://{_own_address()}:{listening.getsockname()[1]}/"
    print(f"patient's phone: {address} on the local network, for the patient's page alone", flush=True)
    code = PairingCode(lambda line: print(line, flush=True))
    return Door(listening, on_network(connection, code), address, MOST_CONNECTIONS)


def _own_address() -> str:
    """Of the way out of this computer, or this computer's name without one."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as way_out:
        try:
            way_out.connect(_SOMEWHERE)
        except OSError:
            return socket.gethostname()
        return str(way_out.getsockname()[0])
