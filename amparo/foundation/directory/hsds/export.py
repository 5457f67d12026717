"""The whole directory that may be public, as a file."""

from collections.abc import Iterator
from typing import BinaryIO, NamedTuple

from . import open as out
from . import packages, writing

AT_ONCE = 500


class Form(NamedTuple):
    ending: str


FORMS = {"json": Form("json"), "tables": Form("zip")}


def count() -> int:
    return out.services().count()


def services() -> Iterator[dict]:
    """Every service that may leave, always in the same order, some at a time."""
    last = None
    while True:
        rows = out.services().order_by("ref")
        some = list(out.whole(rows.filter(ref__gt=last) if last else rows)[:AT_ONCE])
        yield from map(writing.service, some)
        if len(some) < AT_ONCE:
            return
        last = some[-1].ref


def as_json() -> Iterator[str]:
    return packages.as_json(services())


def as_package(file: BinaryIO) -> None:
    packages.as_package(services(), file)
