"""What the proof borrows from the tests: their benches and helpers, which are no package."""

import importlib
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
HOST_TESTS = ROOT / "host_tests"
sys.path.insert(0, str(HOST_TESTS))

assembled: Any = importlib.import_module("assembled")
bench_of_heart: Any = importlib.import_module("bench_of_heart")
event_log_state: Any = importlib.import_module("event_log_state")
example_orders: Any = importlib.import_module("example_orders")
ideal_engine: Any = importlib.import_module("ideal_engine")
ledger_state: Any = importlib.import_module("ledger_state")
handheld_bench: Any = importlib.import_module("handheld_bench")
handheld_faults: Any = importlib.import_module("handheld_faults")
fuzzed_lines: Any = importlib.import_module("fuzzed_lines")
fuzzed_link: Any = importlib.import_module("fuzzed_link")
line_changes: Any = importlib.import_module("line_changes")
link_bench: Any = importlib.import_module("link_bench")
memory_files: Any = importlib.import_module("memory_files")
