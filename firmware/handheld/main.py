"""Power-on of the hand-held; on its board this file is /main.py."""

import gc

gc.threshold(4096)  # collect early and often: else imports leave the heap in splinters

import os
import select
import time

import board
import framebuf
import machine

if "next" in os.listdir("/"):  # put there by a deploy; nothing else of the firmware is loaded yet
    import switch_over

    switch_over.finish(os, open)
    machine.reset()

from handheld.assembly import HandHeld, line_to_pump
from handheld.keeping import KeptFiles

files = KeptFiles(os, open, "/kept")  # /handheld is the folder of the code
handheld = HandHeld(machine, time, select, files, board, line_to_pump(machine, board), os.urandom, framebuf)
print("hand-held: %s" % (handheld.begin() or b"not paired").decode())  # for a deploy
gc.collect()
gc.threshold(24_576)
handheld.waiting.tidy_with(gc.collect)
handheld.run()
