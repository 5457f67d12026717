"""When somebody was born, as far as it is known: a day, a month, a year, or "about 30"."""

import re
from datetime import date

from django import forms
from django.core.exceptions import ValidationError
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from amparo.ui.forms import PartialDate, PartialDateBoxes, PartialDateField

_AGE = re.compile(r"\d{1,3}")


class AgeField(forms.CharField):
    """An age in the words of who says it: "30", "about 30"."""

    def clean(self, value: str) -> int | None:
        text = super().clean(value)
        if not text:
            return None
        found = _AGE.search(text)
        if not found or int(found.group()) > 120:
            raise ValidationError(_("Write the age in years, like 30."))
        return int(found.group())


def birth_field() -> PartialDateField:
    return PartialDateField(
        label=gettext_lazy("Birth date"),
        help_text=gettext_lazy("What you know is enough: the year alone will do."),
        may_estimate=True,
        required=False,
    )


def age_field() -> AgeField:
    return AgeField(
        label=gettext_lazy("Or age"),
        help_text=gettext_lazy("“About 30” will do."),
        max_length=40,
        required=False,
    )


def birth_of(born: PartialDate | None, age: int | None, today: date) -> dict:
    """The fields of a person for what was said; an age counts as an estimated year."""
    if born is None:
        year = today.year - age if age is not None else None
        known = {"birth_year": year, "birth_precision": "estimated" if year else ""}
        return {"birth_date": None, **known}
    is_day = born.precision in ("exact", "month")
    return {
        "birth_date": born.day if is_day else None,
        "birth_year": born.day.year,
        "birth_precision": born.precision,
    }


def boxes_of(person) -> list:
    """What the boxes show of a birth that is already noted."""
    day = person.birth_date or (date(person.birth_year, 1, 1) if person.birth_year else None)
    known = PartialDate(day, person.birth_precision or "exact") if day else None
    return PartialDateBoxes(may_estimate=True).decompress(known)


def is_minor(birth: dict, disputed: bool) -> bool:
    """Under 18; where the age is disputed, a child until it is resolved."""
    from ..ages import age_at

    age = age_at(localdate(), birth["birth_date"], birth["birth_year"])
    return disputed or (age is not None and age < 18)
