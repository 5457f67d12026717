"""A clinician is asked whether one traveller can travel: by their account, or by a link.

Protects who would be sent on a journey that their body does not bear. The link comes from who
asks; it opens with a code that somebody else tells the clinician by telephone, so nobody who asks
can answer themselves. It opens for one decision, for one person. Of link and code a keyed hash is
kept: no copy of the database can open one.
"""

import hmac
import secrets
from collections.abc import Iterable
from datetime import timedelta
from hashlib import sha256

from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.core.audit import log
from amparo.foundation.core.audit.events import AuditEvent
from amparo.foundation.core.clock import now
from amparo.foundation.core.encryption import key_ring
from amparo.foundation.core.encryption.fields import PersonalField
from amparo.foundation.core.models import Membership, Notification, User
from amparo.foundation.core.notifications.kinds import Notice
from amparo.foundation.core.permissions.grants import PermissionQuerySet
from amparo.foundation.core.permissions.rls.records import find_by_secret, lock_for_update
from amparo.foundation.core.receipt_codes import digits_of
from amparo.foundation.core.records import Record
from amparo.foundation.core.refusals import Refusal
from amparo.foundation.directory.models import Service, ServiceType
from amparo.pillars.assistance.cases.access_grants import people_above
from amparo.pillars.assistance.cases.models import Case
from amparo.pillars.assistance.cases.parent_office import ask_office_above

from ..fitness_rules import LINK_LASTS, LINK_LASTS_DAYS
from .qualifications import Qualification, clinicians_on, has_qualification
from .travellers import Traveller

BYTES, DIGITS = 32, 6
TRIES = 5  # wrong codes, until another is told
ROLE = "provider"  # the role in which clinicians have an account
HEALTH = "health"  # the service types of health, and those below it


