"""Flash files in memory, without a clock; fakes.flash_files has those that take their time. On both VMs."""

from storage.settings import new_pump


class MemoryFiles:
    """Flash in memory, of a new pump. on_write: called before each write; what it raises, the write raises."""

    def __init__(self):
        self.stored = new_pump()
        self.writes = 0
        self.on_write = None

    def _write(self):
        self.writes += 1
        if self.on_write is not None:
            self.on_write()

    def names(self, subfolder=""):
        start = subfolder + "/" if subfolder else ""
        return sorted(
            name[len(start) :] for name in self.stored if name.startswith(start) and "/" not in name[len(start) :]
        )

    def size(self, name):
        return len(self.stored[name])

    def read_part(self, name, offset, length):
        content = self.stored.get(name)
        return None if content is None else content[offset : offset + length]

    def overwrite(self, name, content):
        self.replace(name, content)

    def put_aside(self, name):
        self._write()
        self.stored[name + ".aside"] = self.stored.pop(name)

    def read(self, name):
        return self.stored.get(name)

    def replace(self, name, content):
        self._write()
        self.stored[name] = bytes(content)

    def append(self, name, content):
        self._write()
        self.stored[name] = self.stored.get(name, b"") + bytes(content)

    def remove(self, name):
        self._write()
        del self.stored[name]

    def copy(self):
        other = MemoryFiles()
        other.stored = dict(self.stored)
        return other
