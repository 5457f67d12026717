"""Fitness to travel: a clinician is asked about one traveller, and decides.

Protects who would be sent on a journey that their body does not bear. A clinician answers by their
account, as a provider or as a colleague whose qualification a supervisor entered, or by a link
without one that opens once, for one person. Of the link a keyed hash is
kept: no copy of the database can open it.
"""

import hmac
import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta
from hashlib import sha256
from uuid import UUID

from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.core.audit import log
from amparo.foundation.core.audit.events import AuditEvent
from amparo.foundation.core.clock import now
from amparo.foundation.core.encryption import key_ring
from amparo.foundation.core.encryption.fields import PersonalField
from amparo.foundation.core.files.validation import ValidatedFile
from amparo.foundation.core.models import Membership, Notification, User
from amparo.foundation.core.permissions.grants import PermissionQuerySet
from amparo.foundation.core.permissions.rls.records import find_by_secret, lock_for_update
from amparo.foundation.core.records import Record
from amparo.foundation.core.refusals import Refusal
from amparo.foundation.directory.models import Service, ServiceType
from amparo.foundation.protection import code_lists
from amparo.ui import formats

from ...gates.models import Gate
from ...models import Attachment, Case
from .. import rules
from ..fitness_rules import (
    CONDITIONS_LIST,
    DECISION_LIST,
    FIT,
    FIT_WITH_CONDITIONS,
    HOLDS_FOR,
    HOLDS_HOURS,
    LINK_LASTS,
    LINK_LASTS_DAYS,
    SOURCE,
    UNFIT,
)
from .bookings import look_again
from .qualifications import Qualification, clinicians_on, has_qualification
from .travellers import Traveller

BYTES = 32
ROLE = "provider"  # the role in which clinicians have an account
HEALTH = "health"  # the service types of health, and those below it


