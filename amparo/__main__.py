"""`python -m amparo`, where the `amparo` command is not on the path."""

import sys

from amparo.ops.cli import main

sys.exit(main())
