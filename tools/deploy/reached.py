"""Which files of the firmware a file imports, at any depth: so no list of them can fall behind."""

import ast
from pathlib import Path


def reached(start: Path, firmware: Path) -> set[Path]:
    """`start`, all that it imports of `firmware`, anywhere in a file, and the packages these lie in."""
    found: set[Path] = set()
    waiting = [start]
    while waiting:
        source = waiting.pop()
        if source not in found:
            found.add(source)
            waiting += _imported(source, firmware)
    return found


def _imported(source: Path, firmware: Path) -> list[Path]:
    names: list[str] = []
    for node in ast.walk(ast.parse(source.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            names += [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
    files: list[Path] = []
    for name in names:
        path = firmware.joinpath(*name.split("."))
        packages = [folder / "__init__.py" for folder in (path, *path.parents) if firmware in folder.parents]
        files += [file for file in (path.with_suffix(".py"), *packages) if file.is_file()]
    return files
