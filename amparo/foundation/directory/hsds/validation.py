"""Checks single values of an external directory: what is wrong, and what to do about it."""

import re
import zoneinfo
from dataclasses import dataclass, field
from datetime import date, time
from decimal import Decimal, InvalidOperation
from typing import Any

from babel import Locale
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator, validate_email
from django.utils.html import strip_tags
from django.utils.translation import gettext_lazy as _

from amparo.foundation.core.spreadsheets.validation import ImportProblem, ProblemKind, problem

from ..translated_text import MAXIMUM_LENGTH, TranslatedText
from .taxonomies import TRANSLATED, WRITTEN

_URL = URLValidator(schemes=["http", "https"])
# Markup is allowed in some texts of HSDS; a plain "<" is none.
_MARKUP = re.compile(r"</|<br|<p>", re.IGNORECASE)
_DIRECTION_MARKS = re.compile("[\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f]")
_YES = {"yes": True, "true": True, "no": False, "false": False}


@dataclass
class Row:
    """One record of a table as it came, and where to say what is wrong with it."""

    table: str
    values: dict[str, Any]
    number: int
    problems: list[ImportProblem] = field(repr=False)

    def add_problem(
        self, kind: ProblemKind, name: str, value: object = "", **details: str | int
    ) -> None:
        self.problems.append(problem(kind, self.number, f"{self.table}.{name}", value, **details))

    def within(self, name: str, table: str) -> "list[Row]":
        """The records of another table that lie in it."""
        there = self.values.get(name)
        rows = there if isinstance(there, list) else [there] if isinstance(there, dict) else []
        return [
            Row(table, each, self.number, self.problems) for each in rows if isinstance(each, dict)
        ]

    def text(self, name: str, longest: int = MAXIMUM_LENGTH) -> str:
        value = self.values.get(name)
        if value is None or isinstance(value, bool | dict | list):
            return ""
        text = " ".join(_without_markup(str(value)).split())
        if len(text) > longest:
            self.add_problem(TOO_LONG, name, text, limit=longest)
            return ""
        return "" if text == "-" else text

    def email(self, name: str = "email") -> str:
        return self._checked(name, validate_email, 254)

    def url(self, name: str) -> str:
        return self._checked(name, _URL, 200)

    def _checked(self, name: str, check: Any, longest: int) -> str:
        value = self.text(name, longest)
        try:
            if value:
                check(value)
        except ValidationError:
            self.add_problem(NOT_UNDERSTOOD, name, value)
            return ""
        return value

    def whole(self, name: str, most: int) -> int | None:
        number = self.number_in(name, 0, most)
        return int(number) if number is not None else None

    def number_in(self, name: str, least: float, most: float) -> float | None:
        value = self.values.get(name)
        if value in (None, ""):
            return None
        try:
            number = float(value)  # type: ignore[arg-type]
        except (TypeError, ValueError):
            number = float("nan")
        if not least <= number <= most:
            self.add_problem(NOT_UNDERSTOOD, name, value)
            return None
        return number

    def money(self, name: str) -> Decimal | None:
        try:
            amount = Decimal(str(self.values.get(name, ""))).quantize(Decimal("0.01"))
        except InvalidOperation:
            return None
        return amount if 0 <= amount < 10**10 else None

    def day(self, name: str) -> date | None:
        value = self.text(name)
        try:
            return date.fromisoformat(value[:10]) if value else None
        except ValueError:
            self.add_problem(NOT_UNDERSTOOD, name, value)
            return None

    def clock(self, name: str) -> time | None:
        """The hour on the wall there; what follows it of zones is for machines elsewhere."""
        try:
            return time.fromisoformat(self.text(name)[:5])
        except ValueError:
            return None

    def facts(self) -> dict[str, list[str]]:
        """What our own attributes say, by the code of their term."""
        found: dict[str, list[str]] = {}
        for each in self.within("attributes", "attribute"):
            for term in each.within("taxonomy_term", "taxonomy_term"):
                code, label = term.text("code", 60), each.text("label")
                if code and not code.startswith("in.") and not label:
                    found.setdefault(code, []).append(each.text("value"))
        return found

    def translations(
        self, name: str, language: str, longest: int = MAXIMUM_LENGTH
    ) -> TranslatedText:
        """One text in all the languages that the record has."""
        texts = {self._written(language): self.text(name, longest)}
        for code, label, value in self._languages():
            if label == name and len(value) <= longest:
                texts[code] = value
        return {code: each for code, each in texts.items() if each}

    def _written(self, otherwise: str) -> str:
        written = [code for code, label, _value in self._languages() if label == WRITTEN]
        return written[0] if written else otherwise

    def _languages(self) -> list[tuple[str, str, str]]:
        found = []
        for each in self.within("attributes", "attribute"):
            for term in each.within("taxonomy_term", "taxonomy_term"):
                code, label = term.text("code", 60), each.text("label")
                if code.startswith("in.") and _is_translation(each, label):
                    found.append((code.removeprefix("in."), label, each.text("value")))
        return found


