"""New firmware that lies complete in /next takes the place of the old, one file at a time, as often as it takes.

Whoever puts it there writes the list last. Before that the old firmware is whole; from then on nothing but this file
runs until the new one is. Each line is one step that can be done again: `+path` moves a file to its place, `-path`
removes one. Files lie flat in the folder, with `!` for each `/` of their path.
"""

FOLDER = "/next"
LIST = "/next/list"
IS_NOT_THERE, IS_THERE = 2, 17  # errno.ENOENT, errno.EEXIST


def finish(os, open_file):
    """Do what the list says and remove the folder; without a list remove what lies there. Raises OSError."""
    names = os.listdir(FOLDER)
    if "list" in names:
        with open_file(LIST) as file:
            steps = file.read().split()
        for step in steps:
            if step[0] == "+":
                _move(os, step[1:], names)
            else:
                _remove(os, step[1:])
        os.remove(LIST)
    for name in os.listdir(FOLDER):
        os.remove(FOLDER + "/" + name)
    os.rmdir(FOLDER)


def _move(os, path, names):
    flat = path.replace("/", "!")
    if flat not in names:
        return  # it was moved before a cut
    for place, letter in enumerate(path):
        if letter == "/":
            _unless(IS_THERE, os.mkdir, "/" + path[:place])
    os.rename(FOLDER + "/" + flat, "/" + path)


def _remove(os, path):
    """The file, and the folders that it leaves empty: one that stays would hide a module of its name."""
    _unless(IS_NOT_THERE, os.remove, "/" + path)
    folder = path.rpartition("/")[0]
    while folder:
        try:
            os.rmdir("/" + folder)
        except OSError:
            return  # it is not empty
        folder = folder.rpartition("/")[0]


def _unless(errno, act, path):
    """Do it, unless it was done before a cut."""
    try:
        act(path)
    except OSError as error:
        if error.errno != errno:
            raise
