"""XPath functions on numbers, booleans, areas and distances."""

import math
import random
from collections.abc import Callable
from decimal import ROUND_HALF_DOWN, ROUND_HALF_UP, Decimal, localcontext
from itertools import pairwise
from typing import TYPE_CHECKING

from ..values import NAN, Value, to_number, to_text
from .registry import function

if TYPE_CHECKING:
    from ..evaluator import EvaluationContext


@function("true")
def yes(context: "EvaluationContext") -> bool:
    return True


@function("false")
def no(context: "EvaluationContext") -> bool:
    return False


@function("boolean", "b")
def boolean(context: "EvaluationContext", value: bool) -> bool:
    return value


@function("not", "b")
def negated(context: "EvaluationContext", value: bool) -> bool:
    return not value


@function("boolean-from-string", "t")
def boolean_of_text(context: "EvaluationContext", text: str) -> bool:
    return text.lower() == "true" or text == "1"


@function("int", "n")
def whole(context: "EvaluationContext", number: float) -> float:
    return float(math.trunc(number)) if math.isfinite(number) else number


@function("floor", "n")
def floor(context: "EvaluationContext", number: float) -> float:
    return float(math.floor(number)) if math.isfinite(number) else number


@function("ceiling", "n")
def ceiling(context: "EvaluationContext", number: float) -> float:
    return float(math.ceil(number)) if math.isfinite(number) else number


@function("round", "n", "n")
def rounded(context: "EvaluationContext", number: float, digits: float = 0.0) -> float:
    if not math.isfinite(number) or digits != digits:
        return number if digits == digits else NAN
    if digits == 0:
        return float(math.floor(number + 0.5))
    places = int(max(min(digits, 30), -30))
    with localcontext() as decimals:
        decimals.prec = 400
        step = Decimal(1).scaleb(-places)
        # A half goes up, also below zero: -2.345 becomes -2.34.
        way = ROUND_HALF_UP if number > 0 else ROUND_HALF_DOWN
        return float(Decimal(repr(number)).quantize(step, rounding=way))


@function("pow", "nn")
def power(context: "EvaluationContext", base: float, exponent: float) -> float:
    return _reckon(math.pow, base, exponent)


@function("pi")
def pi(context: "EvaluationContext") -> float:
    return math.pi


@function("random", is_steady=False)
def chance(context: "EvaluationContext") -> float:
    return random.random()  # noqa: S311 - dice for a questionnaire, not a secret


@function("atan2", "nn")
def atan2(context: "EvaluationContext", up: float, along: float) -> float:
    return math.atan2(up, along)


def _log(number: float) -> float:
    return -math.inf if number == 0 else math.log(number)


def _log10(number: float) -> float:
    return -math.inf if number == 0 else math.log10(number)


def _exp10(number: float) -> float:
    return math.pow(10.0, number)


def _reckon(sum_: Callable[..., float], *numbers: float) -> float:
    """Where there is no such number, the answer is NaN; where it is too large, infinity."""
    try:
        return sum_(*numbers)
    except ValueError:
        return NAN
    except OverflowError:
        return math.inf


def _of_one(name: str, sum_: Callable[[float], float]) -> None:
    def run(context: "EvaluationContext", number: float) -> float:
        return _reckon(sum_, number)

    function(name, "n")(run)


for _name, _sum in {
    "abs": math.fabs,
    "sqrt": math.sqrt,
    "exp": math.exp,
    "exp10": _exp10,
    "log": _log,
    "log10": _log10,
    "sin": math.sin,
    "cos": math.cos,
    "tan": math.tan,
    "asin": math.asin,
    "acos": math.acos,
    "atan": math.atan,
}.items():
    _of_one(_name, _sum)


def _numbers(context: "EvaluationContext", parts: tuple[Value, ...]) -> list[float]:
    numbers: list[float] = []
    for part in parts:
        scalars = context.read_all(part) if isinstance(part, list) else [part]
        numbers.extend(to_number(each) for each in scalars)
    return numbers


@function("sum", "l")
def total(context: "EvaluationContext", part: Value) -> float:
    return sum((each for each in _numbers(context, (part,)) if each == each), 0.0)


@function("min", "", "l", goes_on=True)
def least(context: "EvaluationContext", *parts: Value) -> float:
    return min((each for each in _numbers(context, parts) if each == each), default=NAN)


@function("max", "", "l", goes_on=True)
def most(context: "EvaluationContext", *parts: Value) -> float:
    return max((each for each in _numbers(context, parts) if each == each), default=NAN)


@function("checklist", "nn", "l", goes_on=True)
def checklist(context: "EvaluationContext", least: float, most: float, *parts: Value) -> bool:
    """Whether enough, and not too many, of several things are so; -1 is no limit."""
    count = sum(1 for each in _numbers(context, parts) if each == each and each)
    return _is_between(least, count, most)


@function("weighted-checklist", "nn", "s", goes_on=True)
def weighted_checklist(
    context: "EvaluationContext", least: float, most: float, *parts: Value
) -> bool:
    numbers = _numbers(context, parts)
    pairs = zip(numbers[::2], numbers[1::2], strict=False)
    weight = sum(weight for value, weight in pairs if value == value and value)
    return _is_between(least, weight, most)


def _is_between(least: float, count: float, most: float) -> bool:
    return (least < 0 or count >= least) and (most < 0 or count <= most)


# Areas and distances on the sphere; a place is "latitude longitude height precision"

_RADIUS = 6_378_100.0


@function("area", "l")
def area(context: "EvaluationContext", part: Value) -> float:
    """The square metres inside a line that ends where it began: on a plane laid at its start."""
    corners = _places(context, (part,))
    if corners is None:
        return NAN
    if len(corners) < 3:
        return 0.0
    north, east = corners[0]
    degree = 2 * math.pi * _RADIUS / 360
    plane = [
        ((each_east - east) * degree * math.cos(math.radians(each_north)),
         (each_north - north) * degree)
        for each_north, each_east in corners
    ]  # fmt: skip
    return abs(sum(up * along_after - along * up_after
                   for (along, up), (along_after, up_after) in pairwise(plane))) / 2  # fmt: skip


@function("distance", "l", "l", goes_on=True)
def distance(context: "EvaluationContext", *parts: Value) -> float:
    """The metres along a line, from place to place."""
    places = _places(context, parts)
    if places is None:
        return NAN
    return sum((_between(*ends) for ends in pairwise(places)), 0.0)


def _between(one: tuple[float, float], other: tuple[float, float]) -> float:
    north, north_after = math.radians(one[0]), math.radians(other[0])
    across = math.sin((north_after - north) / 2) ** 2
    along = math.sin(math.radians(other[1] - one[1]) / 2) ** 2
    return (
        2
        * _RADIUS
        * math.asin(math.sqrt(min(1.0, across + math.cos(north) * math.cos(north_after) * along)))
    )


def _places(
    context: "EvaluationContext", parts: tuple[Value, ...]
) -> list[tuple[float, float]] | None:
    written: list[str] = []
    for part in parts:
        scalars = context.read_all(part) if isinstance(part, list) else [part]
        written.extend(to_text(each) for each in scalars)
    try:
        return [_place(each) for text in written for each in text.split(";") if each.strip()]
    except ValueError:
        return None


def _place(text: str) -> tuple[float, float]:
    north, east, *_height = text.split()
    return float(north), float(east)
