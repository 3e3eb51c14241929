"""Words against encodings worked out by hand from the instruction tables (RP2040 datasheet, 3.4)."""
# The names in a PIO program are those that rp2.asm_pio puts there.
# ruff: noqa: F821
# pyright: reportUndefinedVariable=false, reportIndexIssue=false, reportCallIssue=false

import unittest

from drivers import hx711_pio, stepper_pio
from fakes.board import FakeBoard
from fakes.pio_assembler import EXECCTRL, SHIFTCTRL, asm_pio_encode
from fakes.pio_names import PIOASMError

BY_HAND = (
    ("wait(1, gpio, 5)", 0x2085),
    ("wait(0, gpio, 31)", 0x201F),
    ("wait(0, pin, 0)", 0x2020),
    ("wait(1, pin, 3)", 0x20A3),
    ("wait(1, irq, 4)", 0x20C4),
    ("wait(0, irq, rel(2))", 0x2052),
    ("in_(pins, 1)", 0x4001),
    ("in_(x, 32)", 0x4020),
    ("in_(y, 11)", 0x404B),
    ("in_(null, 8)", 0x4068),
    ("in_(isr, 4)", 0x40C4),
    ("in_(osr, 31)", 0x40FF),
    ("out(pins, 8)", 0x6008),
    ("out(x, 1)", 0x6021),
    ("out(y, 11)", 0x604B),
    ("out(null, 32)", 0x6060),
    ("out(pindirs, 2)", 0x6082),
    ("out(pc, 5)", 0x60A5),
    ("out(isr, 32)", 0x60C0),
    ("out(exec, 16)", 0x60F0),
    ("push()", 0x8020),
    ("push(block)", 0x8020),
    ("push(noblock)", 0x8000),
    ("push(iffull)", 0x8060),
    ("push(iffull, noblock)", 0x8040),
    ("pull()", 0x80A0),
    ("pull(block)", 0x80A0),
    ("pull(noblock)", 0x8080),
    ("pull(ifempty)", 0x80E0),
    ("pull(ifempty, noblock)", 0x80C0),
    ("mov(pins, x)", 0xA001),
    ("mov(x, isr)", 0xA026),
    ("mov(y, invert(null))", 0xA04B),
    ("mov(x, reverse(osr))", 0xA037),
    ("mov(exec, y)", 0xA082),
    ("mov(pc, x)", 0xA0A1),
    ("mov(isr, null)", 0xA0C3),
    ("mov(osr, status)", 0xA0E5),
    ("nop()", 0xA042),
    ("irq(3)", 0xC003),
    ("irq(block, 1)", 0xC021),
    ("irq(clear, 7)", 0xC047),
    ("irq(rel(0))", 0xC010),
    ("irq(block, rel(2))", 0xC032),
    ("set(pins, 1)", 0xE001),
    ("set(x, 23)", 0xE037),
    ("set(y, 31)", 0xE05F),
    ("set(pindirs, 1)", 0xE081),
    ("word(0xBEEF)", 0xBEEF),
    ("nop()[31]", 0xBF42),
    ("nop().delay(7)", 0xA742),
)

WITH_SIDE_SET = (
    ("nop().side(1)[3]", 1, False, 0xB342),  # side in bit 12, delay below it
    ("nop()", 1, False, 0xA042),
    ("nop().side(1)[15]", 1, False, 0xBF42),
    ("nop().side(1)[7]", 2, True, 0xBF42),  # bit 12 says that side is given
    ("nop()[7]", 2, True, 0xA742),
    ("set(x, 1).side(0b101)[3]", 3, False, 0xF721),
)

REFUSED = (
    "in_(pins, 0)",
    "in_(pins, 33)",
    "set(x, 32)",
    "set(osr, 1)",
    "out(status, 1)",
    "mov(null, x)",
    "mov(x, pindirs)",
    "wait(2, gpio, 0)",
    "wait(1, gpio, 32)",
    "irq(8)",
    "push(ifempty)",
    "pull(clear)",
    "nop()[32]",
    "nop().side(1)",
    "nop(); nop()",
)