class FitnessRequest(Record):
    """A clinician is asked whether one traveller can travel; a newer request takes its place."""

    traveller = models.ForeignKey(Traveller, models.CASCADE, related_name="fitness_requests")
    # Who is asked by their account; nobody, where whoever holds the link answers.
    clinician = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    # Whom the link is for: their name, and where they work.
    addressee = PersonalField(gettext_lazy("Clinician asked"), blank=True)
    kept = models.CharField(max_length=64, unique=True, editable=False)
    code_hash = models.CharField(max_length=64, blank=True, editable=False)
    wrong_attempts = models.PositiveSmallIntegerField(default=0, editable=False)
    until = models.DateTimeField(gettext_lazy("Answer until"))
    by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(gettext_lazy("Day"), default=now, editable=False)

    crypto_label = "fitnessrequest"
    audit_name = "fitnessrequest"

    objects = PermissionQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Question to a clinician about fitness to travel")

    class Privacy:
        owner = "traveller__journey__case"
        title = gettext_lazy("Questions to clinicians about fitness to travel")
        disclose = ("at", "until", "addressee")

    class Events:
        prefix = "return"
        fitness_asked = AuditEvent(
            pgettext_lazy("ledger", "Fitness to travel assessment requested"),
            icon="stethoscope",
            timeline=gettext_lazy("Fitness to travel assessment requested"),
            story=False,
            notice=Notice(
                gettext_lazy("Fitness to travel: your examination is requested"),
                "decision",
                icon="stethoscope",
            ),
        )
        fitness_code_due = AuditEvent(
            gettext_lazy("Clinician sent a link"),
            icon="link",
            story=False,
            notice=Notice(
                gettext_lazy("Call the clinician and give the code of the link"),
                "work",
                icon="phone-call",
            ),
        )
        fitness_code_given = AuditEvent(
            gettext_lazy("Code told to clinician"),
            icon="phone",
            timeline=pgettext_lazy("timeline", "Code told to clinician"),
            story=False,
        )
        fitness_link_refused = AuditEvent(
            gettext_lazy("Clinician link refused"),
            icon="lock",
            timeline=pgettext_lazy("timeline", "Clinician link refused"),
            story=False,
        )

    def __str__(self):
        return f"FitnessRequest {self.ref}"

    @property
    def file(self) -> Case:
        return self.traveller.journey.case

    @property
    def is_answered(self) -> bool:
        return hasattr(self, "decision")

    @classmethod
    @transaction.atomic
    def ask(
        cls, traveller: Traveller, *, by: User, clinician: User | None = None, addressee: str = ""
    ) -> "tuple[FitnessRequest, str]":
        """Returns the request and the token of its link: said this once, and kept by nobody here.

        Who has an account needs no link, and finds the question among their notices. Of a link
        those who may tell its code are told; where the office has nobody, the office above.
        """
        journey = traveller.journey
        journey.hold()
        journey.must_be_before_departure()
        if clinician is not None:
            must_be_another(traveller, by, clinician)
            if asked := cls._waiting_for(traveller, clinician):
                return asked, ""
        elif not addressee.strip():
            raise Refusal(_("Write the name of the clinician, and where they work."))
        days = journey.case.rules.amount(LINK_LASTS) or LINK_LASTS_DAYS
        token = secrets.token_urlsafe(BYTES)
        made = cls.objects.create(
            traveller=traveller, clinician=clinician, by=by, kept=_keyed_hash("link", token),
            addressee="" if clinician else addressee.strip(), until=now() + timedelta(days=days),
        )  # fmt: skip
        log.log_event(by, "return.fitness_asked", made)
        if clinician is None:
            made._notify_code_tellers()
            return made, token
        Notification.notify(
            [clinician], event="return.fitness_asked", about="", url=made.get_absolute_url(),
            by=by, urgent=True,
        )  # fmt: skip
        return made, ""

    @classmethod
    def _waiting_for(cls, traveller: Traveller, clinician: User) -> "FitnessRequest | None":
        """The same question to the same clinician, while it waits: sent twice it is one."""
        newest = traveller.fitness_requests.order_by("-pk").first()
        if newest is None or newest.clinician_id != clinician.pk or newest.refusal:
            return None
        return newest

    @classmethod
    def of(cls, token: str) -> "FitnessRequest | None":
        """Returns the request of this link, with the person it is about and their case."""
        return find_by_secret(
            cls, token, "traveller__person", "traveller__journey__case__owner",
            "traveller__journey__case__team__office__organization",
            owners=("traveller__journey__case",),
        )  # fmt: skip

    @classmethod
    def with_secret(cls, secret: str) -> "FitnessRequest | None":
        """Returns the request of this token, or None. One to an account opens by no link."""
        return cls.objects.filter(kept=_keyed_hash("link", secret[:100]), clinician=None).first()

    def get_absolute_url(self) -> str:
        return reverse("returns:fitness-decide", args=[self.ref])

    @transaction.atomic
    def tell_code(self, *, by: User) -> str:
        """Returns a new code of the link: shown once, to be told to the clinician by telephone.

        One told before opens nothing any more, and the tries start anew. Refused to who asked,
        accompanies or counselled them.
        """
        self.traveller.journey.hold()
        self.must_be_given_by_another(by)
        lock_for_update(self)
        if refusal := self.refusal:
            raise Refusal(refusal)
        code = f"{secrets.randbelow(10**DIGITS):0{DIGITS}}"
        self.code_hash, self.wrong_attempts = self._hash_of(code), 0
        self.save(update_fields=["code_hash", "wrong_attempts"])
        log.log_event(by, "return.fitness_code_given", self)
        return code

    def must_be_given_by_another(self, by: User) -> None:
        """Raises Refusal for who asked, accompanies or counselled them; and where no link is."""
        if self.clinician_id is not None:
            raise Refusal(_("A clinician was asked by their account: they need no code."))
        if by.pk in _involved(self.traveller, self.by):
            raise Refusal(
                _(
                    "Somebody else tells the clinician the code than who asked, accompanies or "
                    "counsels them. So nobody decides in the place of a clinician."
                )
            )

    @transaction.atomic
    def check_code(self, said: str) -> str:
        """Why this code does not open the link, in words; "" where it does. Wrong ones count."""
        kept = lock_for_update(self)
        self.code_hash, self.wrong_attempts = kept.code_hash, kept.wrong_attempts
        if not self.code_hash:
            return _("No code was told for this link yet. Somebody of the office calls you.")
        if self.wrong_attempts >= TRIES:
            return _("Too many wrong codes. Call whoever sent it to you, and ask for a new code.")
        if self.is_opened_by(said):
            return ""
        self.wrong_attempts += 1
        self.save(update_fields=["wrong_attempts"])
        log.log_denied(None, "return.fitness_link_refused", self)
        return _("This is not the code. Look at it once more, or call whoever sent it to you.")

    def is_opened_by(self, code: str) -> bool:
        """Whether this is the code that was told; counts nothing."""
        is_same = hmac.compare_digest(self.code_hash, self._hash_of(digits_of(code)))
        return bool(self.code_hash) and self.wrong_attempts < TRIES and is_same

    def _hash_of(self, code: str) -> str:
        return _keyed_hash("code", f"{self.ref}|{code}")

    @property
    def code_tellers(self) -> list[User]:
        """Supervisors who may tell the code of the link: of the team, else of the office above
        where it may open the case. May be empty.
        """
        case, involved = self.file, _involved(self.traveller, self.by)
        here = [user for user in case.supervisors() if user.pk not in involved]
        if here or case.is_restricted:
            return here
        return [user for user in people_above(case) if user.pk not in involved]

    def _notify_code_tellers(self) -> None:
        case, tellers = self.file, self.code_tellers
        if tellers and not set(tellers) & set(case.supervisors()):
            involved = _involved(self.traveller, self.by)
            ask_office_above(case, by=self.by, besides=[key for key in involved if key])
        journey = self.traveller.journey
        url = reverse("returns:fitness-code", args=[journey.ref, self.traveller.ref])
        Notification.notify(
            tellers, event="return.fitness_code_due", about="", url=url, by=self.by, urgent=True
        )

    @property
    def refusal(self) -> str:
        """Why nothing can be decided by it any more, in words; "" where it is open."""
        journey = self.traveller.journey
        if self.is_answered:
            return _("This was used: a decision was recorded by it, and it takes no second one.")
        if self.until < now():
            return _("Its days are over.")
        if FitnessRequest.objects.filter(traveller=self.traveller, pk__gt=self.pk).exists():
            return _("A newer question took its place.")
        if not self.traveller.is_going or not journey.is_before_departure:
            return _("This person does not travel on this return any more.")
        return ""