def _is_translation(each: Row, label: str) -> bool:
    return label == WRITTEN or each.text("link_type") == TRANSLATED


def _without_markup(text: str) -> str:
    """Without markup, and without signs that turn or break what is shown."""
    plain = strip_tags(text) if _MARKUP.search(text) else text
    return _DIRECTION_MARKS.sub("", _CONTROL.sub(" ", plain))


def yes_no(facts: dict[str, list[str]], code: str) -> bool | None:
    return _YES.get((facts.get(code) or [""])[0])


def language_code(row: Row) -> str:
    """ISO 639, by its code or by its English name."""
    code, names = row.text("code", 20).lower(), Locale("en").languages
    if code in names:
        return code
    wanted = row.text("name").casefold()
    return next((each for each, name in names.items() if name.casefold() == wanted), "")


def known_time_zone(name: str) -> str:
    return name if name in zoneinfo.available_timezones() else ""


# Kinds of problems.

# The whole file.
NOT_HSDS = ProblemKind(
    "hsds-other",
    "error",
    _("This is not a directory in the form of HSDS that we can read."),
    _("Ask for HSDS 3 as JSON, or as a tabular data package: a ZIP with one CSV for each table."),
)
TOO_LARGE = ProblemKind(
    "hsds-too-large",
    "error",
    _("This directory is larger than we can look through at once (%(limit)s)."),
    _("Ask for it in parts, one region or one organization at a time."),
)
# One service.
MISSING = ProblemKind(
    "hsds-missing", "error", _("This is missing."), _("Write it, or ask whoever sent the file.")
)
DUPLICATE = ProblemKind(
    "hsds-twice",
    "error",
    _("This identifier stands here twice."),
    _("Keep the one that is true and take the other out."),
)
TOO_LONG = ProblemKind(
    "hsds-too-long",
    "error",
    _("This is longer than %(limit)s characters."),
    _("Shorten it: nobody reads that much on a phone."),
)
NO_ORGANIZATION = ProblemKind(
    "hsds-no-organization",
    "error",
    _("No organization with a name stands behind this service."),
    _("Write which organization offers it."),
)
UNKNOWN_KIND = ProblemKind(
    "hsds-unknown-kind",
    "error",
    _("We do not know which kind of help this is."),
    _("Choose above which kind such services are, or ask for the kinds of help of Amparo."),
)
# The service enters; this part of it does not.
NOT_UNDERSTOOD = ProblemKind(
    "hsds-not-understood",
    "warning",
    _("This was not understood and is left out."),
    _("Write it into the service once it has entered."),
)
HOURS_LEFT_OUT = ProblemKind(
    "hsds-hours",
    "warning",
    _("These hours are not weekly, or were not understood. They are left out."),
    _("Write the hours into the service once it has entered."),
)
NO_SUCH_PLACE = ProblemKind(
    "hsds-no-place",
    "warning",
    _("No such town is on our list of places: the service is not found near it."),
    _("Add the town to the places, then bring the file in again."),
)
NO_LOCATION = ProblemKind(
    "hsds-no-location",
    "warning",
    _("No place is told: it enters as help by telephone."),
    _("Write where it is given once it has entered."),
)
NAMES_LEFT_OUT = ProblemKind(
    "hsds-person",
    "warning",
    _("The name of a person is left out: a public list must not put colleagues in danger."),
    _("Nothing: the function, the telephone and the e-mail enter."),
)
PHONE_LEFT_OUT = ProblemKind(
    "hsds-phone",
    "warning",
    _("A further telephone is left out: we show one."),
    _("Look whether the first is the right one, and write the other into the description."),
)
PROTECTED = ProblemKind(
    "hsds-guarded",
    "warning",
    _("Here this is kept secret. What the file says of it is not imported."),
    _("Nothing. Who looks after it changes it by hand."),
)
