"""The board's USB serial as a stream of bytes that never waits."""

READABLE = 1
WRITABLE = 4


class UsbLine:
    """source, sink: sys.stdin.buffer and sys.stdout.buffer. select: the module. pollable: what wakes the loop.

    Both block for as long as they cannot go on, so each byte is asked for first: the port reads whole counts only, and
    waits half a second for a host that does not take what is written.
    """

    def __init__(self, source, sink, select):
        self._source = source
        self._sink = sink
        self._byte = bytearray(1)
        self._can_read = select.poll()
        self._can_read.register(source, READABLE)
        self._can_write = select.poll()
        self._can_write.register(sink, WRITABLE)
        self.pollable = source

    def has_bytes(self):
        return bool(self._can_read.poll(0))

    def read(self, most):
        """The bytes that are there, at most so many; b"" without any."""
        found = bytearray()
        while len(found) < most and self._can_read.poll(0):
            if not self._source.readinto(self._byte):
                break
            found.append(self._byte[0])
        return bytes(found)

    def write(self, content):
        """How many of these bytes the host took now."""
        taken = 0
        while taken < len(content) and self._can_write.poll(0):
            self._byte[0] = content[taken]
            self._sink.write(self._byte)
            taken += 1
        return taken
