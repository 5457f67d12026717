"""A survey as somebody brings it: read, and everything that is wrong with it named at once.

Pure Python. What is wrong is told by a code and by its place; `validation.py` has the words.
"""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from .instrument import (
    ALWAYS,
    LANGUAGES,
    Choice,
    Condition,
    Dimension,
    Item,
    Limit,
    Since,
    Survey,
    Wave,
    Words,
    codes_of,
)

FORMAT = "amparo-survey/1"
LARGEST, MOST_ITEMS, LONGEST, MOST_ISSUES = 1_000_000, 300, 1_000, 50
_CODE = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,29}\Z", re.ASCII)
_ANSWER = re.compile(r"[A-Za-z0-9_]{1,20}\Z", re.ASCII)
_VERSION = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,19}\Z", re.ASCII)


@dataclass(frozen=True)
class InstrumentIssue:
    """What is wrong, where in the file, and with which word of it."""

    kind: str
    where: str
    what: str = ""


class InvalidInstrument(Exception):  # noqa: N818 - what was brought is no survey yet
    def __init__(self, issues: Iterable[InstrumentIssue]):
        self.issues = list(issues)[:MOST_ISSUES]
        super().__init__(f"{len(self.issues)} issues")


def read(data: bytes) -> Survey:
    """The survey, or all that is wrong with it."""
    if len(data) > LARGEST:
        raise InvalidInstrument([InstrumentIssue("too_large", "")])
    return of(_parsed(data))


def of(told: Any) -> Survey:
    """The same, of what was read already."""
    reading = _Reading()
    if not isinstance(told, dict) or told.get("format") != FORMAT:
        raise InvalidInstrument([InstrumentIssue("format", "format", FORMAT)])
    survey = reading.survey(told)
    if reading.issues:
        raise InvalidInstrument(reading.issues)
    return survey


def _parsed(data: bytes) -> Any:
    try:
        return json.loads(data.decode("utf-8-sig"), parse_float=Decimal, parse_constant=_no_number)
    except (ValueError, RecursionError) as odd:
        if isinstance(odd, json.JSONDecodeError):
            raise InvalidInstrument([InstrumentIssue("not_json", f"{odd.lineno}")]) from odd
        raise InvalidInstrument([InstrumentIssue("not_read", "")]) from odd


def _no_number(name: str) -> Any:
    raise ValueError(name)


