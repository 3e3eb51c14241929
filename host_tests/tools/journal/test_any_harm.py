"""Whatever the files hold: no exception, no damaged record shown as data, and the harm is found."""

from hypothesis import given, settings
from hypothesis import strategies as st
from journal_pumps import RECORD, Files, read, twin_files

from support import proves

WHOLE = twin_files()
NAMES = sorted(WHOLE)
SAID = {(line.entry.sequence, line.entry.said) for line in read(WHOLE).lines}


@st.composite
def harms(draw: st.DrawFn) -> Files:
    """One harm or more: bits flipped, bytes lost or added, a file cut off, emptied or gone."""
    files = dict(WHOLE)
    for _ in range(draw(st.integers(1, 4))):
        name = draw(st.sampled_from(NAMES))
        content = bytearray(files.get(name, b""))
        place = draw(st.integers(0, max(0, len(content) - 1)))
        way = draw(st.sampled_from(("flip", "cut", "lose", "add", "zero", "remove")))
        if way == "flip" and content:
            content[place] ^= 1 << draw(st.integers(0, 7))
        elif way == "cut":
            del content[place:]
        elif way == "lose":
            del content[place : place + draw(st.integers(1, 3 * RECORD))]
        elif way == "add":
            content[place:place] = draw(st.binary(min_size=1, max_size=2 * RECORD))
        elif way == "zero":
            content[place : place + RECORD] = bytes(len(content[place : place + RECORD]))
        files[name] = bytes(content)
        if way == "remove":
            del files[name]
    return files


@proves("P4", "P5")
@settings(max_examples=300, deadline=None)
@given(harms())
def test_harm_is_found_and_never_shown_as_data(files: Files):
    journal = read(files)
    assert {(line.entry.sequence, line.entry.said) for line in journal.lines} <= SAID
    assert all(str(finding).isprintable() for finding in journal.findings)
    assert journal.findings or files == WHOLE


@proves("P4")
@settings(max_examples=100, deadline=None)
@given(st.dictionaries(st.sampled_from([*NAMES, "log/00002", "log/00007", "log/x"]), st.binary(max_size=300)))
def test_any_bytes_at_all_are_read_to_the_end(files: Files):
    journal = read(files)
    assert journal.lines == ()
    assert journal.belief is None
    assert journal.findings or set(files) <= {"log/x"}
