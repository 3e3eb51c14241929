"""Names the state of the sources, so that a result can tell which sources it belongs to."""

import hashlib
from pathlib import Path

SOURCES = ("firmware", "boards", "tools", "host_tests")
SUFFIXES = (".py", ".mjs", ".toml", ".json")
LEFT_OUT = ("node_modules", "__pycache__")


def tree_digest(root: Path) -> str:
    """A short digest of every source file's path and content under `root`."""
    digest = hashlib.sha256()
    for folder in SOURCES:
        for path in sorted((root / folder).rglob("*")):
            relative = path.relative_to(root)
            if path.suffix in SUFFIXES and path.is_file() and not set(LEFT_OUT) & set(relative.parts):
                digest.update(relative.as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:16]
