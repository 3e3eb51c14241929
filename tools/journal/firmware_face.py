"""What the journal's readers use of the firmware, as types: it carries none. Layouts are written there alone."""

from collections.abc import Callable, Sequence
from typing import Any, cast

import self_test
from drivers import reset_marker
from link import frames, rejections
from storage import checkpoint, event_log, records, weighing_files
from storage import held as held_module
from storage import ledger as ledger_module
from storage import settings as settings_module
from storage.folders import OF_THE_JOURNAL as _SUBFOLDERS
from storage.recorder import AT_ONCE
from storage.recovery import FOUND
from storage.settings import CALIBRATION, IDENTITY, THERAPY, Settings
from therapy.detection import verdicts
from therapy.memory import lockout, record_kinds, record_texts
from therapy.memory.history import History
from therapy.prescribing import soft_limits
from units import calendar

Fields = tuple[int, int, int, int, int, int, int, int]  # kind, mark, sequence, t_s, a, b, c, d

RECORD_BYTES: int = records.LENGTH
KIND, SEQUENCE, STEPS = records.KIND, records.SEQUENCE, records.C
NO_LINK: bytes = records.NO_LINK
unpack = cast("Callable[[bytes, int], Fields | None]", records.unpack)
link_of = cast("Callable[[bytes, int], bytes]", records.link_of)
follows = cast("Callable[[bytes, int, bytes], bool]", records.follows)
link_after = cast("Callable[[bytes, bytes], bytes]", records.link_after)

LOG_FOLDER: str = event_log.FOLDER
LOG_HEAD_BYTES: int = event_log.HEAD_LENGTH
MOST_LOG_FILES: int = event_log.MOST_FILES
IN_LEDGER: int = event_log.IN_LEDGER
unpack_log_head = cast("Callable[[bytes], tuple[int, bytes] | None]", event_log.unpack_head)
mark_of = cast("Callable[[int], int]", event_log.mark_of)

SEGMENTS: tuple[str, ...] = ledger_module.SEGMENTS
HELD_FILES: tuple[str, ...] = held_module.FILES
SETTINGS: tuple[str, ...] = (IDENTITY, CALIBRATION, THERAPY)
WEIGHING: tuple[str, ...] = (weighing_files.LOAD_CELL, weighing_files.HEAD)
make_weighing_files = cast("Callable[[object], Any]", weighing_files.WeighingFiles)
SUBFOLDERS = cast("tuple[str, ...]", _SUBFOLDERS)
MOST_AT_ONCE: int = AT_ONCE
KNOWN, UNKNOWN = cast("int", ledger_module.KNOWN), cast("int", ledger_module.UNKNOWN)
unpack_checkpoint = cast("Callable[[bytes, Any], tuple[int, bytes, int, int] | None]", checkpoint.unpack)
make_history = cast("Callable[[], Any]", History)
make_held = cast("Callable[[object], Any]", held_module.Held)
make_ledger = cast("Callable[[object, int], Any]", ledger_module.Ledger)
digest = cast("Callable[[object, object], str]", settings_module.digest)
make_settings = cast("Callable[[object], Any]", Settings)

VERDICTS: tuple[str, ...] = verdicts.NAMES
REJECTIONS: tuple[str, ...] = rejections.KINDS
ROLES = tuple(role.decode() for role in cast("tuple[bytes, ...]", frames.ROLES))
KIND_TEXTS: Sequence[tuple[str, str]] = record_texts.TEXTS
KIND_NAMES: tuple[str, ...] = record_texts.NAMES
RESERVE: int = record_kinds.RESERVE
SETTLED: int = record_kinds.SETTLED
RESET: int = record_kinds.RESET
TIME_SET: int = record_kinds.TIME_SET
TIME_LOST: int = record_kinds.TIME_LOST
COUNTED_HOUR: int = record_kinds.COUNTED_HOUR
STOP_REASONS = {  # a closed list that the firmware keeps as numbers only
    record_kinds.BY_COMMAND: "by command",
    record_kinds.BY_FAULT: "by a fault",
    record_kinds.UNTIL_PROGRAMMED: "until programmed",
    record_kinds.BY_CLOCK: "by the clock that was lost",
}
SELF_TEST_ITEMS = cast("tuple[str, ...]", self_test.ITEMS)
FOUND_NAMES = cast("tuple[str, ...]", FOUND)
SOFT_LIMITS = cast("tuple[str, ...]", soft_limits.NAMES)
RESET_REASONS = cast("tuple[str, ...]", reset_marker.REASONS)
NEW_HISTORY: int = reset_marker.NEW_HISTORY
NEVER_S: int = lockout.NEVER_S
LAST_DAY: int = calendar.LAST_DAY
date_of = cast("Callable[[int], tuple[int, int, int]]", calendar.date_of)
