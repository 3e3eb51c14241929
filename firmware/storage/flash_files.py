"""Files on the board's flash file system, in one folder."""

NO_SUCH_FILE = 2  # errno.ENOENT


class FlashFiles:
    """os: the module. open_file: the builtin. Every method raises OSError if the flash refuses."""

    def __init__(self, os, open_file, folder):
        self._os = os
        self._open = open_file
        self._folder = folder
        try:
            os.mkdir(folder)
        except OSError:
            pass  # it is there already; if it cannot be made, the first write says so

    def _path(self, name):
        return self._folder + "/" + name

    def names(self):
        return [name for name in self._os.listdir(self._folder) if not name.endswith(".new")]

    def read(self, name):
        """The whole content, or None if there is no such file. Raises OSError if it is there and cannot be read."""
        try:
            with self._open(self._path(name), "rb") as file:
                return file.read()
        except OSError as error:
            if error.errno == NO_SUCH_FILE:
                return None
            raise

    def replace(self, name, content):
        """Old or new after a cut: written aside, then renamed over the old one, which littlefs does at once."""
        with self._open(self._path(name) + ".new", "wb") as file:
            file.write(content)
        self._os.rename(self._path(name) + ".new", self._path(name))

    def append(self, name, content):
        with self._open(self._path(name), "ab") as file:
            file.write(content)

    def remove(self, name):
        self._os.remove(self._path(name))
