"""A match: whoever is looked for may be this person. Proposed by one who traces, never by a score.

Consent on both sides is asked anew at every look: a match whose consent was taken back is there
for nobody.
"""

from typing import TYPE_CHECKING

from django.db import models, transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.core.audit import log
from amparo.foundation.core.audit.events import AuditEvent
from amparo.foundation.core.clock import now
from amparo.foundation.core.encryption.fields import PersonalField
from amparo.foundation.core.models import User
from amparo.foundation.core.permissions.grants import PermissionQuerySet
from amparo.foundation.core.permissions.rls.aggregates import aggregate_query
from amparo.foundation.core.permissions.rls.records import lock_and_refresh
from amparo.foundation.core.refusals import Refusal
from amparo.foundation.people.models import Person
from amparo.pillars.assistance.child_protection.models.contact_restrictions import (
    may_contact_family,
)

from ..status import MatchFacts
from .base import TracingRecord
from .requests import TracingRequest
from .sought_persons import SoughtPerson

if TYPE_CHECKING:
    from .verifications import MatchVerification


class TracingMatchQuerySet(PermissionQuerySet):
    def standing(self) -> "TracingMatchQuerySet":
        return self.exclude(state=TracingMatch.State.SET_ASIDE)


class TracingMatch(TracingRecord):
    """Two files that may speak of the same person, and why."""

    class State(models.TextChoices):
        PROPOSED = "proposed", gettext_lazy("To be verified")
        CONFIRMED = "confirmed", gettext_lazy("Verified by both sides")
        SET_ASIDE = "set_aside", gettext_lazy("Not the person sought")

    sought = models.ForeignKey(SoughtPerson, models.CASCADE, related_name="matches")
    person = models.ForeignKey(Person, models.CASCADE, related_name="matches")
    # What spoke for it and against when it was proposed, by codes.
    reasons = models.JSONField(default=list)
    state = models.CharField(max_length=10, choices=State, default=State.PROPOSED)
    rejected_at = models.DateTimeField(null=True, editable=False)
    rejected_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", db_index=False
    )
    rejected_reason = PersonalField(pgettext_lazy("column, field", "Reason"))

    crypto_label = "match"
    audit_name = "match"

    objects = TracingMatchQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Compare two records")
        constraints = [
            models.UniqueConstraint(fields=["sought", "person"], name="matched_once")
        ]  # fmt: skip

    class Privacy:
        owner = ("sought__request", "person")
        withheld_from = {
            "sought__request": gettext_lazy(
                "What is compared while we search: it is about others."
            ),
            "person": gettext_lazy(
                "Whether somebody looks for you: the colleague who searches tells you in person."
            ),
        }
        plain_text = {
            "reasons": "codes of what spoke for it and against",
        }

    class Events:
        proposed = AuditEvent(gettext_lazy("Possible match opened for verification"))
        set_aside = AuditEvent(gettext_lazy("Possible match discarded"))

    def get_absolute_url(self) -> str:
        return reverse("family_tracing:match", args=[self.ref])

    @property
    def request(self) -> TracingRequest:
        return self.sought.request

    @property
    def file(self) -> TracingRequest:
        return self.request

    @classmethod
    @transaction.atomic
    def propose(
        cls, sought: SoughtPerson, person: Person, *, by: User, reasons: list[str] | None = None
    ) -> "TracingMatch":
        """Say that these may be the same, so that both can be asked. Again, it is the same one."""
        request = sought.request
        request.require_open()
        request.must_be_traced_by(by)
        if not Person.objects.filter(pk=person.pk).accessible_to(by).exists():
            raise Refusal(_("This file does not open to you."))
        if request.inquirer_id == person.pk:
            raise Refusal(_("This is the relative who asks."))
        request.must_have_consent()
        if not person.consents_to("tracing", controller=request.organization):
            raise Refusal(_("This person has not agreed to be looked for. Nobody is matched."))
        found = {"by": by, "reasons": reasons or []}
        match, is_new = cls.objects.get_or_create(sought=sought, person=person, defaults=found)
        if match.state == cls.State.SET_ASIDE:
            raise Refusal(_("It was found already that this is somebody else."))
        if is_new:
            log.log_event(by, "match.proposed", match)
            request.update_state()
        return match

    @property
    @aggregate_query("whose consent it is may be in a record that is closed to who asks")
    def pair(self) -> MatchFacts:
        """How the two stand now: what both agreed to, and what was found out of each."""
        request = self.request
        asked = self.of_person
        told = asked is not None and asked.may_inform_family == asked.FamilyContact.YES
        return MatchFacts(
            relative_consents=request.has_consent,
            person_consents=self.person.consents_to("tracing", controller=request.organization),
            may_inform_family=told and may_contact_family(self.person),
            relative=self.of_relative.as_side if self.of_relative else None,
            person=asked.as_side if asked else None,
        )

    @property
    def of_person(self) -> "MatchVerification | None":
        return self._latest("person")

    @property
    def of_relative(self) -> "MatchVerification | None":
        return self._latest("relative")

    def _latest(self, side: str) -> "MatchVerification | None":
        found = [each for each in self.verifications.all() if each.side == side]
        return max(found, key=lambda each: each.pk, default=None)

    def forget_verifications(self) -> None:
        """Something new was found out: what was fetched with the match is not the last word."""
        getattr(self, "_prefetched_objects_cache", {}).pop("verifications", None)

    @property
    def may_be_shown(self) -> bool:
        return self.pair.may_be_shown

    @property
    def is_verified(self) -> bool:
        return self.state == self.State.CONFIRMED

    def must_go_on(self) -> None:
        self.request.require_open()
        rows = TracingMatch.objects.select_for_update(of=("self",))
        self.refresh_from_db(fields=["state"], from_queryset=rows)
        if self.state == self.State.SET_ASIDE:
            raise Refusal(_("It was found already that this is somebody else."))
        if not self.may_be_shown:
            raise Refusal(_("Both have to agree to the search, and one of them does not."))

    @transaction.atomic
    def set_aside(self, *, by: User, because: str) -> None:
        """It is somebody else: said once, and why, so that nobody asks them again."""
        self.request.must_be_traced_by(by)
        self.request.require_open()
        if not because.strip():
            raise Refusal(_("Write what shows that this is somebody else."))
        lock_and_refresh(self, "rejected_at")
        if self.rejected_at:
            return  # sent twice
        if self.reunifications.filter(state="done").exists():
            raise Refusal(_("They are together already."))
        self.state, self.rejected_by, self.rejected_at = self.State.SET_ASIDE, by, now()
        self.rejected_reason = because
        self.save(update_fields=["state", "rejected_at", "rejected_by", "rejected_reason"])
        log.log_event(by, "match.set_aside", self)
        self.request.update_state()

    def update_state(self) -> None:
        """Verified, or not yet: the shadow of what was found out about both."""
        is_verified = self.pair.is_verified
        self.state = self.State.CONFIRMED if is_verified else self.State.PROPOSED
        self.save(update_fields=["state"])
        self.request.update_state()
