"""The hand-held's picture: what is to be shown is sent with the next turns, and not when something else happens."""

import unittest

from handheld.picture import CHECK_US, Picture


class Screen:
    """Answers, and has sent a line after each `send`."""

    def __init__(self):
        self.lines = {}
        self.waiting = []

    def begin(self):
        return True

    def is_as_left(self):
        return True

    def show(self, line, text):
        if self.lines.get(line) != text:
            self.lines[line] = text
            self.waiting.append(line)

    def is_to_be_sent(self):
        return bool(self.waiting)

    def send(self):
        self.waiting.pop(0)
        return True


class Due(unittest.TestCase):
    def test_a_turn_is_due_at_once_for_each_line_that_is_new_and_then_none(self):
        picture = Picture(Screen())
        picture.work(0)
        self.assertEqual(picture.next_us, CHECK_US)
        picture.show(["GRANTED", "The dose is"], None)
        self.assertEqual(picture.next_us, 0)
        picture.work(0)
        self.assertEqual(picture.next_us, 0)
        picture.work(0)
        self.assertEqual(picture.next_us, CHECK_US)

    def test_the_same_picture_again_makes_no_turn(self):
        picture = Picture(Screen())
        picture.work(0)
        for _ in range(2):
            picture.show(["GRANTED"], None)
            picture.work(0)
        self.assertEqual(picture.next_us, CHECK_US)


if __name__ == "__main__":
    unittest.main()
