"""Extension points: `python -m tests.support.extension_points` writes docs/extension-points.md."""

import os
from itertools import groupby
from pathlib import Path

PAGE = Path(__file__).parents[2] / "docs" / "extension-points.md"
HEAD = """# Extension points

Where a lower package needs something of a higher one, the higher one registers it at start-up, or
receives a signal. Each package declares what may be added to it in its `extension_points.py`, with
types (`amparo/foundation/core/registry.py`). Once all apps are ready they are closed: a
registration that comes later raises an error that says where to register. The same thing
registered twice is refused, and a signal is sent with the arguments that it declares.

`amparo registry` lists them with how many things are registered, `amparo registry NAME` lists
these too, and `--json` writes all of it for a machine. A test adds something for its time with
`with point.temporarily():`.

To add an extension point, declare it in `extension_points.py` of its package. That module imports
nothing of the product but `core.registry`, so that whoever registers can import it. A dictionary
or list that other modules fill, and that is not declared so, fails
`tests/test_extension_points.py`.

This page is made by `python -m tests.support.extension_points`.
"""
TABLE = """
## `{package}`

| Name | What it is for | Where and how |
|---|---|---|
"""


def text() -> str:
    from amparo.foundation.core.registry_listing import extension_points

    found = groupby(extension_points(), key=lambda each: each[0].name)
    return HEAD + "".join(
        TABLE.format(package=package.replace(".", "/")) + "".join(_row(point) for _, point in each)
        for package, each in found
    )


def _row(point) -> str:
    from amparo.foundation.core.registry_listing import describe_arguments

    cells = (
        f"`{point.name}`",
        " ".join(point.purpose.split()),
        f"`{point.register_in}`: `{describe_arguments(point)}`",
    )
    return "| " + " | ".join(each.replace("|", "\\|") for each in cells) + " |\n"


def write() -> None:
    PAGE.write_text(text(), encoding="utf-8")


if __name__ == "__main__":
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "amparo.site.settings")
    django.setup()
    write()
