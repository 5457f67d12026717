"""What telephones may change of a person: field by field, each from the value it started from."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import AfterValidator

from amparo.foundation.fieldwork.commands import (
    Asked,
    Called,
    Changed,
    Clash,
    Done,
    Fields,
    File,
    Line,
    Record,
    accepts,
    day_said,
    knows,
    listed,
    merges,
    one_of,
)
from amparo.foundation.fieldwork.merging import Change, merge
from amparo.foundation.fieldwork.models.last_hand import last_hand
from amparo.foundation.trust.models import User
from amparo.foundation.trust.refusals import Refusal
from amparo.ui import cldr, words

from .models import Person

# Of a day that is not known to the day, its year alone is kept.
_TO_THE_DAY = ("exact", "month")


def _of_a_language(code: str) -> str:
    if code and code not in dict(cldr.languages()):
        raise ValueError("no language")
    return code


Language = Annotated[str, AfterValidator(_of_a_language)]


def _spoken(codes: list[str] | None) -> str:
    return words.listed(cldr.language(code) for code in codes or [])


def _line(label: Any) -> Any:
    return Annotated[Line, Called(label)]


GivenNames = _line(gettext_lazy("Given names"))
FamilyNames = _line(gettext_lazy("Family name"))
SecondFamilyName = _line(gettext_lazy("Second family name"))
OriginalName = _line(gettext_lazy("Name in their own script"))
Sex = listed("sex", gettext_lazy("Sex"))
BirthDate = Annotated[date | None, Called(gettext_lazy("Birth date"), day_said)]
BirthPrecision = one_of(Person.Precision, gettext_lazy("How exactly it is known"))
Languages = Annotated[list[Language], Called(gettext_lazy("Languages"), _spoken)]
Interpreter = Annotated[Language, Called(gettext_lazy("Interpreter for"), cldr.language)]
SafeChannel = listed("safe_channel", gettext_lazy("How to reach them safely"))
SafeContact = _line(gettext_lazy("What to mind"))
SupportNeeds = _line(gettext_lazy("What helps them take part"))


class PersonTold(Fields):
    """Who somebody is, as it is told at a first meeting."""

    ref: UUID
    given_names: GivenNames = ""
    family_names: FamilyNames = ""
    second_family_name: SecondFamilyName = ""
    original_name: OriginalName = ""
    sex: Sex = ""
    birth_date: BirthDate = None
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
    birth_precision: Changed[BirthPrecision] | None = None
    languages: Changed[Languages] | None = None
    interpreter: Changed[Interpreter] | None = None
    safe_channel: Changed[SafeChannel] | None = None
    safe_contact: Changed[SafeContact] | None = None
    support_needs: Changed[SupportNeeds] | None = None


CARRIED = tuple(PersonChanged.model_fields)


def read(person: Person, name: str) -> Any:
    """A field as telephones know it; a birth of which the year alone is known stands at its start."""
    if name == "birth_date":
        day = person.birth_date or (date(person.birth_year, 1, 1) if person.birth_year else None)
        return day.isoformat() if day else None
    return getattr(person, name)


def as_kept(told: Mapping[str, Any], person: Person | None = None) -> dict[str, Any]:
    """What was told, in the fields that a person's own verbs take."""
    fields = {name: value or _empty(name) for name, value in told.items()}
    if not fields.keys() & {"birth_date", "birth_precision"}:
        return fields
    before = person or Person()
    day = fields["birth_date"] if "birth_date" in fields else read(before, "birth_date")
    day = date.fromisoformat(day) if isinstance(day, str) and day else day
    precision = fields.get("birth_precision") or before.birth_precision or "exact"
    return fields | {
        "birth_date": day if day and precision in _TO_THE_DAY else None,
        "birth_year": day.year if day else None,
        "birth_precision": precision if day else "",
    }


def _empty(name: str) -> Any:
    return {"languages": [], "birth_date": None}.get(name, "")


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
    fields = as_kept(told, person)
    known_by = ("given_names", "family_names", "original_name")
    if not any(fields.get(name, getattr(person, name)) for name in known_by) and not person.aliases:
        raise Refusal(_("Write a name, or a word by which you will both know them."))
    person.change(by=by, **fields)


def _clash(person: Person, name: str, change: Change) -> Clash:
    by, at = last_hand(person, name)
    return Clash("person", person, name, change.was, change.now, read(person, name), by, at)


def _find(ref: UUID, by: User) -> Person | None:
    return Person.objects.open_to(by, "work").filter(ref=ref).first()


knows(
    File(
        "person", _find, called=lambda person: person.name,
        url=lambda person: reverse("people:person", args=[person.ref]),
    )
)  # fmt: skip
merges(
    Record(
        "person", PersonChanged, find=lambda ref: Person.objects.filter(ref=ref).first(),
        read=read, write=lambda person, name, value, by: write(person, {name: value}, by),
    )
)  # fmt: skip
