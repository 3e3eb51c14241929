"""Power-on: the motor is off before anything else, and again whatever happens."""

import board
from machine import Pin

motor_off = Pin(board.PINS["enable"], Pin.OUT, value=1)

try:
    import gc

    gc.threshold(4096)  # collect early and often: else imports leave the heap in splinters too small for a buffer

    import os
    import select
    import time

    import machine
    import rp2

    import assembly
    from storage.flash_files import FlashFiles

    pump = assembly.Pump(machine, rp2, time, select, FlashFiles(os, open, "/pump"), board)
    pump.boot()
    pump.run()
finally:
    motor_off.value(1)
