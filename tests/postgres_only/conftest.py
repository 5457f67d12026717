"""These promises are PostgreSQL's alone; `make test-postgres` and `make check` keep them."""

import os

collect_ignore_glob = [] if os.environ.get("DATABASE_URL") else ["test_*.py"]
