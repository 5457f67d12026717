"""What public pages show: services with facts and SMS text, emergency numbers, rights.

What is said of a safe house is decided here alone. What nobody has answered yet is not said:
neither as good nor as bad.
"""

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from django.utils.translation import gettext as _

from amparo.foundation.core.code_lists import codes
from amparo.foundation.directory.models import EmergencyNumber, Location, Service
from amparo.foundation.directory.search import ServiceResult
from amparo.foundation.directory.translated_text import TextInLanguage, text_in_language
from amparo.ui import formats

from . import opening_times


class Fact(NamedTuple):
    text: str
    is_good: bool = True


def key_facts(service: Service, *, today: bool = True) -> list[Fact]:
    """The few that decide whether to go, and how much room there is today."""
    capacity = _capacity_facts(service) if today else ()
    return _good_first(
        [*_answered_facts(service, _KEY_ANSWERS), *_audience_facts(service), *capacity]
    )


def all_facts(service: Service, *, today: bool = True) -> list[Fact]:
    """All of them, for the page of the service."""
    capacity = _capacity_facts(service) if today else ()
    return _good_first(
        [
            *_answered_facts(service, _KEY_ANSWERS | _MORE_ANSWERS),
            *_audience_facts(service),
            *capacity,
        ]
    )


def _good_first(facts: list[Fact]) -> list[Fact]:
    return sorted(facts, key=lambda fact: not fact.is_good)


def _answered_facts(service: Service, answers: dict) -> Iterator[Fact]:
    for name, (yes, no) in answers.items():
        answer = getattr(service, name)
        told = {True: yes, False: no}.get(answer)
        if told:
            yield told()


_KEY_ANSWERS = {
    "requires_documents": (
        lambda: Fact(_("They ask for papers"), False),
        lambda: Fact(_("They ask for no papers")),
    ),
    "needs_appointment": (lambda: Fact(_("Call before you go"), False), None),
    "is_free": (lambda: Fact(_("Free")), lambda: Fact(_("It costs money"), False)),
    "is_child_friendly": (lambda: Fact(_("With children")), None),
}
_MORE_ANSWERS = {
    "welcomes_irregular": (
        lambda: Fact(_("Also for those without a permit to stay")),
        lambda: Fact(_("Only for those with a permit to stay"), False),
    ),
}


def _audience_facts(service: Service) -> Iterator[Fact]:
    if service.audience:
        told = {
            Service.Audience.WOMEN: _("Only for women and their children"),
            Service.Audience.MEN: _("Only for men"),
            Service.Audience.CHILDREN: _("Only for children and adolescents"),
            Service.Audience.FAMILIES: _("Only for families"),
            Service.Audience.LGBTIQ: _("Only for LGBTIQ+ people"),
        }
        yield Fact(told[Service.Audience(service.audience)], False)
    age = {"from": service.minimum_age, "to": service.maximum_age}
    if service.minimum_age and service.maximum_age:
        yield Fact(_("Only from %(from)s to %(to)s years of age") % age, False)
    elif service.minimum_age:
        yield Fact(_("Only from %(from)s years of age") % age, False)
    elif service.maximum_age:
        yield Fact(_("Only up to %(to)s years of age") % age, False)


def _capacity_facts(service: Service) -> Iterator[Fact]:
    told = {
        Service.Capacity.FULL: Fact(_("Full today"), False),
        Service.Capacity.LITTLE: Fact(_("Little room today"), False),
        Service.Capacity.PLENTY: Fact(_("There is room today")),
    }
    if capacity := service.current_capacity():
        yield told[Service.Capacity(capacity)]


def languages_text(service: Service) -> str:
    """The languages spoken there, and those that an interpreter speaks."""
    spoken = [formats.language_name(code) for code in service.languages]
    through = [
        _("%(language)s with an interpreter") % {"language": formats.language_name(code)}
        for code in service.interpreted
        if code not in service.languages
    ]
    told = formats.join_list([*spoken, *through])
    return told[:1].upper() + told[1:]


