"""One piece of hardware a file; each takes its pins, clock and state machines as arguments."""
