"""Who may what, written down: `python -m tests.access_table` writes docs/access.md anew."""

import os
from pathlib import Path

TABLE = Path(__file__).parents[1] / "docs" / "access.md"


def write() -> None:
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "amparo.site.settings")
    django.setup()
    from tests.access.table import text

    TABLE.write_text(text(), encoding="utf-8")


if __name__ == "__main__":
    write()
