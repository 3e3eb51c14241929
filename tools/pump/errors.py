"""How the host says no to a person."""

LONGEST_SHOWN = 60


class UserError(Exception):
    """Input that cannot be used. Its text is one line, fit to print before leaving with status 2."""

    def __init__(self, line: str) -> None:
        super().__init__(one_line(line))


class Failure(Exception):
    """What was asked for could not be done, though the input was right: one line, and status 3."""


def refusal(field: str, value: object, expected: str, advice: str) -> UserError:
    """field: dotted name as in the file; value: what stands there; expected: the form or limit that it breaks."""
    return UserError(f"{field}: {shown(value)}: {expected}; {advice}")


def shown(value: object) -> str:
    """`value` as short printable text. Never fails, whatever a file holds."""
    if isinstance(value, dict):
        return "a table"
    if isinstance(value, list):
        return "a list"
    if isinstance(value, bool):
        return "true" if value else "false"
    try:
        text = repr(value)
    except ValueError:
        # Python refuses to write integers of more than 4300 digits.
        return "a number of thousands of digits"
    return text if len(text) <= LONGEST_SHOWN else text[: LONGEST_SHOWN - 3] + "..."


def one_line(text: str) -> str:
    """`text` with every character that could break or hide the line escaped."""
    return "".join(letter if letter.isprintable() else ascii(letter)[1:-1] for letter in text)