class FitnessRequest(Record):
    """A clinician is asked whether one traveller can travel; a newer request takes its place."""

    traveller = models.ForeignKey(Traveller, models.CASCADE, related_name="fitness_requests")
    # Who is asked by their account; nobody, where whoever holds the link answers.
    clinician = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    kept = models.CharField(max_length=64, unique=True, editable=False)
    until = models.DateTimeField(gettext_lazy("Answer until"))
    by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(gettext_lazy("Day"), default=now, editable=False)

    audit_name = "fitnessrequest"

    objects = PermissionQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Question to a clinician about fitness to travel")

    class Privacy:
        owner = "traveller__journey__case"
        title = gettext_lazy("Questions to clinicians about fitness to travel")
        disclose = ("at", "until")

    class Events:
        prefix = "return"
        fitness_asked = AuditEvent(
            pgettext_lazy("ledger", "Fitness to travel assessment requested"),
            icon="stethoscope",
            timeline=gettext_lazy("Fitness to travel assessment requested"),
            story=False,
            notice=gettext_lazy("You are asked whether somebody can travel. Examine and decide."),
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
        return FitnessDecision.objects.filter(request=self).exists()

    @classmethod
    @transaction.atomic
    def ask(
        cls, traveller: Traveller, *, by: User, clinician: User | None = None
    ) -> "tuple[FitnessRequest, str]":
        """Returns the request and the token of its link: said this once, and kept by nobody here.

        Who has an account needs no link, and finds the question among their notices.
        """
        journey = traveller.journey
        journey.hold()
        journey.must_be_before_departure()
        if clinician is not None:
            _must_be_another(traveller, by, clinician)
            if asked := cls._waiting_for(traveller, clinician):
                return asked, ""
        days = journey.case.rules.amount(LINK_LASTS) or LINK_LASTS_DAYS
        token = secrets.token_urlsafe(BYTES)
        made = cls.objects.create(
            traveller=traveller, clinician=clinician, by=by, kept=_keyed_hash(token),
            until=now() + timedelta(days=days),
        )  # fmt: skip
        log.log_event(by, "return.fitness_asked", made)
        if clinician is None:
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
        return cls.objects.filter(kept=_keyed_hash(secret[:100]), clinician=None).first()

    def get_absolute_url(self) -> str:
        return reverse("returns:fitness-decide", args=[self.ref])

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


class FitnessDecisionQuerySet(PermissionQuerySet):
    def of_traveller(self, way: UUID, person: int | None) -> "FitnessDecisionQuerySet":
        """What was decided about a person on the journey of this `ref`, the newest last."""
        theirs = Q(request__traveller__journey__ref=way, request__traveller__person=person)
        return self.filter(theirs).order_by("pk")


class FitnessDecision(Record):
    """What a clinician decided after an examination: their name, licence and paper with it."""

    request = models.OneToOneField(FitnessRequest, models.CASCADE, related_name="decision")
    code = models.CharField(pgettext_lazy("button", "Decision"), max_length=20)
    conditions = models.JSONField(gettext_lazy("Conditions"), default=list)
    examined_at = models.DateTimeField(gettext_lazy("Examined at"))
    holds_until = models.DateTimeField(gettext_lazy("Holds until"), null=True)
    clinician_name = PersonalField(gettext_lazy("Clinician"))
    licence = PersonalField(gettext_lazy("Licence number"))
    words = PersonalField(gettext_lazy("What must be arranged"))
    paper = models.ForeignKey(Attachment, models.SET_NULL, null=True, related_name="+")
    # Nobody, where it was decided by a link.
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", db_index=False)
    at = models.DateTimeField(gettext_lazy("Day"), default=now, editable=False)

    crypto_label = "fitnessdecision"
    audit_name = "fitnessdecision"

    objects = FitnessDecisionQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Decision about fitness to travel")
        constraints = [
            models.CheckConstraint(
                name="fitness_holds_until_a_moment",
                condition=Q(code="unfit") | Q(holds_until__isnull=False),
            )
        ]

    class Privacy:
        owner = "request__traveller__journey__case"
        title = gettext_lazy("Decision about fitness to travel")
        review = True
        disclose = (
            "examined_at", "code", "conditions", "holds_until", "clinician_name", "licence",
            "words",
        )  # fmt: skip
        plain_text = {"conditions": "codes of what must be arranged"}

    class Events:
        prefix = "return"
        fitness_decided = AuditEvent(
            pgettext_lazy("ledger", "Fitness to travel decided"),
            icon="stethoscope",
            timeline=gettext_lazy("Fitness to travel decided"),
            notice=gettext_lazy("Fitness to travel decided by a clinician. Read it."),
        )

    def __str__(self):
        return f"FitnessDecision {self.ref}"

    @property
    def file(self) -> Case:
        return self.request.traveller.journey.case

    @property
    def is_fit(self) -> bool:
        return self.code != UNFIT

    @classmethod
    @transaction.atomic
    def make(
        cls, request: FitnessRequest, *, by: User | None, is_same_person: bool, code: str,
        examined_at: datetime, name: str, licence: str, paper: ValidatedFile,
        conditions: Iterable[str] = (), holds_until: datetime | None = None, words: str = "",
    ) -> "FitnessDecision":  # fmt: skip
        """The one decision that a request takes. The check follows it: fit opens it, not fit
        shuts it, and what was booked is looked at again.
        """
        traveller, journey = request.traveller, request.traveller.journey
        journey.hold()
        lock_for_update(request)
        if refusal := request.refusal:
            raise Refusal(refusal)
        journey.must_be_before_departure()
        if request.clinician_id != (by.pk if by else None):
            raise Refusal(_("This question was put to another clinician."))
        _must_be_another(traveller, request.by, by)
        decision = cls(
            request=request, by=by, code=code, conditions=list(dict.fromkeys(conditions)),
            examined_at=examined_at, clinician_name=name.strip(), licence=licence.strip(),
            words=words.strip(),
        )  # fmt: skip
        decision._must_be_whole(is_same_person=is_same_person)
        decision.holds_until = decision._until(holds_until) if decision.is_fit else None
        decision.paper = _keep_paper(journey.case, paper, by, request.by)
        decision.save()
        log.log_event(by, "return.fitness_decided", decision, kind=code)
        decision._let_the_check_follow(by or request.by)
        decision._tell(by)
        return decision

    def _must_be_whole(self, *, is_same_person: bool) -> None:
        code_lists.require(DECISION_LIST, self.code)
        code_lists.require(CONDITIONS_LIST, *self.conditions)
        if self.code not in (FIT, FIT_WITH_CONDITIONS, UNFIT):
            raise Refusal(_("Decide: fit, fit with conditions, or not fit."))
        if not is_same_person:
            raise Refusal(
                _(
                    "This question is about one person only. Ask whoever sent it for a question "
                    "about the person whom you examined."
                )
            )
        if (self.code == FIT_WITH_CONDITIONS) != bool(self.conditions):
            raise Refusal(_("Choose the conditions, and only where they are fit with conditions."))
        if not self.clinician_name or not self.licence:
            raise Refusal(_("Write your name and the number of your licence."))
        if self.examined_at > now():
            raise Refusal(_("An examination is recorded when it was done, not before."))

    def _until(self, said: datetime | None) -> datetime:
        """As long as practice lets it hold after the examination, or less where they say so."""
        hours = self.file.rules.amount(HOLDS_FOR) or HOLDS_HOURS
        latest = self.examined_at + timedelta(hours=hours)
        until = said or latest
        if until > latest:
            raise Refusal(
                _(
                    "A decision holds for at most %(hours)s hours after the examination, until "
                    "%(day)s, %(clock)s. Examine them again nearer to the departure."
                )
                % {"hours": hours, "day": formats.day(self._here(latest).date()),
                   "clock": formats.clock(self._here(latest))}
            )  # fmt: skip
        if until <= now():
            raise Refusal(_("This decision would hold until a time that has passed."))
        return until

    def _here(self, moment: datetime) -> datetime:
        return localtime(moment, self.file.office.zone)

    def _let_the_check_follow(self, actor: User) -> None:
        traveller = self.request.traveller
        journey = traveller.journey
        journey.stand_gates(by=actor)
        gate = Gate.objects.get(way=journey.ref, kind=rules.FITNESS, person=traveller.person_id)
        until = journey.local(self.holds_until) if self.holds_until else None
        gate.follow(
            (SOURCE, self), met=self.is_fit, by=actor, until=until,
            words=f"{self.clinician_name}, {self.licence}",
        )  # fmt: skip
        look_again(journey, by=actor)
        journey.put_right(by=actor)

    def _tell(self, by: User | None) -> None:
        case = self.file
        owner = [case.owner] if case.owner else []
        told = list(dict.fromkeys([self.request.by, *owner, *case.supervisors()]))
        case.tell(told, "return.fitness_decided", by=by, urgent=not self.is_fit)


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


def _must_be_another(traveller: Traveller, asks: User, clinician: User | None) -> None:
    """Whoever accompanies or counselled them, or asks, does not decide this too."""
    journey = traveller.journey
    if clinician is None:
        return
    involved = {asks.pk, journey.case.owner_id, *journey.counsellings.values_list("by", flat=True)}
    if clinician.pk in involved:
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


def _keep_paper(case: Case, paper: ValidatedFile, by: User | None, asked_by: User) -> Attachment:
    """What they signed, in the file of the case; by a link, for whoever asked for it."""
    kept = Attachment.sealed(case, paper, by=by or asked_by)
    log.log_event(by, "attachment.kept", kept, kind=paper.kind)
    case.touch()
    return kept


def _keyed_hash(token: str) -> str:
    key = key_ring.derive("fitness links")
    return hmac.new(key, f"link|{token}".encode(), sha256).hexdigest()
