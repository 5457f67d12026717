"""Imports of law: ratifications and provisions from tables, a law from a Markdown file.

Each is tried first and says of each row why it is left out; then what is right is written, with
its source and its day. What was known of the same treaty and State, or of the same law and
language, is replaced and kept, so that the import can be withdrawn.
"""

from .laws import LawDetails, check_law, import_law, origin_of
from .origins import Origin
from .provisions import import_provisions, provision_columns, try_provisions
from .statuses import import_statuses, status_columns, try_statuses

__all__ = [
    "LawDetails",
    "Origin",
    "check_law",
    "import_law",
    "import_provisions",
    "import_statuses",
    "origin_of",
    "provision_columns",
    "status_columns",
    "try_provisions",
    "try_statuses",
]
