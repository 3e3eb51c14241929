"""`python -m pump`."""

import sys

from pump.cli import main

if __name__ == "__main__":  # a process that pump demo starts imports this file
    sys.exit(main())