def accessibility_labels(location: Location) -> list[str]:
    """What makes it possible to enter and to understand, for those who need it."""
    named = dict(Location.Accessibility.choices)
    return [str(named[code]) for code in location.accessibility if code in named]


@dataclass(frozen=True)
class ServiceListItem:
    """One service in a list; `is_kept` where it is read on another day, without a network."""

    found: ServiceResult
    is_kept: bool = field(default=False, kw_only=True)

    @property
    def ref(self):
        return self.found.service_at_location.ref

    @property
    def title(self) -> TextInLanguage:
        return self.found.service.title

    @property
    def state(self) -> opening_times.OpeningState:
        """Whether it is open now; on an offline page, its hours: nobody knows when it is read."""
        if self.is_kept:
            return opening_times.OpeningState(
                opening_times.summary(self.hours) or str(opening_times.ASK_HOURS), None
            )
        return opening_times.opening_state(self.found)

    @cached_property
    def hours(self) -> list[opening_times.DayRow]:
        lines = [each.hours for each in self.found.service_at_location.opening_hours.all()]
        rows = opening_times.week_rows(lines, self.found.location.clock) if lines else []
        return [row._replace(is_today=False) for row in rows] if self.is_kept else rows

    @property
    def facts(self) -> list[Fact]:
        return key_facts(self.found.service, today=not self.is_kept)

    @property
    def checked(self) -> str:
        if self.is_kept:
            return opening_times.confirmed_on_text(self.found.service)
        return opening_times.confirmed_text(self.found.service)

    @property
    def is_stale(self) -> bool:
        return self.found.service.is_stale

    @property
    def is_secret(self) -> bool:
        return self.found.is_secret

    @property
    def by_call(self) -> bool:
        return not self.is_secret and self.found.location.kind == Location.Kind.VIRTUAL

    @property
    def where(self) -> str:
        """The address and the town; of a safe house, nothing."""
        place = self.found.location
        if self.is_secret or self.by_call:
            return ""
        return ", ".join(filter(None, [place.address or place.name, self._town]))

    @property
    def _town(self) -> str:
        return self.found.location.place.name if self.found.location.place else ""

    @property
    def point(self) -> str:
        """Where it is on the earth, so that the telephone itself can say how far it is."""
        return self.found.service_at_location.map_point


@dataclass(frozen=True)
class ServiceDetail(ServiceListItem):
    """One service on its own page."""

    @property
    def about(self) -> TextInLanguage:
        return text_in_language(self.found.service.about)

    @property
    def who_can_come(self) -> TextInLanguage:
        return text_in_language(self.found.service.who_can_come)

    @property
    def how_to_come(self) -> TextInLanguage:
        return text_in_language(self.found.service.how_to_come)

    @property
    def to_bring(self) -> TextInLanguage:
        return text_in_language(self.found.service.to_bring)

    @property
    def directions_text(self) -> TextInLanguage:
        return TextInLanguage("", "") if self.is_secret else self.found.location.directions_text

    @property
    def facts(self) -> list[Fact]:
        return all_facts(self.found.service, today=not self.is_kept)

    @property
    def ways_in(self) -> list[str]:
        return [] if self.is_secret else accessibility_labels(self.found.location)

    @property
    def languages(self) -> str:
        return languages_text(self.found.service)

    @property
    def phone(self) -> str:
        """Of a safe house, the number of the organization: its own could be traced to a street."""
        service = self.found.service
        if self.is_secret:
            return service.provider.phone
        return service.phone or service.provider.phone

    @property
    def website(self) -> str:
        return "" if self.is_secret else self.found.service.website

    @property
    def keeps_firewall(self) -> bool:
        return bool(self.found.service.provider.keeps_firewall)

    @property
    def offered_by(self) -> str:
        return "" if self.is_secret else self.found.service.provider.organization.name

    @property
    def checked_by(self) -> str:
        if self.is_stale or self.is_secret:
            return ""
        last = next(iter(self.found.service.verifications.all()), None)
        return last.name if last else ""

    @property
    def message(self) -> str:
        hours = "" if self.is_secret else opening_times.summary(self.hours)
        secret = _("Call: they tell you how to come") if self.is_secret else ""
        # In one piece: between Arabic words, the groups of a number would change places.
        phone = "".join(self.phone.split())
        return sms_text(self.title.text, phone, self.where, secret, hours)


