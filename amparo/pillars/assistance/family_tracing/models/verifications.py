"""Verification: each side is asked by itself who they are, what they want, and whether it is safe.

The person who may have been found is asked first. Only if they allow it does anybody ask the
relative: being asked tells the relative that somebody was found.
"""

from datetime import date

from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.core.audit import log
from amparo.foundation.core.audit.events import AuditEvent
from amparo.foundation.core.code_lists import codes
from amparo.foundation.core.encryption.fields import PersonalField
from amparo.foundation.core.models import User
from amparo.foundation.core.permissions.grants import PermissionQuerySet
from amparo.foundation.core.refusals import Refusal
from amparo.pillars.assistance.child_protection.models.contact_restrictions import (
    may_contact_family,
)

from .. import status
from .base import TracingRecord
from .matches import TracingMatch


class MatchVerification(TracingRecord):
    """What one side told, what was checked of it, and what the one who asked found."""

    class OfSide(models.TextChoices):
        PERSON = "person", gettext_lazy("Person possibly found")
        RELATIVE = "relative", gettext_lazy("Enquirer")

    class Outcome(models.TextChoices):
        CONFIRMED = "confirmed", gettext_lazy("Information matches")
        DOUBTFUL = "doubtful", gettext_lazy("Inconclusive")
        REFUTED = "refuted", gettext_lazy("Not this person")

    class Willing(models.TextChoices):
        YES = status.YES, gettext_lazy("Wants reunification")
        NO = status.NO, gettext_lazy("Does not want reunification")
        UNSURE = status.UNSURE, pgettext_lazy("reunification", "Undecided")

    class Safe(models.TextChoices):
        YES = status.YES, gettext_lazy("No safety concerns")
        NO = status.NO, pgettext_lazy("reunification", "Not safe")
        UNSURE = status.UNSURE, gettext_lazy("Not yet known")

    class FamilyContact(models.TextChoices):
        YES = status.YES, gettext_lazy("Family may be informed")
        NO = status.NO, gettext_lazy("Family must not be contacted")
        UNSURE = status.UNSURE, pgettext_lazy("family contact", "Undecided")

    match = models.ForeignKey(TracingMatch, models.CASCADE, related_name="verifications")
    side = models.CharField(max_length=10, choices=OfSide)
    on = models.DateField(gettext_lazy("Day"))
    ways = models.JSONField(default=list)
    checked = models.JSONField(default=list)
    outcome = models.CharField(max_length=10, choices=Outcome)
    willing = models.CharField(gettext_lazy("What you want"), max_length=10, choices=Willing)
    safe = models.CharField(gettext_lazy("Safety of reunification"), max_length=10, choices=Safe)
    # Asked of the person alone.
    may_inform_family = models.CharField(
        gettext_lazy("Whether your family may be told"),
        max_length=10,
        choices=FamilyContact,
        blank=True,
    )
    text = PersonalField(pgettext_lazy("field", "Text"))

    crypto_label = "tracingverification"
    audit_name = "tracingverification"

    objects = PermissionQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("What one side told")
        constraints = [
            models.CheckConstraint(
                name="only_the_person_decides_on_family_contact",
                condition=models.Q(side="person") & ~models.Q(may_inform_family="")
                | models.Q(side="relative", may_inform_family=""),
            )
        ]

    class Privacy:
        plain_text = {
            "ways": "codes of ways",
            "checked": "codes of what was checked",
        }

    class Events:
        prefix = "verification"
        recorded = AuditEvent(gettext_lazy("Verification account recorded"))

    @property
    def file(self):
        """What a person told lies in their own file, what a relative told in the request's."""
        return self.match.person if self.side == self.OfSide.PERSON else self.match.request

    @property
    def as_side(self) -> status.SideFacts:
        return status.SideFacts(
            is_confirmed=self.outcome == self.Outcome.CONFIRMED,
            is_refuted=self.outcome == self.Outcome.REFUTED,
            willing=self.willing,
            safe=self.safe,
        )

    @classmethod
    @transaction.atomic
    def record(
        cls, match: TracingMatch, side: str, *, by: User, outcome: str, willing: str, safe: str,
        text: str, may_inform_family: str = "", on: date | None = None,
        ways: list[str] | None = None,
        checked: list[str] | None = None,
    ) -> "MatchVerification":  # fmt: skip
        """What was found out, by whom; the last word of each side counts."""
        match.request.must_be_traced_by(by)
        match.must_go_on()
        cls._must_be_asked_now(match, side, outcome, checked or [])
        on = on or match.request.office.today()
        match.request.must_not_be_ahead(on, by)
        codes.require("verification_way", *(ways or []))
        codes.require("tracing_claim", *(checked or []))
        if not text.strip():
            raise Refusal(_("Write what they told, and on what your finding rests."))
        if side == cls.OfSide.PERSON and not may_inform_family:
            raise Refusal(_("Ask whether their family may be told, and write what they say."))
        verification = match.verifications.create(
            by=by, side=side, on=on, ways=ways or [], checked=checked or [], outcome=outcome,
            willing=willing, safe=safe, text=text,
            may_inform_family=may_inform_family if side == cls.OfSide.PERSON else "",
        )  # fmt: skip
        log.log_event(by, "verification.recorded", verification, outcome=outcome)
        match.forget_verifications()
        match.update_state()
        return verification

    @classmethod
    def _must_be_asked_now(
        cls, match: TracingMatch, side: str, outcome: str, checked: list
    ) -> None:
        if outcome == cls.Outcome.CONFIRMED and not checked:
            raise Refusal(_("Say what you checked before you find that it fits."))
        if side == cls.OfSide.PERSON or match.pair.may_ask_relative:
            return
        if not may_contact_family(match.person):
            raise Refusal(
                _("They ask that their family not be told. Nobody contacts the relative.")
            )
        raise Refusal(
            _("Ask the person first. The relative is asked only when the person allows it.")
        )
