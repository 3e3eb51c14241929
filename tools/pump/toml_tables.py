"""TOML text to tables whose keys are all known, before anything is read from them."""

import tomllib
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import cast

from pump.errors import UserError, refusal

LARGEST_FILE = 65_536  # bytes; a therapy or a scenario is a few hundred


def read_text(path: Path, what: str) -> str:
    """The text of `path`. what: "therapy" or "scenario", for the refusal."""
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST_FILE + 1)
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise UserError(f"{what} file: {path}: cannot be read: {reason}; check the path") from None
    if len(data) > LARGEST_FILE:
        raise UserError(f"{what} file: {path}: at most {LARGEST_FILE} bytes; check that it is the right file")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        raise UserError(f"{what} file: {path}: must be UTF-8 text; check that it is the right file") from None


def load(text: str, what: str) -> dict[str, object]:
    """The tables of a TOML text."""
    try:
        return tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        reason = str(error) if isinstance(error, ValueError) else "nested too deep"
        raise UserError(f"{what} file: not valid TOML: {reason}; correct it") from None


def dotted(prefix: str, key: str) -> str:
    """The name of `key` in messages; a key that is no plain word is quoted and cut."""
    plain = key if key.isascii() and key.replace("-", "_").isidentifier() and len(key) <= 40 else repr(key[:40])
    return f"{prefix}.{plain}" if prefix else plain


def table(value: object, field: str) -> dict[str, object]:
    """`value`, if it is a table."""
    if not isinstance(value, dict):
        raise refusal(field, value, f"a table is needed: [{field}]", "see the example therapies")
    return cast("dict[str, object]", value)


def tables(value: object, field: str) -> list[dict[str, object]]:
    """`value`, if it is a list of tables."""
    if not isinstance(value, list):
        raise refusal(field, value, f"needed as [[{field}]], with two brackets", "write it so")
    return [table(entry, field) for entry in cast("list[object]", value)]


def known_keys(
    given: Mapping[str, object], prefix: str, known: Collection[str], required: Collection[str] = ()
) -> None:
    """Refuse the first key that is not `known`, then the first `required` one that is missing."""
    for key in given:
        if key not in known:
            names = ", ".join(sorted(known))
            raise UserError(f"{dotted(prefix, key)}: no such setting: known here: {names}; remove or correct it")
    for key in required:
        if key not in given:
            raise UserError(f"{dotted(prefix, key)}: missing: this setting is required; add it")
