"""Before a referral leaves: whom it is about, what would be read, and on what it may."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from urllib.parse import urlencode

from django.db.models import Exists
from django.urls import reverse

from amparo.foundation.agreements.models import Agreement
from amparo.foundation.agreements.queries import agreements_between
from amparo.foundation.core.models import Organization, User
from amparo.foundation.core.permissions.rls.aggregates import aggregate_query
from amparo.foundation.directory.models import Service
from amparo.foundation.people.legal_basis import legal_basis_for
from amparo.foundation.people.models import Consent, Person
from amparo.pillars.assistance.cases.models import Case, CaseSettings

from . import extract
from .models import Referral
from .models.referred_persons import consent_purpose


@dataclass(frozen=True)
class ConsentStatus:
    """One person of the case, and their word about sharing with this organization."""

    person: Person
    consent: Consent | None
    until: datetime | None
    ask_url: str

    @property
    def may_be_shared(self) -> bool:
        return self.consent is not None

    @property
    def limits(self) -> str:
        """What they do not want, in their words."""
        return self.consent.limits if self.consent else ""


class ReferralPreparation:
    """One case and one organization: what the page before sending needs to know."""

    def __init__(
        self, case: Case, user: User, to: Organization, *, service: Service | None, here: str
    ):
        self.case, self.user, self.to, self.service = case, user, to, service
        self.here = here

    @property
    def purpose(self) -> str:
        return consent_purpose(self.to)

    @cached_property
    def people(self) -> list[Person]:
        return visible_people(self.case, self.user)

    @cached_property
    def standings(self) -> list[ConsentStatus]:
        """What each said last, read once for all of them."""
        words: dict[int, list[Consent]] = defaultdict(list)
        for word in Consent.objects.filter(person__in=self.people).latest_answers():
            words[word.person_id].append(word)
        return [self._standing(person, words[person.pk]) for person in self.people]

    @property
    def agreed(self) -> list[ConsentStatus]:
        return [each for each in self.standings if each.may_be_shared]

    @property
    def lacking(self) -> list[ConsentStatus]:
        return [each for each in self.standings if not each.may_be_shared]

    @cached_property
    def earlier(self) -> Referral | None:
        """One that goes on already: to ask them twice confuses everybody."""
        going = self.case.referrals.going_on().filter(organization=self.to)
        return going.order_by("-pk").first()

    @cached_property
    def lacks_agreement(self) -> bool:
        """Whether the office wants a data sharing agreement and none with them is known to be in
        force where the case is. Blocks nothing. One query.
        """
        return _lacks_agreement(self.case, self.to, self.today)

    def preview(self, people: list[Person], items: list[str]) -> list[extract.PersonExtract]:
        return extract.preview_extract(people, items, self.today)

    @property
    def today(self) -> date:
        return self.case.office.today()

    def _standing(self, person: Person, said: list[Consent]) -> ConsentStatus:
        ground = legal_basis_for(person, self.purpose, self.to, consents=said)
        consent = ground.record if ground and isinstance(ground.record, Consent) else None
        words = urlencode({"with": self.to.ref, "next": self.here})
        ask_url = f"{reverse('people:consent-new', args=[person.ref])}?{words}"
        return ConsentStatus(person, consent, ground.until if ground else None, ask_url)


@aggregate_query("who refers learns whether an agreement is in force, and opens none")
def _lacks_agreement(case: Case, to: Organization, day: date) -> bool:
    between = agreements_between(
        case.office.organization, to, [Agreement.Kind.DATA_SHARING], day,
        place=case.place_id, country=case.office.country,
    )  # fmt: skip
    rules = CaseSettings.objects.filter(office=case.office, referral_needs_agreement=True)
    return rules.exclude(Exists(between)).exists()


def visible_people(case: Case, user: User) -> list[Person]:
    """The people of the case whom this colleague may know of."""
    keys = [person.pk for person in case.persons()]
    known = Person.objects.accessible_to(user).filter(pk__in=keys)
    return list(known.prefetch_related("contacts", "documents").order_by("pk"))
