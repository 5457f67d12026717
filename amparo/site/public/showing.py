"""A service as the public pages show it: what they say of a safe house is decided here alone."""

from dataclasses import dataclass, field
from functools import cached_property

from django.utils.translation import gettext as _

from amparo.foundation.directory.models import Location
from amparo.foundation.directory.search import ServiceResult
from amparo.foundation.directory.translated_text import TextInLanguage, text_in_language

from . import card, facts, times


@dataclass(frozen=True)
class Line:
    """One service in a list; `is_kept` where it is read on another day, without a network."""

    found: ServiceResult
    is_kept: bool = field(default=False, kw_only=True)

    @property
    def ref(self):
        return self.found.offered.ref

    @property
    def title(self) -> TextInLanguage:
        return self.found.service.title

    @property
    def state(self) -> times.State:
        """How its door stands now; on a kept page, when it opens: nobody knows when it is read."""
        if self.is_kept:
            return times.State(times.told(self.hours) or str(times.ASK), None)
        return times.state(self.found)

    @cached_property
    def hours(self) -> list[times.Row]:
        lines = [each.hours for each in self.found.offered.openings.all()]
        rows = times.table(lines, self.found.location.clock) if lines else []
        return [row._replace(is_today=False) for row in rows] if self.is_kept else rows

    @property
    def facts(self) -> list[facts.Fact]:
        return facts.of(self.found.service, today=not self.is_kept)

    @property
    def checked(self) -> str:
        if self.is_kept:
            return times.checked_on(self.found.service)
        return times.checked(self.found.service)

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
        place = self.found.location
        if self.is_secret or place.latitude is None:
            return ""
        return f"{place.latitude:.4f},{place.longitude:.4f}"


@dataclass(frozen=True)
class Card(Line):
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
    def way_there(self) -> TextInLanguage:
        return TextInLanguage("", "") if self.is_secret else self.found.location.way_there

    @property
    def facts(self) -> list[facts.Fact]:
        return facts.before_going(self.found.service, today=not self.is_kept)

    @property
    def ways_in(self) -> list[str]:
        return [] if self.is_secret else facts.ways_in(self.found.location)

    @property
    def tongues(self) -> str:
        return facts.tongues(self.found.service)

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
        hours = "" if self.is_secret else times.told(self.hours)
        secret = _("Call: they tell you how to come") if self.is_secret else ""
        # In one piece: between Arabic words, the groups of a number would change places.
        phone = "".join(self.phone.split())
        return card.text(self.title.words, phone, self.where, secret, hours)
