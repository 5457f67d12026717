"""Two files beside each other, line by line: what who joins them must have looked at."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from amparo.foundation.trust import codes
from amparo.foundation.trust.veil import NOT_SHOWN
from amparo.ui import words

from .models import Contact
from .person_page import PersonPage


@dataclass(frozen=True)
class Line:
    """One thing that both files may say."""

    name: str
    one: str
    other: str

    @property
    def agrees(self) -> bool:
        return bool(self.one) and self.one.casefold() == self.other.casefold()


def side_by_side(one: PersonPage, other: PersonPage) -> list[Line]:
    """All that tells people apart; what neither file says is left out."""
    pairs = zip(_told(one), _told(other), strict=True)
    lines = [Line(name, mine, theirs) for (name, mine), (_name, theirs) in pairs]
    return [line for line in lines if line.one or line.other]


def _told(file: PersonPage) -> list[tuple[str, str]]:
    person = file.shown
    family = " ".join(str(each) for each in (person.family_names, person.second_family_name))
    return [
        (_("Given names"), str(person.given_names)),
        (_("Family name"), family.strip()),
        (_("Name in their own script"), str(person.original_name)),
        (_("Also called"), _several(person.aliases)),
        (_("Name of the father"), str(person.father_name)),
        (_("Name of the mother"), str(person.mother_name)),
        (_("Sex"), _coded("sex", person.sex)),
        (_("Born"), file.born),
        (_("Place of birth"), str(person.birth_place)),
        (_("Nationality"), file.nationalities),
        (_("Languages"), file.spoken),
        (_("Documents"), _documents(file)),
        (_("Telephones"), _ways(file, phones=True)),
        (_("Other ways to reach them"), _ways(file, phones=False)),
        (_("Family"), _family(file)),
        (_("Registered on"), words.day(file.person.created_at)),
    ]


def _several(value) -> str:
    return words.listed(value) if isinstance(value, list) else str(value or "")


def _coded(name: str, value) -> str:
    return str(value) if value is NOT_SHOWN or not value else str(codes.label(name, value))


def _documents(file: PersonPage) -> str:
    return words.listed(
        f"{codes.label('document_kind', each.kind)} {each.number}".strip()
        for each in file.documents
    )


def _ways(file: PersonPage, *, phones: bool) -> str:
    kinds = (Contact.Kind.PHONE, Contact.Kind.MESSAGE)
    found = [each for each in file.contacts if (each.kind in kinds) == phones]
    return words.listed(
        words.phone(str(each.value)) if phones else str(each.value) for each in found
    )


def _family(file: PersonPage) -> str:
    return words.listed(member.person.name for line in file.families for member in line.others)
