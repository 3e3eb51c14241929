"""A bench test as text, for the screen and for a file."""

import time

from deploy.bench_test import Results

SAFE = "Bench and demonstration only, with water. Never for a human or an animal."


def as_text(results: Results, port: str) -> str:
    """A line an item: outcome, name, what was measured, its limit."""
    when = time.strftime("%Y-%m-%d %H:%M:%S %z")
    lines = [f"pump selftest, {when}", SAFE, f"board: {results.board}, at {port}"]
    lines += [f"{item.outcome:7} {item.name:17} {item.measured}   (limit: {item.limit})" for item in results.items]
    started = results.started
    if started.raised is not None:
        lines.append(f"restarted: its firmware ended: {started.raised}")
    elif started.state is None:
        lines.append("restarted: it did not say how its self-test ended")
    else:
        lines.append(f"restarted: {started.state}; its own self-test: {', '.join(started.failed) or 'passed'}")
    return "\n".join([*lines, "result: " + ("passed" if results.passed else "FAILED")])
