"""What rules do with words."""

from typing import TYPE_CHECKING

from ..patterns import fits
from ..values import NAN, Scalar, Value, to_text
from .library import function

if TYPE_CHECKING:
    from ..world import World


@function("string", "", "t")
def string(world: "World", text: str | None = None) -> str:
    return to_text(world.read(world.current)) if text is None else text


@function("string-length", "", "t")
def string_length(world: "World", text: str | None = None) -> float:
    return float(len(string(world, text)))


@function("normalize-space", "", "t")
def normalize_space(world: "World", text: str | None = None) -> str:
    return " ".join(string(world, text).split())


@function("translate", "ttt")
def translate(world: "World", text: str, old: str, new: str) -> str:
    table: dict[int, str] = {}
    for at, letter in enumerate(old):
        table.setdefault(ord(letter), new[at] if at < len(new) else "")
    return text.translate(table)


@function("contains", "tt")
def contains(world: "World", text: str, part: str) -> bool:
    return part in text


@function("starts-with", "tt")
def starts_with(world: "World", text: str, part: str) -> bool:
    return text.startswith(part)


@function("ends-with", "tt")
def ends_with(world: "World", text: str, part: str) -> bool:
    return text.endswith(part)


@function("substring-before", "tt")
def substring_before(world: "World", text: str, part: str) -> str:
    return text.partition(part)[0] if part and part in text else ""


@function("substring-after", "tt")
def substring_after(world: "World", text: str, part: str) -> str:
    return text.partition(part)[2] if part else text


@function("substring", "tn", "n")
def substring(world: "World", text: str, start: float, length: float | None = None) -> str:
    """From a letter on, counted from one, as XPath has it: halves are rounded."""
    first = _half_up(start)
    end = float("inf") if length is None else first + _half_up(length)
    return "".join(letter for at, letter in enumerate(text, 1) if first <= at < end)


def _half_up(number: float) -> float:
    return number if number != number or abs(number) == float("inf") else (number + 0.5) // 1


@function("substr", "tn", "n")
def substr(world: "World", text: str, start: float, end: float | None = None) -> str:
    """From a letter up to another, counted from zero; below zero counts from the end."""
    first, last = _place(start, text), len(text) if end is None else _place(end, text)
    return text[first:last] if first <= last else ""


def _place(number: float, text: str) -> int:
    if number != number:
        return 0
    size = len(text)
    place = int(max(min(number, size), -size))
    return max(size + place, 0) if place < 0 else place


@function("concat", "l", goes_on=True)
def concat(world: "World", *parts: Value) -> str:
    return "".join(to_text(each) for each in _each(world, parts))


@function("join", "t", "l", goes_on=True)
def join(world: "World", between: str, *parts: Value) -> str:
    return between.join(to_text(each) for each in _each(world, parts))


def _each(world: "World", parts: tuple[Value, ...]) -> list[Scalar]:
    scalars: list[Scalar] = []
    for part in parts:
        scalars.extend(world.read_all(part) if isinstance(part, list) else [part])
    return scalars


@function("regex", "tt")
def regex(world: "World", text: str, pattern: str) -> bool:
    return fits(text, pattern)


@function("number", "", "n")
def number(world: "World", value: float | None = None) -> float:
    return NAN if value is None else value
