"""Answers as JSON, one set a line, each of its own type and as nested as the form."""

import json
from collections.abc import Iterator

from .rows import Answered, Export, readable


def pieces(export: Export) -> Iterator[bytes]:
    roots = {each.version: each.opened.root for each in export.versions}
    yield b""
    together: list[str] = []
    for each in export.answers():
        together.append(_line(each, export.moment(each), roots))
        if len(together) == 500:
            yield "".join(together).encode()
            together.clear()
    yield "".join(together).encode()


def _line(each: Answered, arrived: str, roots: dict) -> str:
    told = {
        "ref": str(each.ref),
        "arrived": arrived,
        "version": each.version,
        "state": each.state,
        "odd": each.odd,
        "answers": readable(each.values, roots[each.version], each.hidden),
    }
    return json.dumps(told, ensure_ascii=False, separators=(",", ":")) + "\n"
