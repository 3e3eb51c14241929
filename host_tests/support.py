"""Helpers of the both-VM tests: must import on CPython and on MicroPython alike."""

import sys

MICROPYTHON = sys.implementation.name == "micropython"


def proves(*requirement_ids):
    """Marks a test (method, function or class) with the requirements it proves, for `make trace`.

    Put it outermost. Ids that host_tests/requirements.toml does not list stop the collection.
    """

    def mark(test):
        # MicroPython's functions carry no attributes; the ids are read on CPython only.
        if not MICROPYTHON:
            test.proves = getattr(test, "proves", ()) + requirement_ids
        return test

    return mark
