"""Quantities in integers: exact, inside +/- 2**30 on the delivery path, free of floats."""
