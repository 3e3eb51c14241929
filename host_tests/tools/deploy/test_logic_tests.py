"""`pump selftest --logic`: the files of host_tests, at a prompt in memory with a unittest like micropython-lib's."""

import sys
import types
import unittest
from collections.abc import Iterator
from typing import Any

import pytest
from fake_board import FakeBoard, Flash
from mpremote.commands import CommandError
from prompt_server import PromptServer, prompt

from deploy import bench_test, logic_tests, repl_board
from deploy.bench_test import FAILED, PASSED, Results
from deploy.logic_tests import FILES, TESTS, run_logic_tests
from deploy.repl_board import ReplBoard
from deploy.restart import Started
from deploy.troubles import BoardRaised, NotFetched
from pump.cli import main
from support import proves

CLASS_OF_TESTS = unittest.TestCase


class Result:
    """As micropython-lib has it: counts, and (case, text) of each that failed."""

    def __init__(self) -> None:
        self.testsRun = self.failuresNum = self.errorsNum = self.skippedNum = 0
        self.failures: list[tuple[tuple[str, str], str]] = []
        self.errors: list[tuple[tuple[str, str], str]] = []


class Suite:
    def __init__(self, name: str) -> None:
        self._name = name
        self._cases: list[type[unittest.TestCase]] = []

    def addTest(self, case: type[unittest.TestCase]) -> None:
        self._cases.append(case)

    def run(self, result: Result) -> None:
        for case in self._cases:
            told = unittest.TestResult()
            unittest.defaultTestLoader.loadTestsFromTestCase(case).run(told)
            result.testsRun += told.testsRun
            result.skippedNum += len(told.skipped)
            for bad, text in told.failures + told.errors:
                result.failuresNum += 1
                result.failures.append(((bad.id().rpartition(".")[2], self._name), text))


class Prompt:
    """Runs what it is sent in names of its own, which a soft reset empties. has_unittest: in its /lib."""

    def __init__(self, has_unittest: bool = True, has_network: bool = True) -> None:
        self.has_unittest = has_unittest
        self.has_network = has_network
        self.resets = 0
        self.sent: list[str] = []
        self.broken: dict[str, str] = {}
        self._main: Any = None

    def enter(self, may_stop: bool) -> None:
        assert may_stop
        self.resets += 1
        self._main = types.ModuleType("__main__")
        self._printed: list[str] = []
        self._modules: dict[str, Any] = {}

    def install(self, package: str) -> None:
        if not self.has_network:
            raise NotFetched("Name or service not known requesting the index")
        assert package == "unittest"
        self.has_unittest = True

    def run(self, code: str) -> str:
        self.sent.append(code)
        self._printed.clear()
        for old, new in self.broken.items():
            code = code.replace(old, new)
        names = self._main.__dict__
        names["__builtins__"] = {**vars(__import__("builtins")), "__import__": self._imported, "print": self._print}
        try:
            exec(compile(code, "<prompt>", "exec"), names)
        except Exception as error:
            raise BoardRaised(f"the board says: {error!r}") from None
        return "\n".join(self._printed)

    def _print(self, *words: object) -> None:
        self._printed.append(" ".join(map(str, words)))

    def _imported(self, name: str, *more: Any) -> Any:
        if name == "unittest":
            if not self.has_unittest:
                raise ImportError("no module named 'unittest'")
            skips = {"skip": unittest.skip, "skipIf": unittest.skipIf, "skipUnless": unittest.skipUnless}
            return types.SimpleNamespace(TestCase=CLASS_OF_TESTS, TestResult=Result, TestSuite=Suite, **skips)
        if name == "gc":
            return types.SimpleNamespace(collect=lambda: 0, mem_free=lambda: 150_000)
        if name == "sys":
            return types.SimpleNamespace(modules=self._modules, implementation=sys.implementation)
        if name == "__main__":
            return self._main
        return self._modules.get(name) or __import__(name, *more)


@pytest.fixture
def few(monkeypatch) -> Iterator[None]:
    monkeypatch.setattr(logic_tests, "FILES", FILES[:1])
    yield


def test_every_file_and_helper_is_there_and_needs_no_mocked_pins():
    for name, helpers in FILES:
        text = (TESTS / name).read_text()
        assert "assembled" not in text
        assert "fakes" not in text
        for helper in helpers:
            assert (TESTS / f"{helper}.py").is_file()


@proves("S1")
def test_each_file_goes_to_an_empty_prompt_and_says_how_many_passed():
    prompt = Prompt()
    items = run_logic_tests(prompt, True)
    assert {item.outcome for item in items} == {PASSED}, items
    assert [item.name for item in items][:2] == ["logic flow", "logic two_words"]
    assert len(items) == len(FILES)
    assert prompt.resets == len(FILES) + 1
    for item in items:
        assert int(item.measured.partition(" ")[0]) > 0
        assert item.measured.endswith("skipped, 146 kB of heap left")
    assert "support" not in sys.modules["__main__"].__dict__


@proves("S1")
def test_a_board_that_reckons_wrongly_fails_by_the_names_of_the_tests(few):
    prompt = Prompt()
    prompt.broken = {"self.assertEqual(": "self.assertNotEqual("}
    (item,) = run_logic_tests(prompt, True)
    assert item.outcome == FAILED
    assert ": test_" in item.measured or ": ('test_" in item.measured


def test_a_file_that_finds_no_memory_fails_alone(monkeypatch):
    monkeypatch.setattr(logic_tests, "FILES", FILES[:2])
    prompt = Prompt()
    prompt.broken = {(TESTS / FILES[0][0]).read_text(): "raise MemoryError"}
    first, second = run_logic_tests(prompt, True)
    assert (first.outcome, second.outcome) == (FAILED, PASSED)
    assert "MemoryError" in first.measured


def test_unittest_is_fetched_once_where_it_is_missing_and_without_a_network_that_is_said(few):
    prompt = Prompt(has_unittest=False)
    assert run_logic_tests(prompt, True)[0].outcome == PASSED
    lost = Prompt(has_unittest=False, has_network=False)
    (item,) = run_logic_tests(lost, True)
    assert (item.name, item.outcome) == ("logic", FAILED)
    assert item.measured.startswith("no unittest in /lib, and it was not fetched: Name or service not known")


def test_mips_own_words_are_kept_where_it_cannot_fetch(monkeypatch):
    def no_network(state: Any, wanted: Any) -> None:
        assert (wanted.command, wanted.packages, wanted.target) == (["install"], ["unittest"], "/lib")
        state.ensure_raw_repl()
        raise CommandError("Network is unreachable requesting the index")

    monkeypatch.setattr(repl_board, "do_mip", no_network)
    with prompt(PromptServer(FakeBoard(Flash({})))) as address:
        board = ReplBoard(address)
        with pytest.raises(NotFetched, match="Network is unreachable"):
            board.install("unittest")
        board.close()


@pytest.mark.parametrize("logic", [False, True])
def test_the_option_asks_for_them(monkeypatch, logic):
    asked: list[bool] = []

    def run(*_: object, logic: bool) -> Results:
        asked.append(logic)
        return Results("RPI_PICO", (), Started("locked"))

    monkeypatch.setattr(bench_test, "run", run)
    assert main(["selftest", "--port", "socket://127.0.0.1:9", *["--logic"] * logic]) == 0
    assert asked == [logic]
