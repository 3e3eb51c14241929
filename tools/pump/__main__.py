"""`python -m pump`."""

import sys

from pump.cli import main

sys.exit(main())
