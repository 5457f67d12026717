"""Why somebody may be the person one looks for: in words, each a reason for or against.

Never a percentage: whoever asked decides.
"""

import re
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .likeness import plain_number, skeletons, words_of
from .models import Person

_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_AGE = re.compile(r"\b\d{1,2}\b")


@dataclass(frozen=True)
class Asked:
    """What one knows of the person one looks for."""

    names: str = ""
    born: str = ""
    nationality: str = ""
    number: str = ""

    @property
    def text(self) -> str:
        """The words for the one door by which people are found."""
        return " ".join(part for part in (self.names, self.number) if part)

    def year(self, this_year: int) -> int | None:
        """A birth year, or the year that fits an age."""
        if found := _YEAR.search(self.born):
            return int(found.group())
        found = _AGE.search(self.born)
        return this_year - int(found.group()) if found else None


@dataclass(frozen=True)
class Reason:
    text: str
    speaks_for: bool | None


@dataclass(frozen=True)
class Alike:
    """Somebody found, and the reasons."""

    person: Person
    reasons: tuple[Reason, ...]

    @property
    def is_close(self) -> bool:
        """Much speaks for it, and nothing against."""
        fits = [reason for reason in self.reasons if reason.speaks_for]
        return len(fits) > 1 and not any(r.speaks_for is False for r in self.reasons)


def weigh(asked: Asked, people: list[Person], this_year: int) -> list[Alike]:
    """Each person with what speaks for and against; the likeliest first, else as they came."""
    found = [Alike(person, tuple(_reasons(asked, person, this_year))) for person in people]
    return sorted(found, key=lambda each: not each.is_close)


def _reasons(asked: Asked, person: Person, this_year: int):
    yield from _by_name(asked.names, person)
    if year := asked.year(this_year):
        yield from _by_year(year, person)
    if asked.nationality and person.nationality:
        held = (person.nationality, *person.other_nationalities)
        same = asked.nationality in held
        yield Reason(_("Same nationality") if same else _("Another nationality"), same)
    if asked.number and _bears(asked.number, person):
        yield Reason(_("Same number"), True)


def _by_name(names: str, person: Person):
    borne = (
        person.given_names, person.family_names, person.second_family_name,
        person.original_name, *(person.aliases or []),
    )  # fmt: skip
    asked_words, words = words_of(names), words_of(*borne)
    asked_bones, bones = skeletons(names), set(skeletons(*borne))
    missing = [word for word in names.split() if not _is_borne(word, bones)]
    if asked_words and set(asked_words) <= set(words):
        yield Reason(_("Same name"), True)
    elif 2 * len(missing) < len(names.split()):
        yield Reason(_("Sounds alike"), True)
    elif set(asked_bones) & bones:
        yield Reason(_("Part of the name sounds alike"), None)
    if missing and len(missing) < len(names.split()):
        yield Reason(_("“%(words)s” is missing") % {"words": _isolated(missing)}, None)


def _isolated(words: list[str]) -> str:
    """In its own direction inside a sentence of another (Unicode FSI and PDI)."""
    return f"\u2068{' '.join(words)}\u2069"


def _is_borne(word: str, bones: set[str]) -> bool:
    return any(sign.isdigit() for sign in word) or set(skeletons(word)) <= bones


def _by_year(year: int, person: Person):
    if not person.birth_year:
        return
    apart = abs(person.birth_year - year)
    if apart == 0:
        yield Reason(_("Same year"), True)
    else:
        text = ngettext("%(count)s year apart", "%(count)s years apart", apart)
        yield Reason(text % {"count": apart}, None if apart <= 2 else False)


def _bears(number: str, person: Person) -> bool:
    plain = plain_number(number)
    documents = [plain_number(each.number or "") for each in person.documents.all()]
    phones = [plain_number(each.value or "")[-8:] for each in person.contacts.all()]
    return bool(plain) and (plain in documents or plain[-8:] in phones)
