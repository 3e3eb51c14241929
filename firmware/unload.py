"""Giving back the memory of modules that are needed seldom. On the board alone: a host has memory enough."""

import sys


def unload(names):
    """Forget these modules; the next import loads them anew. What an object still uses of them stays."""
    for name in names:
        if name not in sys.modules:
            continue
        del sys.modules[name]
        package, _, module = name.rpartition(".")
        if package:
            delattr(sys.modules[package], module)
