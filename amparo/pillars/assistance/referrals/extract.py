"""What another organization reads of a person who is referred to them: this, and nothing else.

Whatever leaves in a referral is read here, on the page of the caseworker before it is sent, on the
partner's page, and in the letter alike. Each thing has a class; each person's consent must stand.
"""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from amparo.foundation.core import discreet_mode
from amparo.foundation.core.accounts.roles import CLASSES
from amparo.foundation.core.permissions.rls.records import load_related, named_by
from amparo.foundation.people.models import Person
from amparo.foundation.protection import code_lists
from amparo.ui import formats

if TYPE_CHECKING:
    from .models import Referral

# The words for whom receives it, and the kind of help that is asked, are narrative.
NARRATIVE_ITEMS = "narrative"


@dataclass(frozen=True)
class ExtractItem:
    """One thing of a person: its class, its name, and how it reads."""

    code: str
    kind: str
    name: Promise
    read: Callable[[Person, date], str]


def _age(person: Person, on: date) -> str:
    age = person.age(on)
    return "" if age is None else formats.number(age)


def _languages(person: Person, on: date) -> str:
    spoken = [formats.language_name(each) for each in person.languages]
    if person.interpreter:
        text = _("interpreter needed: %(language)s")
        spoken.append(text % {"language": formats.language_name(person.interpreter)})
    return formats.join_list(spoken)


def _safely(person: Person, on: date) -> str:
    channel = code_lists.label("safe_channel", person.safe_channel) if person.safe_channel else ""
    if channel.casefold() in person.safe_contact.casefold():
        channel = ""  # their own words say it already
    return formats.join_list([each for each in (channel, person.safe_contact) if each])


def _contacts(person: Person, on: date) -> str:
    """Only those by which nobody is harmed."""
    safe = (each for each in person.contacts.all() if each.is_safe)
    return formats.join_list([each.value for each in safe if each.value])


def _papers(person: Person, on: date) -> str:
    kinds = [code_lists.label("document_kind", each.kind) for each in person.documents.all()]
    return formats.join_list(kinds)


def _first_name(person: Person, on: date) -> str:
    """As the person is spoken to; in discreet mode the initials, on a page."""
    first = (person.given_names.split() or [""])[0]
    return person.shown_name if discreet_mode.is_on() else first


FULL_NAME = "name"
EXTRACT_ITEMS: dict[str, ExtractItem] = {
    item.code: item
    for item in (
        ExtractItem("first_name", "identity", gettext_lazy("First name"), _first_name),
        ExtractItem(
            FULL_NAME, "identity", gettext_lazy("Full name"), lambda who, on: who.shown_name
        ),
        ExtractItem("age", "identity", gettext_lazy("Age"), _age),
        ExtractItem(
            "sex", "identity", gettext_lazy("Sex"),
            lambda person, on: code_lists.label("sex", person.sex) if person.sex else "",
        ),
        ExtractItem(
            "nationality", "identity", gettext_lazy("Nationality"),
            lambda person, on: (
                formats.country_name(person.nationality) if person.nationality else ""
            ),
        ),
        ExtractItem("papers", "identity", gettext_lazy("Documents held"), _papers),
        ExtractItem("languages", "contact", gettext_lazy("Languages"), _languages),
        ExtractItem("safe_contact", "contact", gettext_lazy("Safe contact"), _safely),
        ExtractItem("contacts", "contact", gettext_lazy("Telephone and other contact details"),
            _contacts),
        ExtractItem(
            "support", "medical", gettext_lazy("Support needed to participate"),
            lambda person, on: person.support_needs,
        ),
    )
}  # fmt: skip

# The least with which somebody can be received and not be harmed by how they are reached.
SMALLEST = ("first_name", "age", "languages", "safe_contact")
# What a kind of help cannot do without, besides: the full name where papers are made or somebody
# is looked for.
_BESIDES = {
    "health": ("sex", "support"),
    "shelter": ("sex", "support"),
    "legal": (FULL_NAME, "nationality", "papers"),
    "return": (FULL_NAME, "nationality", "papers"),
    "family": (FULL_NAME, "nationality"),
}


def default_items(service_type: str) -> tuple[str, ...]:
    """What is proposed to be shared for this kind of help; a person decides."""
    items = {*SMALLEST, *_BESIDES.get(service_type.split(".")[0], ())}
    return known_values(items - {"first_name"} if FULL_NAME in items else items)


def known_values(items: Iterable[str]) -> tuple[str, ...]:
    """Those that exist, in the order in which they are read."""
    chosen = set(items)
    return tuple(code for code in EXTRACT_ITEMS if code in chosen)


def sensitivity_classes(referral: "Referral") -> frozenset[str]:
    """The classes of personal values that leave with it."""
    kinds = {EXTRACT_ITEMS[code].kind for code in referral.items}
    return frozenset(kinds | ({NARRATIVE_ITEMS} if referral.text else set()))


@dataclass(frozen=True)
class PersonExtract:
    """One person as the other organization reads of them."""

    person: Person
    facts: list[tuple[str, str]]

    @property
    def called(self) -> str:
        """Their name, where it is told."""
        told = dict(self.facts)
        names = (told.get(str(EXTRACT_ITEMS[code].name)) for code in (FULL_NAME, "first_name"))
        return next(filter(None, names), "")

    @property
    def safely(self) -> str:
        """How they are reached without harm, where it is told: above everything else."""
        return dict(self.facts).get(str(EXTRACT_ITEMS["safe_contact"].name), "")

    @property
    def others(self) -> list[tuple[str, str]]:
        """What is told besides."""
        apart = {
            str(EXTRACT_ITEMS[code].name) for code in ("first_name", FULL_NAME, "safe_contact")
        }
        return [fact for fact in self.facts if fact[0] not in apart]


def preview_extract(
    people: Iterable[Person], items: Iterable[str], on: date
) -> list[PersonExtract]:
    """What would leave, exactly as it would be read."""
    return [PersonExtract(person, _facts(person, items, on)) for person in people]


def build_extract(referral: "Referral", *, seen: Collection[str] = CLASSES) -> list[PersonExtract]:
    """What they may read now: of each person whose consent stands, the things agreed on.

    `seen` are the classes of values that the reader's role reads. Whoever shows it has asked
    whether the reader may open the referral.
    """
    live = list(referral.referred_persons.live().order_by("pk"))
    load_related(live, "shared", "person__contacts", "person__documents")
    on = named_by(referral, "case").office.today()
    return [
        PersonExtract(
            each.person, _facts(each.person, _of(referral, each.shared.classes, seen), on)
        )
        for each in live
    ]


def _of(referral: "Referral", *classes: Collection[str]) -> list[str]:
    """The things that lie within all of these classes."""
    within = CLASSES.keys() & set.intersection(*map(set, classes))
    return [code for code in known_values(referral.items) if EXTRACT_ITEMS[code].kind in within]


def _facts(person: Person, items: Iterable[str], on: date) -> list[tuple[str, str]]:
    told = (
        (str(EXTRACT_ITEMS[code].name), EXTRACT_ITEMS[code].read(person, on))
        for code in known_values(items)
    )
    return [(name, value) for name, value in told if value]
