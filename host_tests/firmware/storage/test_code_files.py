"""The firmware's own files: any change of a byte, a name or a file is another sum; what the pump writes is left out."""

import io
import unittest

from storage.code_files import FOLDER, PART, CodeFiles
from support import proves

FILE = 0x8000
TREE = {
    "/main.py": b"run()",
    "/storage/ledger.mpy": bytes(range(256)) * 9,  # in three parts
    "/therapy/alarms/alarms.mpy": b"",
    "/pump/ledger-a": b"doses",
}


class Disk:
    """The little of `os` that is needed, and `open`, over {path: content}."""

    def __init__(self, tree):
        self.tree = tree

    def ilistdir(self, folder):
        start = folder if folder.endswith("/") else folder + "/"
        below = [path[len(start) :] for path in self.tree if path.startswith(start)]
        for name in {rest.split("/")[0] for rest in below}:
            yield (name, FOLDER if start + name not in self.tree else FILE, 0)

    def open(self, path, _mode):
        return io.BytesIO(self.tree[path])


def sums(tree):
    disk = Disk(tree)
    return list(CodeFiles(disk, disk.open, "/pump").parts())


def changed(path, content):
    tree = dict(TREE)
    if content is None:
        del tree[path]
    else:
        tree[path] = content
    return sums(tree)[-1]


class TheCode(unittest.TestCase):
    @proves("S4")
    def test_its_sum_is_the_same_at_every_look(self):
        self.assertEqual(sums(TREE), sums(dict(TREE)))

    @proves("S4")
    def test_it_comes_in_parts_of_a_kilobyte(self):
        ledger = len(TREE["/storage/ledger.mpy"])
        self.assertEqual(len(sums(TREE)), 1 + -(-ledger // PART))

    @proves("S4")
    def test_a_change_anywhere_is_seen(self):
        right, ledger = sums(TREE)[-1], TREE["/storage/ledger.mpy"]
        for place in (0, PART - 1, PART, 2 * PART, len(ledger) - 1):
            bad = bytearray(ledger)
            bad[place] ^= 1
            self.assertTrue(changed("/storage/ledger.mpy", bytes(bad)) != right, place)
        self.assertTrue(changed("/storage/ledger.mpy", ledger[:-1]) != right)
        self.assertTrue(changed("/main.py", None) != right)
        self.assertTrue(changed("/storage/other.mpy", b"x") != right)

    @proves("S4")
    def test_a_file_that_only_moved_is_another_sum(self):
        tree = dict(TREE)
        tree["/storage/held.mpy"] = tree.pop("/storage/ledger.mpy")
        self.assertTrue(sums(tree)[-1] != sums(TREE)[-1])

    @proves("S4")
    def test_what_the_pump_itself_writes_is_left_out(self):
        self.assertEqual(changed("/pump/ledger-a", b"more doses"), sums(TREE)[-1])
        self.assertEqual(changed("/pump/log/00001", b"events"), sums(TREE)[-1])


if __name__ == "__main__":
    unittest.main()
