"""What the detector can find: a closed list."""

UNDER_DELIVERY = 0
OVER_DELIVERY = 1
LEAK = 2
REMOVAL = 3
FILL = 4
NAMES = ("under-delivery", "over-delivery", "leak", "removal", "fill")
