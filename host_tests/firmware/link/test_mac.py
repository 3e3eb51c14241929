"""HMAC-SHA256 by its published test cases, and the comparison."""

import binascii
import unittest

from link.mac import Mac, same
from support import proves

RFC_4231 = (  # key, data, HMAC-SHA-256: cases 1 to 4, 6 and 7
    (b"\x0b" * 20, b"Hi There", "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"),
    (b"Jefe", b"what do ya want for nothing?", "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"),
    (b"\xaa" * 20, b"\xdd" * 50, "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe"),
    (
        bytes(range(1, 26)),
        b"\xcd" * 50,
        "82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b",
    ),
    (
        b"\xaa" * 131,
        b"Test Using Larger Than Block-Size Key - Hash Key First",
        "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54",
    ),
    (
        b"\xaa" * 131,
        b"This is a test using a larger than block-size key and a larger than block-size data. "
        b"The key needs to be hashed before being used by the HMAC algorithm.",
        "9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2",
    ),
)


class MacOfAKey(unittest.TestCase):
    @proves("T1")
    def test_the_published_cases(self):
        for key, data, wanted in RFC_4231:
            self.assertEqual(binascii.hexlify(Mac(key).digest(data)).decode(), wanted)

    def test_the_tag_is_the_first_half_in_digits(self):
        key, data, wanted = RFC_4231[0]
        self.assertEqual(Mac(key).tag(data).decode(), wanted[:32])

    def test_one_mac_serves_many_messages(self):
        mac = Mac(b"Jefe")
        mac.digest(b"another")
        self.assertEqual(binascii.hexlify(mac.digest(RFC_4231[1][1])).decode(), RFC_4231[1][2])

    @proves("T1")
    def test_same_means_every_byte(self):
        self.assertTrue(same(b"abcd", bytearray(b"abcd")))
        for other in (b"abce", b"bbcd", b"abc", b"", b"abcde"):
            self.assertFalse(same(b"abcd", other))


if __name__ == "__main__":
    unittest.main()
