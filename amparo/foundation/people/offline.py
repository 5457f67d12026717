"""Offline commands that change a person: field by field, each from the value it started from."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Annotated, Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import AfterValidator, Field

from amparo.foundation.core.models import User
from amparo.foundation.core.refusals import Refusal
from amparo.foundation.fieldwork.commands import (
    Asked,
    Clash,
    Done,
    File,
    Record,
    accepts,
    knows,
    merges,
)
from amparo.foundation.fieldwork.kinds import (
    Called,
    Changed,
    Code,
    Fields,
    Line,
    Listed,
    OneOf,
    day_said,
)
from amparo.foundation.fieldwork.merging import Change, merge
from amparo.foundation.fieldwork.models.last_hand import last_hand
from amparo.ui import cldr, words

from .models import Person


def _of_a_language(code: str) -> str:
    if code and code not in dict(cldr.languages()):
        raise ValueError("no language")
    return code


Language = Annotated[str, AfterValidator(_of_a_language)]


def _spoken(codes: list[str] | None) -> str:
    return words.listed(cldr.language(code) for code in codes or [])


GivenNames = Annotated[Line, Called(gettext_lazy("Given names"))]
FamilyNames = Annotated[Line, Called(gettext_lazy("Family name"))]
SecondFamilyName = Annotated[Line, Called(gettext_lazy("Second family name"))]
OriginalName = Annotated[Line, Called(gettext_lazy("Name in their own script"))]
Sex = Annotated[Code, Listed("sex", gettext_lazy("Sex"))]
BirthDate = Annotated[date | None, Called(gettext_lazy("Birth date"), day_said)]
BirthYear = Annotated[
    Annotated[int, Field(ge=1890, le=2200)] | None, Called(gettext_lazy("Year of birth"))
]
BirthPrecision = Annotated[Code, OneOf(Person.Precision, gettext_lazy("How exactly it is known"))]
Languages = Annotated[list[Language], Called(gettext_lazy("Languages"), _spoken)]
Interpreter = Annotated[Language, Called(gettext_lazy("Interpreter for"), cldr.language)]
SafeChannel = Annotated[Code, Listed("safe_channel", gettext_lazy("How to reach them safely"))]
SafeContact = Annotated[Line, Called(gettext_lazy("What to mind"))]
SupportNeeds = Annotated[Line, Called(gettext_lazy("What helps them take part"))]


class PersonFields(Fields):
    """Who somebody is, as it is told at a first meeting."""

    ref: UUID
    given_names: GivenNames = ""
    family_names: FamilyNames = ""
    second_family_name: SecondFamilyName = ""
    original_name: OriginalName = ""
    sex: Sex = ""
    birth_date: BirthDate = None
    birth_year: BirthYear = None
    birth_precision: BirthPrecision = ""
    languages: Languages = []
    interpreter: Interpreter = ""
    safe_channel: SafeChannel = ""
    safe_contact: SafeContact = ""
    support_needs: SupportNeeds = ""


class PersonChanged(Fields):
    given_names: Changed[GivenNames] | None = None
    family_names: Changed[FamilyNames] | None = None
    second_family_name: Changed[SecondFamilyName] | None = None
    original_name: Changed[OriginalName] | None = None
    sex: Changed[Sex] | None = None
    birth_date: Changed[BirthDate] | None = None
    birth_year: Changed[BirthYear] | None = None
    birth_precision: Changed[BirthPrecision] | None = None
    languages: Changed[Languages] | None = None
    interpreter: Changed[Interpreter] | None = None
    safe_channel: Changed[SafeChannel] | None = None
    safe_contact: Changed[SafeContact] | None = None
    support_needs: Changed[SupportNeeds] | None = None


OFFLINE_FIELDS = tuple(PersonChanged.model_fields)


def read(person: Person, name: str) -> Any:
    """A field as telephones know it: a date is text."""
    value = getattr(person, name)
    return value.isoformat() if isinstance(value, date) else value


def _as_stored(told: Mapping[str, Any]) -> dict[str, Any]:
    """What was told, in the kinds that a person's own verbs take."""
    fields = dict(told)
    if isinstance(day := fields.get("birth_date"), str):
        fields["birth_date"] = date.fromisoformat(day)
    return fields


@accepts(
    "person.change", about="person", label=gettext_lazy("A change of what is known of them"),
    fields=PersonChanged,
)  # fmt: skip
def change(asked: Asked) -> Done:
    person: Person = asked.record
    told = asked.told.model_dump(mode="json", exclude_none=True)
    changes = {name: Change(**each) for name, each in _whole(told, asked.told).items()}
    merged = merge(changes, {name: read(person, name) for name in changes})
    if merged.taken:
        write(person, merged.taken, asked.by)
    return Done(clashes=[_clash(person, name, changes[name]) for name in merged.disputed])


def _whole(told: dict[str, Any], fields: PersonChanged) -> dict[str, Any]:
    """Each change with both its sides: a value that was emptied is said, too."""
    return {name: getattr(fields, name).model_dump(mode="json") for name in told}


def write(person: Person, told: Mapping[str, Any], by: User) -> None:
    fields = _as_stored(told)
    known_by = ("given_names", "family_names", "original_name")
    if (
        not any(fields.get(name, getattr(person, name)) for name in known_by)
        and not person.aliases
    ):
        raise Refusal(_("Write a name, or a word by which you will both know them."))
    person.change(by=by, **fields)


def _clash(person: Person, name: str, change: Change) -> Clash:
    by, at = last_hand(person, name)
    return Clash("person", person, name, change.was, change.now, read(person, name), by, at)


def _find_all(refs: Iterable[UUID], by: User) -> dict[UUID, Person]:
    theirs = Person.objects.open_to(by, "work").filter(ref__in=list(refs))
    return {person.ref: person for person in theirs}


knows(
    File(
        "person", _find_all, called=lambda person: person.name,
        url=lambda person: reverse("people:person", args=[person.ref]),
    )
)  # fmt: skip
merges(
    Record(
        "person", PersonChanged, find=lambda ref: Person.objects.filter(ref=ref).first(),
        read=read, write=lambda person, name, value, by: write(person, {name: value}, by),
    )
)  # fmt: skip
