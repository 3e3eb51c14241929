"""Runs on the board, sent to its prompt as text: what lies there, how much room there is, and a part of a file."""

PART = 1024
IS_FOLDER = 0x4000  # the type that os.ilistdir gives a folder


def survey(os, open_file, sha256, left_out=(), start=""):
    """Prints `digest path` of every file below `start`, and `- path/` of a folder that is left out."""
    buffer = bytearray(PART)
    whole = memoryview(buffer)
    folders = [start]
    while folders:
        folder = folders.pop()
        for entry in os.ilistdir("/" + folder):
            path = folder + entry[0]
            if entry[1] != IS_FOLDER:
                print(digest(open_file, path, sha256, buffer, whole), path)
            elif path in left_out:
                print("- " + path + "/")
            else:
                folders.append(path + "/")


def digest(open_file, path, sha256, buffer, whole):
    """SHA-256 of a file, as hexadecimal digits."""
    hashed = sha256()
    with open_file("/" + path, "rb") as file:
        while True:
            count = file.readinto(buffer)
            if not count:
                return "".join("%02x" % byte for byte in hashed.digest())
            hashed.update(whole[:count])


def room(os):
    """Prints the bytes of a block and the blocks that are free."""
    figures = os.statvfs("/")
    print(figures[0], figures[3])


def write(open_file, path, mode, packed):
    """Write or append what `packed` holds: base64 of a zlib stream."""
    import binascii
    import io

    import deflate

    with open_file("/" + path, mode) as file:
        file.write(deflate.DeflateIO(io.BytesIO(binascii.a2b_base64(packed)), deflate.ZLIB).read())
