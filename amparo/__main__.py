"""`python -m amparo`, where the `amparo` command is not on the path."""

import sys

from amparo.site.cli import main

sys.exit(main())
