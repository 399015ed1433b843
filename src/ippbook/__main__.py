"""`python -m ippbook` is the command line."""

import sys

from ippbook.cli import main

sys.exit(main())
