"""What can be done to a line on its way: changed, cut, stuffed, or made up; for tests on both VMs."""

OF_A_FRAME = b'pump1 > clinician patient hello pair 123456789 status {}[]":,\r\n\x00\xff 0af'
HEADS = (b"pump1 > clinician", b"pump1 > patient", b"pump1 < clinician", b"pump1 > nurse", b"pump2 > patient", b"pump1")
WORDS = (
    b"pair",
    b"hello",
    b"welcome",
    b"1",
    b"0",
    b"999999999",
    b"1000000000",
    b"status",
    b"bolus",
    b"0" * 32,
    b"{}",
    b"",
)
END = b"\n"


def flips(line, masks, step=1):
    """The line with one byte changed by each of the masks, at every place or every `step`th; none has an end in it."""
    for place in range(0, len(line), step):
        for mask in masks:
            changed = line[:place] + bytes([line[place] ^ mask]) + line[place + 1 :]
            if END not in changed:
                yield changed


def cuts(line, step=1):
    """The line cut to each shorter length, or every `step`th."""
    for length in range(1, len(line), step):
        yield line[:length]


def noise(chance, most):
    return bytes(chance.below(256) for _ in range(chance.below(most)))


def like_a_frame(chance, most):
    """Bytes that frames are made of, in any order."""
    return bytes(chance.choose(OF_A_FRAME) for _ in range(chance.below(most))) + END


def of_words(chance):
    """The head of a frame, and some words that might stand after it."""
    words = [chance.choose(WORDS) for _ in range(1 + chance.below(3))] if chance.below(3) else [b"pair"]
    return chance.choose(HEADS) + b" " + b" ".join(words) + END


def changed(chance, content):
    """With one to three bytes put in, left out or changed."""
    for _ in range(1 + chance.below(3)):
        place, what = chance.below(len(content) + 1), chance.below(3)
        byte = bytes([chance.below(256)])
        content = content[:place] + (b"" if what == 0 else byte) + content[place + (0 if what == 1 else 1) :]
    return content
