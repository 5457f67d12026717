"""Django's usual entry; `amparo COMMAND` is the same."""

from amparo.ops.cli import main

raise SystemExit(main())
