"""XPath functions on text, digests and random identifiers."""

import base64
import binascii
import hashlib
import secrets
import string
import uuid
from typing import TYPE_CHECKING

from ..regex import fits
from ..validation import CannotTell
from ..values import NAN, Scalar, Value, to_text
from .registry import function

if TYPE_CHECKING:
    from ..evaluator import EvaluationContext


@function("string", "", "t")
def to_string(context: "EvaluationContext", text: str | None = None) -> str:
    return to_text(context.read(context.current)) if text is None else text


@function("string-length", "", "t")
def string_length(context: "EvaluationContext", text: str | None = None) -> float:
    return float(len(to_string(context, text)))


@function("normalize-space", "", "t")
def normalize_space(context: "EvaluationContext", text: str | None = None) -> str:
    return " ".join(to_string(context, text).split())


@function("translate", "ttt")
def translate(context: "EvaluationContext", text: str, old: str, new: str) -> str:
    table: dict[int, str] = {}
    for at, letter in enumerate(old):
        table.setdefault(ord(letter), new[at] if at < len(new) else "")
    return text.translate(table)


@function("contains", "tt")
def contains(context: "EvaluationContext", text: str, part: str) -> bool:
    return part in text


@function("starts-with", "tt")
def starts_with(context: "EvaluationContext", text: str, part: str) -> bool:
    return text.startswith(part)


@function("ends-with", "tt")
def ends_with(context: "EvaluationContext", text: str, part: str) -> bool:
    return text.endswith(part)


@function("substring-before", "tt")
def substring_before(context: "EvaluationContext", text: str, part: str) -> str:
    return text.partition(part)[0] if part and part in text else ""


@function("substring-after", "tt")
def substring_after(context: "EvaluationContext", text: str, part: str) -> str:
    return text.partition(part)[2] if part else text


@function("substring", "tn", "n")
def substring(
    context: "EvaluationContext", text: str, start: float, length: float | None = None
) -> str:
    """From a letter on, counted from one, as XPath has it: halves are rounded."""
    first = _half_up(start)
    end = float("inf") if length is None else first + _half_up(length)
    return "".join(letter for at, letter in enumerate(text, 1) if first <= at < end)


def _half_up(number: float) -> float:
    return number if number != number or abs(number) == float("inf") else (number + 0.5) // 1


@function("substr", "tn", "n")
def substr(context: "EvaluationContext", text: str, start: float, end: float | None = None) -> str:
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
def concat(context: "EvaluationContext", *parts: Value) -> str:
    return "".join(to_text(each) for each in _each(context, parts))


@function("join", "t", "l", goes_on=True)
def join(context: "EvaluationContext", between: str, *parts: Value) -> str:
    return between.join(to_text(each) for each in _each(context, parts))


def _each(context: "EvaluationContext", parts: tuple[Value, ...]) -> list[Scalar]:
    scalars: list[Scalar] = []
    for part in parts:
        scalars.extend(context.read_all(part) if isinstance(part, list) else [part])
    return scalars


@function("regex", "tt")
def regex(context: "EvaluationContext", text: str, pattern: str) -> bool:
    return fits(text, pattern)


@function("number", "", "n")
def number(context: "EvaluationContext", value: float | None = None) -> float:
    return NAN if value is None else value


# Digests and random identifiers

_WAYS = {
    "MD5": "md5",
    "SHA-1": "sha1",
    "SHA-256": "sha256",
    "SHA-384": "sha384",
    "SHA-512": "sha512",
}
_LETTERS = string.ascii_letters + string.digits
_LONGEST_NAME = 1000


@function("digest", "tt", "t")
def digest(context: "EvaluationContext", text: str, way: str, encoding: str = "base64") -> str:
    if way not in _WAYS or encoding not in ("base64", "hex"):
        raise CannotTell("unknown-digest")
    sealed = hashlib.new(_WAYS[way], text.encode(), usedforsecurity=False).digest()
    return sealed.hex() if encoding == "hex" else base64.b64encode(sealed).decode()


@function("base64-decode", "t")
def base64_decode(context: "EvaluationContext", text: str) -> str:
    try:
        return base64.b64decode(text).decode(errors="replace")
    except (binascii.Error, ValueError):
        return ""


@function("uuid", "", "n", is_steady=False)
def new_name(context: "EvaluationContext", length: float | None = None) -> str:
    if length is None or length != length:
        return str(uuid.uuid4())
    count = int(max(0, min(length, _LONGEST_NAME)))
    return "".join(secrets.choice(_LETTERS) for _letter in range(count))
