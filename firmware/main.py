"""Power-on: the motor is off before anything else, and again whatever happens."""

import board
from machine import Pin

motor_off = Pin(board.PINS["enable"], Pin.OUT, value=1)

try:
    import gc

    gc.threshold(4096)  # collect early and often: else imports leave the heap in splinters too small for a buffer

    import os
    import select
    import sys
    import time

    import machine
    import micropython
    import rp2

    if "next" in os.listdir("/"):  # put there by a deploy; nothing else of the firmware is loaded yet
        import switch_over

        switch_over.finish(os, open)
        from drivers.reset_marker import UPDATE, ResetMarker

        ResetMarker(machine.mem32).leave(UPDATE)
        machine.reset()

    import assembly
    from drivers.usb_line import UsbLine
    from storage.code_files import CodeFiles
    from storage.flash_files import FlashFiles
    from unload import unload

    files, code = FlashFiles(os, open, "/pump"), CodeFiles(os, open, "/pump")
    line = (None, os.urandom, None)
    if board.USB_LINK:
        micropython.kbd_intr(-1)  # from here on Ctrl-C is a byte like any other; service mode gives it back (T8)
        line = (UsbLine(sys.stdin.buffer, sys.stdout.buffer, select), os.urandom, micropython.kbd_intr)
    pump = assembly.Pump(machine, rp2, time, select, files, board, code, line)
    print("pump: %s; self-test: %s" % (pump.boot(), ", ".join(pump.self_test.failures) or "passed"))  # for a deploy
    pump.forget_boot(unload)
    gc.collect()
    gc.threshold(24_576)  # what is left is in one piece now
    pump.waiting.tidy_with(gc.collect)  # a collection keeps lamps, buzzer and queue waiting: so in a long wait
    pump.run()
finally:
    motor_off.value(1)
