"""Files on the board's flash file system, in one folder and the folders in it."""

from storage.folders import OF_THE_JOURNAL

NO_SUCH_FILE = 2  # errno.ENOENT


class FlashFiles:
    """os: the module. open_file: the builtin. Every method raises OSError if the flash refuses."""

    subfolders = OF_THE_JOURNAL

    def __init__(self, os, open_file, folder):
        self._os = os
        self._open = open_file
        self._folder = folder
        for path in (folder,) + tuple(folder + "/" + name for name in self.subfolders):
            try:
                os.mkdir(path)
            except OSError:
                pass  # it is there already; if it cannot be made, the first write says so

    def _path(self, name):
        return self._folder + "/" + name

    def names(self, subfolder=""):
        """Of the files of the folder itself, or of one in it."""
        path = self._path(subfolder) if subfolder else self._folder
        return [name for name in self._os.listdir(path) if not name.endswith(".new") and name not in self.subfolders]

    def read(self, name):
        """The whole content, or None if there is no such file. Raises OSError if it is there and cannot be read."""
        return self._read(name, 0, -1)

    def read_part(self, name, offset, length):
        """At most `length` bytes from `offset` on, or None if there is no such file."""
        return self._read(name, offset, length)

    def _read(self, name, offset, length):
        try:
            with self._open(self._path(name), "rb") as file:
                if offset:
                    file.seek(offset)
                return file.read(length)
        except OSError as error:
            if error.errno == NO_SUCH_FILE:
                return None
            raise

    def size(self, name):
        """Bytes in it."""
        return self._os.stat(self._path(name))[6]

    def replace(self, name, content):
        """Old or new after a cut: written aside, then renamed over the old one, which littlefs does at once."""
        with self._open(self._path(name) + ".new", "wb") as file:
            file.write(content)
        self._os.rename(self._path(name) + ".new", self._path(name))

    def overwrite(self, name, content):
        """Old or new after a cut: littlefs takes a small file (to 512 bytes) in one commit, at the close."""
        with self._open(self._path(name), "wb") as file:
            file.write(content)

    def append(self, name, content):
        """Old or new after a cut: littlefs takes it at the close."""
        with self._open(self._path(name), "ab") as file:
            file.write(content)

    def remove(self, name):
        self._os.remove(self._path(name))

    def put_aside(self, name):
        """Keep it, out of the way, in place of what was put aside before."""
        self._os.rename(self._path(name), self._path(name) + ".aside")