def clinicians_for(case: Case, *, but: Iterable[int] = ()) -> list[User]:
    """Who may be asked by their account, in the country of the case: at a provider that offers a
    health service, or a colleague who is qualified as a clinician. Never the account of a system.
    """
    country = case.team.office.country
    is_clinician = _at_health_provider() | Q(user__in=clinicians_on(case.office.today()))
    places = Membership.objects.held().filter(is_clinician, user__is_system=False)
    places = places.exclude(user__in=list(but))
    here = Q(office__country=country) | Q(team__office__country=country)
    return places.filter(here).order_by("user__name").people()


def _at_health_provider() -> Q:
    """A membership as provider in an organization that offers a health service."""
    of_health = ServiceType.objects.filter(
        Q(code=HEALTH) | Q(code__startswith=f"{HEALTH}."), service__status=Service.Status.ACTIVE
    )
    offers = of_health.values("service__provider__organization")
    return Q(role=ROLE) & (
        Q(office__organization__in=offers) | Q(team__office__organization__in=offers)
    )


def must_be_another(traveller: Traveller, asks: User, clinician: User | None) -> None:
    """Whoever accompanies or counselled them, or asks, does not decide this too."""
    journey = traveller.journey
    if clinician is None:
        return
    if clinician.pk in _involved(traveller, asks):
        raise Refusal(_("Somebody else decides this than who asks, accompanies or counsels them."))
    places = Membership.objects.held().filter(_at_health_provider(), user=clinician)
    day, kind = journey.case.office.today(), Qualification.Kind.CLINICIAN
    is_clinician = places.exists() or has_qualification(clinician, kind, day)
    if clinician.is_system or not is_clinician:
        raise Refusal(
            _(
                "A clinician decides this: by an account at a provider that offers a health "
                "service in the directory, by the account of a colleague whose qualification as "
                "clinician counts today, or by a link. A supervisor enters qualifications."
            )
        )


def _involved(traveller: Traveller, asks: User) -> set[int | None]:
    """Who asks, accompanies or counselled them."""
    journey = traveller.journey
    counselled = journey.counsellings.values_list("by", flat=True)
    return {asks.pk, journey.case.owner_id, *counselled}


def _keyed_hash(what: str, said: str) -> str:
    key = key_ring.derive("fitness links")
    return hmac.new(key, f"{what}|{said}".encode(), sha256).hexdigest()