class _Reading:
    """Goes through it from top to bottom; what is wrong is noted, and it goes on."""

    def __init__(self) -> None:
        self.issues: list[InstrumentIssue] = []
        self.languages: tuple[str, ...] = ()

    def wrong(self, kind: str, where: str, what: Any = "") -> None:
        self.issues.append(InstrumentIssue(kind, where, str(what)[:60]))

    # The whole

    def survey(self, told: dict) -> Survey:
        name = told.get("name")
        self.languages = tuple(
            each for each in LANGUAGES if isinstance(name, dict) and each in name
        )
        lists = self._lists(told.get("answers"))
        survey = Survey(
            code=self._code(told.get("code"), "code"),
            version=self._code(told.get("version"), "version", _VERSION),
            name=self._words(name, "name"),
            source=self._text(told.get("source"), "source"),
            waves=tuple(self._waves(told.get("waves"))),
            dimensions=tuple(self._dimensions(told.get("dimensions"))),
            items=tuple(self._items(told.get("items"), lists)),
            enough=self._number(told.get("enough"), "enough", most=1),
            limits=tuple(self._limits(told.get("limits", []))),
            since=self._since(told.get("since", Since.RETURN.value)),
            **self._prompts(told.get("prompts", {})),
        )
        self._fits(survey)
        return survey

    def _fits(self, survey: Survey) -> None:
        """What only the whole can tell: that each name leads to something."""
        for where, things in (
            ("waves", survey.waves), ("dimensions", survey.dimensions), ("items", survey.items),
        ):  # fmt: skip
            self._once(where, codes_of(things))
        dimensions, before = set(codes_of(survey.dimensions)), dict[str, Item]()
        for item in survey.items:
            if item.dimension not in dimensions:
                self.wrong("dimension_unknown", f"items.{item.code}", item.dimension)
            self._condition_fits(item, before)
            before[item.code] = item
        self._dimensions_fit(survey, dimensions)
        self._prompts_fit(survey, before, dimensions)
        upto = [limit.upto for limit in survey.limits]
        if upto and (upto != sorted(set(upto)) or upto[-1] != 1):
            self.wrong("limits_order", "limits")

    def _dimensions_fit(self, survey: Survey, dimensions: set[str]) -> None:
        """Each has a question with scores; in a survey without any scores, a question."""
        counted = [item for item in survey.items if item.scores or not survey.is_scored]
        for code in sorted(dimensions - {item.dimension for item in counted}):
            self.wrong("dimension_empty", f"dimensions.{code}", code)

    def _condition_fits(self, item: Item, before: dict[str, Item]) -> None:
        if item.only_if is None:
            return
        asked = before.get(item.only_if.item)
        if asked is None or not item.only_if.among <= asked.codes:
            self.wrong("condition", f"items.{item.code}.only_if", item.only_if.item)

    def _prompts_fit(self, survey: Survey, items: dict[str, Item], dimensions: set[str]) -> None:
        for code, answers in (survey.asks_at or {}).items():
            if code not in items or not answers <= items[code].codes:
                self.wrong("prompt", "prompts.answers", code)
        for code in survey.asks_below or {}:
            if code not in dimensions:
                self.wrong("prompt", "prompts.below", code)

    # Its parts

    def _lists(self, told: Any) -> dict[str, tuple[Choice, ...]]:
        found = {}
        for name, choices in self._named(told, "answers"):
            where = f"answers.{name}"
            found[name] = tuple(
                Choice(self._code(each.get("code"), where, _ANSWER), self._words(each, where))
                for each in self._rows(choices, where)
            )
            codes = codes_of(found[name])
            self._once(where, codes)
            if set(codes) & set(ALWAYS):
                self.wrong("reserved", where, ", ".join(ALWAYS))
        return found

    def _waves(self, told: Any) -> Iterator[Wave]:
        for each in self._rows(told, "waves"):
            code = self._code(each.get("code"), "waves")
            months = each.get("months")
            if not isinstance(months, int) or isinstance(months, bool) or not 0 <= months <= 120:
                self.wrong("months", f"waves.{code}", months)
                months = 0
            yield Wave(code, months, self._words(each.get("name"), f"waves.{code}.name"))

    def _since(self, told: Any) -> Since:
        if told in tuple(Since):
            return Since(told)
        self.wrong("since", "since", told)
        return Since.RETURN

    def _dimensions(self, told: Any) -> Iterator[Dimension]:
        for each in self._rows(told, "dimensions"):
            code = self._code(each.get("code"), "dimensions")
            yield Dimension(code, self._words(each.get("name"), f"dimensions.{code}.name"))

    def _items(self, told: Any, lists: dict[str, tuple[Choice, ...]]) -> Iterator[Item]:
        rows = self._rows(told, "items")
        if len(rows) > MOST_ITEMS:
            self.wrong("too_many", "items", MOST_ITEMS)
        for each in rows[:MOST_ITEMS]:
            code = self._code(each.get("code"), "items")
            where = f"items.{code}"
            answers = str(each.get("answers", ""))
            if answers not in lists:
                self.wrong("answers_unknown", where, answers)
            choices = lists.get(answers, ())
            yield Item(
                code, str(each.get("dimension", "")),
                self._words(each.get("text"), f"{where}.text"), choices,
                self._scores(each.get("scores", {}), where, choices),
                self._number(each.get("weight", 1), f"{where}.weight", most=1_000, is_above=True),
                self._condition(each.get("only_if"), where),
            )  # fmt: skip

    def _scores(
        self, told: Any, where: str, choices: tuple[Choice, ...]
    ) -> dict[str, Fraction | None]:
        """None at all, or one for each answer."""
        where = f"{where}.scores"
        found = {
            code: None if value is None else self._number(value, f"{where}.{code}", most=1)
            for code, value in self._named(told, where)
        }
        if not found:
            return found
        codes = codes_of(choices)
        for code in found.keys() ^ set(codes):
            self.wrong("score_unknown" if code in found else "score_missing", where, code)
        if all(value is None for value in found.values()):
            self.wrong("score_missing", where)
        return found

    def _condition(self, told: Any, where: str) -> Condition | None:
        if told is None:
            return None
        if not isinstance(told, dict) or not isinstance(told.get("is"), list):
            self.wrong("condition", f"{where}.only_if")
            return None
        return Condition(str(told.get("item", "")), frozenset(str(each) for each in told["is"]))

    def _limits(self, told: Any) -> Iterator[Limit]:
        for each in self._rows(told, "limits", may_be_empty=True):
            upto = self._number(each.get("upto"), "limits.upto", most=1)
            yield Limit(upto, self._words(each.get("name"), "limits.name"))

    def _prompts(self, told: Any) -> dict[str, Any]:
        if not isinstance(told, dict):
            self.wrong("shape", "prompts")
            return {}
        at: dict[str, frozenset[str]] = {}
        for each in self._rows(told.get("answers", []), "prompts.answers", may_be_empty=True):
            among = each.get("is")
            if not isinstance(among, list):
                self.wrong("shape", "prompts.answers")
                continue
            at[str(each.get("item", ""))] = frozenset(str(code) for code in among)
        below = {
            name: self._number(value, f"prompts.below.{name}", most=1)
            for name, value in self._named(told.get("below", {}), "prompts.below")
        }
        return {"asks_at": at, "asks_below": below}

    # Its grains

    def _rows(self, told: Any, where: str, *, may_be_empty: bool = False) -> list[dict]:
        if not isinstance(told, list) or not all(isinstance(each, dict) for each in told):
            self.wrong("shape", where)
            return []
        if not told and not may_be_empty:
            self.wrong("missing", where)
        return told

    def _named(self, told: Any, where: str) -> list[tuple[str, Any]]:
        if not isinstance(told, dict):
            self.wrong("shape", where)
            return []
        return list(told.items())

    def _code(self, told: Any, where: str, pattern: re.Pattern = _CODE) -> str:
        if isinstance(told, str) and pattern.match(told):
            return told
        self.wrong(
            "missing" if told in (None, "") else "code", where, "" if told is None else told
        )
        return str(told or "")

    def _text(self, told: Any, where: str) -> str:
        if isinstance(told, str) and told.strip() and len(told) <= LONGEST and "\x00" not in told:
            return told.strip()
        is_long = isinstance(told, str) and len(told) > LONGEST
        self.wrong("too_long" if is_long else "missing", where)
        return ""

    def _words(self, told: Any, where: str) -> Words:
        """In each language that the survey itself has a name in."""
        if not isinstance(told, dict):
            self.wrong("missing", where)
            return {}
        if not self.languages:
            self.wrong("language", where, ", ".join(LANGUAGES))
        return {each: self._text(told.get(each), f"{where}.{each}") for each in self.languages}

    def _number(self, told: Any, where: str, *, most: int, is_above: bool = False) -> Fraction:
        """Of six places at most: what is larger or finer is no score of any survey."""
        if not isinstance(told, int | Decimal) or isinstance(told, bool):
            self.wrong("number", where, "" if told is None else told)
            return Fraction(0)
        value = Decimal(told)
        is_there = value > 0 if is_above else value >= 0
        if not is_there or value > most or value != round(value, 6):
            self.wrong("range", where, told)
            return Fraction(1)
        return Fraction(value)

    def _once(self, where: str, codes: list[str]) -> None:
        for code in sorted({each for each in codes if codes.count(each) > 1}):
            self.wrong("twice", where, code)
