"""What the pump is doing: a closed list; a state is kept as its place in it."""

STATES = ("locked", "stopped", "starting", "running", "halting", "service")
LOCKED, STOPPED, STARTING, RUNNING, HALTING, SERVICE = range(len(STATES))
