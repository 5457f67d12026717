"""Form fields: a birth as far as it is known, one code of a list, a place of the gazetteer."""

import re
from collections.abc import Callable, Iterable
from datetime import date

from django import forms
from django.core.exceptions import ValidationError
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from amparo.foundation.core.code_lists import codes
from amparo.foundation.core.models import User
from amparo.ui import formats
from amparo.ui.forms import PartialDate, PartialDateField, PartialDateWidget

from ..models import Place
from ..models.persons import age_at

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
        label=gettext_lazy("Date of birth"),
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


def birth_fields(born: PartialDate | None, age: int | None, today: date) -> dict:
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


def birth_boxes(person) -> list:
    """What the boxes show of a birth that is already noted."""
    day = person.birth_date or (date(person.birth_year, 1, 1) if person.birth_year else None)
    known = PartialDate(day, person.birth_precision or "exact") if day else None
    return PartialDateWidget(may_estimate=True).decompress(known)


def is_minor(birth: dict, disputed: bool) -> bool:
    """Under 18; where the age is disputed, a child until it is resolved."""
    age = age_at(localdate(), birth["birth_date"], birth["birth_year"])
    return disputed or (age is not None and age < 18)


# Codes of a list, in the reader's language; nothing needs to be known.

type Choices = list[tuple[str, str]]


def code_field(name: str, label, *, buttons: bool = False, **kwargs) -> forms.ChoiceField:
    """One code of a list. `buttons` for the few answers that one reads at a glance."""
    kwargs.setdefault("required", False)
    if buttons:
        return forms.ChoiceField(
            label=label, choices=codes.lazy_choices(name), widget=forms.RadioSelect, **kwargs
        )
    return forms.ChoiceField(label=label, choices=with_blank(codes.lazy_choices(name)), **kwargs)


def choice_field(label, choices: Callable[[], Choices], **kwargs) -> forms.ChoiceField:
    """One of many, such as a country; may be left empty."""
    kwargs.setdefault("required", False)
    return forms.ChoiceField(label=label, choices=with_blank(choices), **kwargs)


def with_blank(choices: Callable[[], Choices]) -> Callable[[], Choices]:
    return lambda: [("", ""), *((code, text) for code, text in choices() if code)]


def keep_retired_choices(form: forms.Form, **names: Callable[[str], str]) -> None:
    """A word that was retired since stays what it was, until somebody chooses another.

    `names` says for some fields what their codes are called.
    """
    for name, value in form.initial.items():
        field = form.fields.get(name)
        is_listed = isinstance(field, forms.ChoiceField) and isinstance(value, str) and value
        if is_listed and value not in dict(field.choices):
            shown = names.get(name, str)(value)
            field.choices = [*field.choices, (value, shown)]


def offer_first(field: forms.ChoiceField, codes_first: list[str], title: str, rest: str) -> None:
    """Groups the choices of `field`: these codes in their order under `title`, then the others."""
    known = {code: text for code, text in dict(field.choices).items() if code}
    first = [(code, known[code]) for code in codes_first if code in known]
    if first:
        others = [(code, text) for code, text in known.items() if code not in dict(first)]
        blank = [(code, text) for code, text in dict(field.choices).items() if code == ""]
        field.choices = [*blank, (title, first), (rest, others)]


def offer_languages_first(
    form: forms.Form, names: Iterable[str], languages_first: list[str]
) -> None:
    """Groups the languages of these fields: those most recorded in the office, then all others."""
    for name in names:
        field = form.fields[name]
        offer_first(field, languages_first, str(MOST_RECORDED), _("All languages"))  # type: ignore[arg-type]


MOST_RECORDED = gettext_lazy("Most recorded in this office")

# Nobody has this nationality: it is stored as statelessness, by this code of its list.
STATELESS = "stateless"


def nationalities() -> Choices:
    """The countries of the world, and stateless."""
    return [(STATELESS, str(codes.label("statelessness", STATELESS))), *formats.countries()]


# Places.

MAX_PLACES = 500


class PlaceField(forms.ChoiceField):
    """A place by its ref; the places offered are those of the office's own country first."""

    def offer(self, user: User, chosen: Place | None = None) -> None:
        self.places = Place.objects.accessible_to(user)
        country = user.office.country if user.office else ""
        here = list(self.places.filter(country=country).order_by("name")[:MAX_PLACES])
        elsewhere = self.places.exclude(country=country).order_by("country", "name")
        found = here + list(elsewhere[: MAX_PLACES - len(here)])
        found += [chosen] if chosen and chosen not in found else []
        self.choices = [("", ""), *((str(place.ref), _place_label(place)) for place in found)]

    def clean(self, value: str) -> Place | None:
        ref = super().clean(value)
        return self.places.get(ref=ref) if ref else None


def _place_label(place: Place) -> str:
    country = formats.country_name(place.country) if place.country else ""
    return f"{place.name} · {country}" if country else place.name