# A service as one SMS: 160 letters of the GSM alphabet (3GPP TS 23.038, 6.2.1), only 70 as soon as
# one letter is not in it: an Arabic one, or the á of a street. Latin letters are therefore written
# as the alphabet has them (a for á, é stays é); nothing is ever cut in the middle.

SMS_LENGTH, SMS_LENGTH_UNICODE = 160, 70
GSM_ALPHABET = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    "ÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
GSM_EXTENSION = frozenset("^{}\\[~]|€")  # each takes two places
GSM_REPLACEMENTS = str.maketrans({
    "–": "-", "—": "-", "‘": "'", "’": "'", "“": '"', "”": '"', "«": '"', "»": '"', "œ": "oe",
    "Œ": "OE", "…": "...", "·": "-", "\u00a0": " ", "\u202f": " ",
})  # fmt: skip


def sms_text(title: str, *more: str) -> str:
    """As much as one message takes, the most needed first."""
    told = _shortened(_in_gsm_alphabet(title))
    for each in _not_empty(more):
        longer = f"{told}. {_in_gsm_alphabet(each)}"
        if fits_one_sms(longer):
            told = longer
    return told


def fits_one_sms(told: str) -> bool:
    """Whether a telephone sends it as one message."""
    if all(letter in GSM_ALPHABET or letter in GSM_EXTENSION for letter in told):
        return len(told) + sum(letter in GSM_EXTENSION for letter in told) <= SMS_LENGTH
    return len(told.encode("utf-16-le")) // 2 <= SMS_LENGTH_UNICODE


def _shortened(title: str) -> str:
    """A name that no message holds is the one thing that is cut."""
    while not fits_one_sms(title):
        title = title[:-1]
    return title


def _in_gsm_alphabet(told: str) -> str:
    return "".join(map(_gsm_letter, told.translate(GSM_REPLACEMENTS)))


def _gsm_letter(letter: str) -> str:
    """The nearest letter of the alphabet; of a script that it does not know, the letter itself."""
    if letter in GSM_ALPHABET or letter in GSM_EXTENSION:
        return letter
    bare = unicodedata.normalize("NFD", letter)[0]
    return bare if bare in GSM_ALPHABET else letter


def _not_empty(parts: Iterable[str]) -> list[str]:
    return [part.strip().rstrip(".") for part in parts if part and part.strip()]


# Emergency numbers and rights.

# A few rights that people ask about most, by their codes in the reference list.
RIGHTS = (
    "nondiscrimination", "health", "education", "documents", "wages", "slavery", "trafficking",
    "gbv", "liberty", "consular", "asylum", "expulsion", "family", "fair_trial", "remedy",
)  # fmt: skip
# So many can be tapped on the first page; more have a page of their own.
FEW_NUMBERS = 4


def emergency_numbers(most: int = 500) -> dict:
    """The emergency numbers by country; on the first page only where they are few."""
    there = list(EmergencyNumber.objects.all()[:500])
    kinds = [str(kind) for kind in EmergencyNumber.Kind]
    there.sort(key=lambda each: (formats.country_name(each.country), kinds.index(each.kind)))
    return {"numbers": there if len(there) <= most else [], "has_numbers": bool(there)}


def listed_rights() -> list[tuple[str, list[str]]]:
    """Some rights in the words of the reference list, and where they are written."""
    terms = [codes.find("right", code) for code in RIGHTS]
    return [(term.label, _sources(term)) for term in terms if term and term.is_active]


def _sources(term: codes.Term) -> list[str]:
    articles = term.extra.get("articles", {})
    return [
        f"{codes.label('instrument', code)} ({said})" for code, said in list(articles.items())[:3]
    ]
