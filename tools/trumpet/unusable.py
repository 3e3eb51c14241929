"""How this room says no: field, value, limit and what to do, in one line."""

_LONGEST_SHOWN = 60


class Unusable(Exception):
    """A record or figure that no curve can be made of. Its text is one line."""

    def __init__(self, field: str, value: str, limit: str, action: str) -> None:
        shown = value if len(value) <= _LONGEST_SHOWN else value[: _LONGEST_SHOWN - 3] + "..."
        super().__init__(f"{field}: {shown}: {limit}; {action}")
