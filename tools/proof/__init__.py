"""Proof: which requirement is shown by which test, which mutation that test catches, and the sizes."""
