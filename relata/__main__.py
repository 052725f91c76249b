"""`python -m relata` is the command line."""

import sys

from relata.cli import main

sys.exit(main())
