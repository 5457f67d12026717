"""Django's usual entry; `amparo COMMAND` is the same."""

from amparo.site.cli import main

raise SystemExit(main())
