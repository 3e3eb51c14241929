"""Reads the seeded mutations, host_tests/mutants.toml, and the record of their last run."""

import json
import tomllib
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from proof import requirements_list
from proof.requirements_list import BadList

FILE = "host_tests/mutants.toml"
RECORD = ".build/mutants.json"


@dataclass(frozen=True)
class Mutant:
    """One seeded fault: `old` becomes `new` in `file`; one of `tests` must then fail."""

    id: str
    file: str
    old: str
    new: str
    proves: list[str]
    tests: list[str]

    def mutated(self, root: Path) -> str:
        """The file's text with the fault in it. Raises BadList."""
        path = root / self.file
        if not path.exists():
            raise BadList(f"{FILE}: {self.id}: {self.file} does not exist")
        text = path.read_text()
        if (count := text.count(self.old)) != 1:
            raise BadList(f"{FILE}: {self.id}: `old` is found {count} times in {self.file}; it must be there once")
        return text.replace(self.old, self.new)


@dataclass
class MutantResult:
    """How a mutation ended: caught, survived, broken (no test could run) or timeout; and the tests that failed."""

    outcome: str
    killed: list[str] = field(default_factory=list[str])
    tree: str = ""


def load(root: Path) -> list[Mutant]:
    """The listed mutations, each checked against the sources. Raises BadList."""
    path = root / FILE
    listed: dict[str, Any] = tomllib.loads(path.read_text()) if path.exists() else {}
    entries: list[dict[str, Any]] = listed.get("mutant", [])
    known = requirements_list.load(root)
    mutants: list[Mutant] = []
    for number, entry in enumerate(entries, 1):
        try:
            mutant = Mutant(**entry)
        except TypeError as error:
            raise BadList(f"{FILE}: entry {number}: {error}") from None
        if any(mutant.id == other.id for other in mutants):
            raise BadList(f"{FILE}: {mutant.id} is listed twice")
        if mutant.old == mutant.new or not mutant.tests or not mutant.proves:
            raise BadList(f"{FILE}: {mutant.id}: it needs a change, at least one test, and what it proves")
        if unknown := sorted(set(mutant.proves) - known.keys()):
            raise BadList(f"{FILE}: {mutant.id}: no requirement {', '.join(unknown)} in {requirements_list.FILE}")
        for test in mutant.tests:
            if not (root / test.partition("::")[0]).exists():
                raise BadList(f"{FILE}: {mutant.id}: {test} does not exist")
        mutant.mutated(root)
        mutants.append(mutant)
    return mutants


def load_record(root: Path) -> dict[str, MutantResult]:
    path = root / RECORD
    if not path.exists():
        return {}
    return {name: MutantResult(**entry) for name, entry in json.loads(path.read_text()).items()}


def store_record(root: Path, record: dict[str, MutantResult]) -> None:
    path = root / RECORD
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps({name: asdict(result) for name, result in sorted(record.items())}, indent=1) + "\n")
