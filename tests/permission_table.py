"""Who may do and read what: `python -m tests.permission_table` writes docs/access.md."""

import os


def write() -> None:
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "amparo.site.settings")
    django.setup()
    from tests.support.permission_table import TABLE, text

    TABLE.write_text(text(), encoding="utf-8")


if __name__ == "__main__":
    write()