class TestInstructions(unittest.TestCase):
    def test_every_kind_of_instruction_has_the_word_worked_out_by_hand(self):
        for text, word in BY_HAND:
            self.assertEqual((text, hex(asm_pio_encode(text, 0))), (text, hex(word)))

    def test_side_set_and_delay_share_their_field(self):
        for text, side_bits, is_optional, word in WITH_SIDE_SET:
            self.assertEqual((text, hex(asm_pio_encode(text, side_bits, is_optional))), (text, hex(word)))

    def test_what_the_chip_cannot_do_is_refused(self):
        for text in REFUSED:
            try:
                word = asm_pio_encode(text, 0)
            except PIOASMError:
                continue
            self.fail("{} gave {}".format(text, word))

    def test_a_delay_that_side_set_leaves_no_room_for_is_refused(self):
        with self.assertRaises(PIOASMError):
            asm_pio_encode("nop().side(1)[16]", 1)
        with self.assertRaises(PIOASMError):
            asm_pio_encode("nop().side(2)", 1)


class TestPrograms(unittest.TestCase):
    def setUp(self):
        self.rp2 = FakeBoard().rp2

    def test_the_stepper_program_has_the_words_worked_out_by_hand(self):
        program = stepper_pio.program(self.rp2)
        words = [0x80A0, 0x604B, 0xA0C7, 0xA026, 0x0044, 0xB342, 0x0088, 0x8020, 0x0303]
        self.assertEqual(list(program[0]), words)
        self.assertEqual(program[EXECCTRL], 7 << 12)
        self.assertEqual(program[SHIFTCTRL], 1 << 19)

    def test_the_hx711_program_has_the_words_worked_out_by_hand(self):
        program = hx711_pio.program(self.rp2)
        self.assertEqual(list(program[0]), [0xE037, 0x2020, 0xB042, 0x4001, 0x0042, 0xB042, 0x8020])
        self.assertEqual(program[EXECCTRL], 6 << 12)
        self.assertEqual(program[SHIFTCTRL], 2 << 30)

    def test_jumps_go_to_labels_before_and_behind_them(self):
        @self.rp2.asm_pio()
        def jumps():
            label("start")
            jmp("end")
            jmp(not_x, "start")
            jmp(x_dec, "start")
            wrap_target()
            jmp(not_y, "end")
            jmp(y_dec, "end")
            wrap()
            jmp(x_not_y, "end")
            jmp(pin, "end")
            label("end")
            jmp(not_osre, "end")[1]

        self.assertEqual(list(jumps[0]), [0x0007, 0x0020, 0x0040, 0x0067, 0x0087, 0x00A7, 0x00C7, 0x01E7])
        self.assertEqual(jumps[EXECCTRL], 4 << 12 | 3 << 7)

    def test_side_set_is_optional_when_one_instruction_leaves_it_out(self):
        @self.rp2.asm_pio(sideset_init=self.rp2.PIO.OUT_LOW)
        def blink():
            nop().side(1)
            nop()

        self.assertEqual(list(blink[0]), [0xB842, 0xA042])
        self.assertEqual(blink[EXECCTRL], 1 << 30 | 1 << 12)

    def test_the_registers_follow_the_arguments(self):
        PIO = self.rp2.PIO

        @self.rp2.asm_pio(
            autopush=True,
            autopull=True,
            push_thresh=8,
            pull_thresh=32,
            in_shiftdir=PIO.SHIFT_RIGHT,
            fifo_join=PIO.JOIN_TX,
        )
        def automatic():
            out(pins, 1)

        self.assertEqual(automatic[SHIFTCTRL], 1 << 30 | 0 << 25 | 8 << 20 | 0 << 19 | 1 << 18 | 1 << 17 | 1 << 16)

    def test_a_label_that_is_missing_or_given_twice_is_refused(self):
        with self.assertRaises(PIOASMError):

            @self.rp2.asm_pio()
            def missing():
                jmp("nowhere")

        with self.assertRaises(PIOASMError):

            @self.rp2.asm_pio()
            def twice():
                label("a")
                nop()
                label("a")

    def test_the_program_sees_none_of_its_modules_names_and_the_module_gets_its_own_back(self):
        with self.assertRaises(NameError):

            @self.rp2.asm_pio()
            def peeks():
                set(x, len(BY_HAND))

        self.assertEqual(BY_HAND[0][1], 0x2085)
        self.assertFalse("wrap_target" in globals())

    def test_more_than_32_instructions_are_refused(self):
        with self.assertRaises(PIOASMError):

            @self.rp2.asm_pio()
            def long():
                for _ in range(33):
                    nop()


if __name__ == "__main__":
    unittest.main()
