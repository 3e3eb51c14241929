"""Plants each seeded fault in a copy of the project and runs the tests named for it: one must fail.

    python -m proof.mutants [--sample N] [--seed N] [--jobs N] [id ...]

Exit code: 0 every one caught, 1 one not caught, 2 the list itself is wrong.
"""

import argparse
import os
import queue
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from proof import mutant_list, results
from proof.mutant_list import Mutant, MutantResult
from proof.requirements_list import BadList
from proof.tree import tree_digest

NOT_COPIED = shutil.ignore_patterns(
    ".git", ".venv", ".build", ".hypothesis", "node_modules", "__pycache__", ".pytest_cache", ".ruff_cache"
)
IMPORT_ROOTS = ("firmware", "tools", ".", "host_tests")
TIMEOUT_S = 600
RAN_AND_FAILED = 1


def copy_project(root: Path, to: Path) -> Path:
    shutil.copytree(root, to, ignore=NOT_COPIED)
    if (root / "host_tests/node_modules").exists():
        (to / "host_tests/node_modules").symlink_to(root / "host_tests/node_modules")
    return to


def run_tests(copy: Path, tests: Iterable[str], timeout_s: float) -> tuple[int | None, dict[str, str]]:
    """Runs the named tests in the copy: pytest's exit code (None: stopped) and the outcome by node id."""
    (copy / results.FILE).unlink(missing_ok=True)
    paths = os.pathsep.join(str(copy / part) for part in IMPORT_ROOTS)
    environment = os.environ | {"PYTHONPATH": paths, "CI": "true"}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)  # a run without the caches takes three times as long
    command = [sys.executable, "-m", "pytest", "-q", "--no-header", *tests]
    with tempfile.TemporaryFile() as output:
        # In a group of its own: the VMs that it starts end with it.
        done = subprocess.Popen(
            command,
            cwd=copy,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        try:
            done.wait(timeout_s)
        except subprocess.TimeoutExpired:
            os.killpg(done.pid, signal.SIGKILL)
            done.wait()
            return None, {}
    return done.returncode, {node: result.outcome for node, result in results.load(copy).items()}


def rewrite(path: Path, text: str) -> None:
    """Writes a file so that no .pyc of its former text is taken for it.

    A .pyc knows its source by size and second, and a mutation may change neither; so time moves on.
    """
    after_s = path.stat().st_mtime + 2
    path.write_text(text)
    os.utime(path, (after_s, after_s))


def judge(mutant: Mutant, copy: Path, sound: set[str], timeout_s: float) -> MutantResult:
    """Runs one mutation in the copy and puts the file back. `sound`: the tests that pass without it."""
    path = copy / mutant.file
    original = path.read_text()
    rewrite(path, mutant.mutated(copy))
    try:
        code, outcomes = run_tests(copy, mutant.tests, timeout_s)
    finally:
        rewrite(path, original)
    killed = sorted(node for node, outcome in outcomes.items() if outcome == "failed" and node in sound)
    if code is None:
        return MutantResult("timeout")
    if code == RAN_AND_FAILED and killed:
        return MutantResult("caught", killed)
    return MutantResult("survived" if code == 0 else "broken")


def run_mutants(root: Path, chosen: list[Mutant], jobs: int, timeout_s: float = TIMEOUT_S) -> dict[str, MutantResult]:
    """Results by mutant id. Raises BadList where a named test does not pass on the sound sources."""
    tree = tree_digest(root)
    with tempfile.TemporaryDirectory(prefix="mutants-") as folder:
        copies: queue.SimpleQueue[Path] = queue.SimpleQueue()
        for number in range(jobs):
            copies.put(copy_project(root, Path(folder) / str(number)))
        first = copies.get()
        code, outcomes = run_tests(first, sorted({test for mutant in chosen for test in mutant.tests}), timeout_s)
        copies.put(first)
        if code != 0:
            failed = [node for node, outcome in outcomes.items() if outcome == "failed"]
            raise BadList(f"the named tests fail without any mutation (exit {code}): {', '.join(failed) or 'none ran'}")
        sound = {node for node, outcome in outcomes.items() if outcome == "passed"}

        def one(mutant: Mutant) -> MutantResult:
            copy = copies.get()
            began = time.monotonic()
            try:
                result = judge(mutant, copy, sound, timeout_s)
            finally:
                copies.put(copy)
            result.tree = tree
            print(f"{result.outcome:9} {time.monotonic() - began:5.1f} s  {mutant.id}", flush=True)
            return result

        with ThreadPoolExecutor(jobs) as pool:
            return dict(zip((mutant.id for mutant in chosen), pool.map(one, chosen), strict=True))


def choose(mutants: list[Mutant], ids: list[str], sample: int | None, seed: int) -> list[Mutant]:
    if unknown := sorted(set(ids) - {mutant.id for mutant in mutants}):
        raise BadList(f"no mutant {', '.join(unknown)} in {mutant_list.FILE}")
    chosen = [mutant for mutant in mutants if not ids or mutant.id in ids]
    if sample is not None and sample < len(chosen):
        chosen = random.Random(seed).sample(chosen, sample)
    return chosen


def summary(mutants: list[Mutant], ran: dict[str, MutantResult]) -> str:
    lines = ["", f"{'mutation':40} {'outcome':9} proves      caught by"]
    for mutant in mutants:
        if result := ran.get(mutant.id):
            first = result.killed[0].partition("::")[2] if result.killed else "-"
            more = f" and {len(result.killed) - 1} more" if len(result.killed) > 1 else ""
            lines.append(f"{mutant.id:40} {result.outcome:9} {','.join(mutant.proves):11} {first}{more}")
    caught = sum(result.outcome == "caught" for result in ran.values())
    lines.append(f"mutations: {caught} of {len(ran)} caught; {len(mutants)} are listed")
    return "\n".join(lines)


def main(arguments: list[str], root: Path) -> int:
    parser = argparse.ArgumentParser(prog="proof.mutants", description="run the seeded mutations")
    parser.add_argument("ids", nargs="*", help="only these")
    parser.add_argument("--sample", type=int, metavar="N", help="only N of them, chosen by the seed")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--jobs", type=int, default=min(4, os.cpu_count() or 1))
    options = parser.parse_args(arguments)
    try:
        mutants = mutant_list.load(root)
        chosen = choose(mutants, options.ids, options.sample, options.seed)
        if not chosen:
            print(f"mutations: none listed in {mutant_list.FILE}")
            return 0
        ran = run_mutants(root, chosen, max(1, min(options.jobs, len(chosen))))
    except BadList as problem:
        print(problem, file=sys.stderr)
        return 2
    earlier = mutant_list.load_record(root)
    listed = {mutant.id for mutant in mutants}
    mutant_list.store_record(root, {name: result for name, result in earlier.items() if name in listed} | ran)
    print(summary(mutants, ran))
    return 0 if all(result.outcome == "caught" for result in ran.values()) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:], Path(__file__).resolve().parents[2]))
