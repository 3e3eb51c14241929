"""The folders of the pump's journal: of its event log, and of each of two small files (storage/README.md)."""

HELD = ("held-a", "held-b")
LOG = "log"
OF_THE_JOURNAL = HELD + (LOG,)
