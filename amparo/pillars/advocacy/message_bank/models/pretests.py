"""Pretests of a wording with those whom it is for, and waivers by name where there was none.

Counts alone are kept, of at least one person asked: who they were is nowhere. Seen by whoever sees
the message, recorded by whoever keeps it; kept as long as the message. Not offline: counts are
entered after the last person was asked.
"""

from datetime import date
from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.core.audit import log
from amparo.foundation.core.audit.events import AuditEvent
from amparo.foundation.core.clock import now
from amparo.foundation.core.code_lists import codes
from amparo.foundation.core.models import User
from amparo.foundation.core.permissions.grants import PermissionQuerySet
from amparo.foundation.core.permissions.rls.records import lock_and_refresh
from amparo.foundation.core.records import Record
from amparo.foundation.core.refusals import Refusal

MEASURED = ("understood", "acceptable", "believed", "would_act")
METHOD, WAIVER_REASON = "pretest_method", "pretest_waiver_reason"


def _count(label: Any) -> models.PositiveIntegerField:
    return models.PositiveIntegerField(label, null=True, blank=True)


class PretestQuerySet(PermissionQuerySet):
    def counted(self) -> "PretestQuerySet":
        return self.filter(discarded_at=None)


class Pretest(Record):
    """How people of the audience took one wording: how many were asked, and how many of them
    understood, accepted and believed it, and would act. A question that was not put has no count.
    """

    message = models.ForeignKey("KeyMessage", models.CASCADE, related_name="pretests")
    language = models.CharField(gettext_lazy("Language"), max_length=3)
    audience = models.CharField(pgettext_lazy("pretest", "People asked"), max_length=40)
    asked = models.PositiveIntegerField(gettext_lazy("Number of people asked"))
    tested_on = models.DateField(pgettext_lazy("pretest", "Asked on"))
    method = models.CharField(pgettext_lazy("pretest", "Method"), max_length=40)
    understood = _count(pgettext_lazy("pretest, how many", "Understood it"))
    acceptable = _count(pgettext_lazy("pretest, how many", "Found it acceptable"))
    believed = _count(pgettext_lazy("pretest, how many", "Believed it"))
    would_act = _count(pgettext_lazy("pretest, how many", "Would act on it"))
    changed = models.TextField(
        gettext_lazy("What was changed in the words"), max_length=1_000, blank=True
    )
    by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(default=now, editable=False)
    discarded_at = models.DateTimeField(null=True, editable=False)

    audit_name = "messagepretest"

    objects = PretestQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("of a message", "Pretest")
        ordering = ["tested_on", "pk"]
        constraints = [
            models.CheckConstraint(
                name="pretest_asked_somebody", condition=models.Q(asked__gte=1)
            ),
            *(
                models.CheckConstraint(
                    name=f"pretest_{name}_among_asked",
                    condition=models.Q(**{name: None})
                    | models.Q(**{f"{name}__lte": models.F("asked")}),
                )
                for name in MEASURED
            ),
        ]

    class Privacy:
        no_owner = gettext_lazy("Counts of those who were asked; names nobody.")
        plain_text = {"changed": "words about a wording; its form says to name nobody"}

    class Events:
        recorded = AuditEvent(gettext_lazy("Pretest of a key message recorded"))
        discarded = AuditEvent(gettext_lazy("Pretest of a key message discarded"))

    def __str__(self):
        return f"Pretest {self.ref}"

    @property
    def audience_label(self) -> str:
        return codes.label("message_audience", self.audience)

    @property
    def method_label(self) -> str:
        return codes.label(METHOD, self.method)

    def share(self, name: str) -> int | None:
        """Returns per cent of those asked; None where the question was not put."""
        count = getattr(self, name)
        return None if count is None else round(100 * count / self.asked)

    @classmethod
    @transaction.atomic
    def record(cls, message, *, by: User, language: str, today: date, **fields: Any) -> "Pretest":
        """Records one of a wording that is there. Refused for a day to come, nobody asked, or more
        people than were asked.
        """
        codes.require("message_audience", fields["audience"])
        codes.require(METHOD, fields["method"])
        message.must_be_draft()
        if message.wording(language) is None:
            raise Refusal(_("There is no wording in this language to be tested."))
        if fields["tested_on"] > today:
            raise Refusal(_("This day is still to come."))
        _must_fit(fields)
        pretest = cls.objects.create(message=message, by=by, language=language, **fields)
        log.log_event(by, "messagepretest.recorded", pretest, language=language,
                      count=pretest.asked)  # fmt: skip
        return pretest

    @transaction.atomic
    def discard(self, *, by: User) -> None:
        """It was entered by mistake: it no longer counts, and stays in the database."""
        self.message.must_be_draft()
        lock_and_refresh(self, "discarded_at")
        if self.discarded_at:
            return
        self.discarded_at = now()
        self.save(update_fields=["discarded_at"])
        log.log_event(by, "messagepretest.discarded", self)


def _must_fit(fields: dict[str, Any]) -> None:
    counts = [fields.get(name) for name in MEASURED]
    if fields["asked"] < 1:
        raise Refusal(_("Somebody must have been asked."))
    if any(count is not None and count > fields["asked"] for count in counts):
        raise Refusal(_("No more people can answer so than were asked."))
    if all(count is None for count in counts):
        raise Refusal(_("Give at least one result."))


class PretestWaiver(Record):
    """Somebody answers by name for a message that leaves without pretest. It shows on the message
    and, without a name, on every material and on its public page.
    """

    message = models.ForeignKey("KeyMessage", models.CASCADE, related_name="waivers")
    reason = models.CharField(pgettext_lazy("pretest waiver", "Reason"), max_length=40)
    note = models.CharField(
        pgettext_lazy("pretest waiver", "Explanation"), max_length=300, blank=True
    )
    by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(default=now, editable=False)

    audit_name = "pretestwaiver"

    objects = PermissionQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("of a message", "Pretest waiver")
        ordering = ["-pk"]

    class Privacy:
        no_owner = gettext_lazy("A decision of a colleague about a message to many people.")
        plain_text = {"note": "a reason of an office; its form says to name nobody"}

    class Events:
        signed = AuditEvent(gettext_lazy("Pretest of a key message waived"))

    def __str__(self):
        return f"PretestWaiver {self.ref}"

    @property
    def reason_label(self) -> str:
        return codes.label(WAIVER_REASON, self.reason)

    @classmethod
    @transaction.atomic
    def sign(cls, message, *, by: User, reason: str, note: str = "") -> "PretestWaiver":
        """Waives the pretest of all wordings that have none. Another reason than those of the list
        needs words.
        """
        codes.require(WAIVER_REASON, reason)
        message.must_be_draft()
        if reason == "other" and not note.strip():
            raise Refusal(_("Explain the other reason."))
        waiver = cls.objects.create(message=message, by=by, reason=reason, note=note)
        log.log_event(by, "pretestwaiver.signed", waiver, reason=reason)
        return waiver
