"""Determinations: people decide whether somebody was trafficked, and sign it."""

from datetime import date

from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.core.audit import log
from amparo.foundation.core.audit.events import AuditEvent
from amparo.foundation.core.clock import now
from amparo.foundation.core.encryption.fields import PersonalField
from amparo.foundation.core.models import Organization, User
from amparo.foundation.core.permissions.grants import PermissionQuerySet
from amparo.foundation.core.records import Record
from amparo.foundation.core.refusals import Refusal
from amparo.foundation.protection import code_lists
from amparo.pillars.assistance.cases.models import Attachment, Case

from .ways import (
    ACTUAL,
    DECIDERS,
    NOT_A_VICTIM,
    POSSIBLE,
    STATUSES,
    TraffickingRecord,
    TraffickingRecordPart,
)


class StatusDetermination(TraffickingRecordPart):
    """What was decided, by which organization, on what basis. A later one adds to it.

    `status` and `decided_by` are codes of the Human Trafficking Case Data Standard 2.0 (IOM).
    """

    status = models.CharField(pgettext_lazy("column", "Status"), max_length=40)
    decided_on = models.DateField(gettext_lazy("Day"))
    decided_by = models.CharField(max_length=40, blank=True)
    organization = models.ForeignKey(Organization, models.PROTECT, null=True, related_name="+")
    organization_name = PersonalField(
        gettext_lazy("Decided by")
    )  # where it is not among those that we know
    legal_basis = PersonalField(gettext_lazy("Legal basis"))
    text = PersonalField(pgettext_lazy("field", "Text"))
    paper = models.ForeignKey(Attachment, models.SET_NULL, null=True, related_name="+")

    crypto_label = "determination"
    audit_name = "determination"

    objects = PermissionQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Determination")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                name="determination_names_who_decided",
                condition=Q(status=POSSIBLE) | ~Q(decided_by=""),
            ),
            models.CheckConstraint(
                name="determination_is_of_three",
                condition=Q(status__in=[POSSIBLE, ACTUAL, NOT_A_VICTIM]),
            ),
        ]

    class Privacy:
        owner = "way__case"
        title = gettext_lazy("Determination of victim status")
        review = True
        disclose = ("decided_on", "status", "organization_name", "legal_basis", "text")

    class Events:
        quote = "text"
        made = AuditEvent(
            gettext_lazy("VoT determination recorded"),
            icon="scale",
            timeline=pgettext_lazy("timeline", "VoT determination recorded"),
        )

    @property
    def disclosed_status(self) -> str:
        return self.status_said

    @property
    def disclosed_organization_name(self) -> str:
        return self.organization_said

    @property
    def status_said(self) -> str:
        return code_lists.label(STATUSES, self.status)

    @property
    def decider_said(self) -> str:
        return code_lists.label(DECIDERS, self.decided_by)

    @property
    def organization_said(self) -> str:
        return self.organization.name if self.organization else self.organization_name

    @classmethod
    @transaction.atomic
    def make(
        cls,
        way: TraffickingRecord,
        *,
        by: User,
        status: str,
        decided_on: date,
        decided_by: str = "",
        organization: Organization | None = None,
        organization_name: str = "",
        legal_basis: str = "",
        text: str = "",
        paper: Attachment | None = None,
    ) -> "StatusDetermination":
        """Somebody decided. That somebody was trafficked is decided by a named organization."""
        way.hold()
        code_lists.require(STATUSES, status)
        code_lists.require(DECIDERS, decided_by)
        way.not_after_today(decided_on, by, _("It is recorded once it was decided, not before."))
        has_a_name = organization is not None or bool(organization_name.strip())
        if status != POSSIBLE and not (decided_by and has_a_name):
            raise Refusal(_("Say which organization decided this: its kind and its name."))
        if status != NOT_A_VICTIM and not way.is_kept_to_the_group:
            raise Refusal(
                _("Restrict this case to authorized staff first, then record the determination.")
            )
        made = cls.objects.create(
            way=way, by=by, status=status, decided_on=decided_on, decided_by=decided_by,
            organization=organization, organization_name=organization_name.strip(),
            legal_basis=legal_basis.strip(), text=text.strip(), paper=paper,
        )  # fmt: skip
        way.update_state(status=status)
        way.expect_review(by=by)
        log.log_event(by, "determination.made", made, status=status, code=decided_by)
        return made


class DeterminationObjection(Record):
    """Somebody sees it otherwise: an appeal, or another view beside what was decided."""

    class Whose(models.TextChoices):
        PERSON = "person", gettext_lazy("The person")
        LAWYER = "lawyer", gettext_lazy("Lawyer or guardian")
        US = "us", gettext_lazy("Case management team")
        OTHERS = "others", gettext_lazy("Another organization or authority")

    determination = models.ForeignKey(
        StatusDetermination, models.CASCADE, related_name="other_views"
    )
    whose = models.CharField(
        gettext_lazy("Author of the differing opinion"), max_length=10, choices=Whose
    )
    is_appeal = models.BooleanField(default=False)
    text = PersonalField(pgettext_lazy("field", "Text"))
    by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(gettext_lazy("Day"), default=now, editable=False)

    crypto_label = "determinationobjection"
    audit_name = "determinationobjection"

    objects = PermissionQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Differing opinion")

    class Privacy:
        owner = "determination__way__case"
        title = gettext_lazy("Differing opinions")
        review = True
        disclose = ("at", "whose", "text")

    class Events:
        quote = "text"
        put = AuditEvent(
            gettext_lazy("Differing opinion recorded"),
            icon="messages",
            timeline=gettext_lazy("Differing opinion recorded"),
        )

    def __str__(self):
        return f"DeterminationObjection {self.ref}"

    @property
    def file(self) -> Case:
        return self.determination.way.case

    @classmethod
    @transaction.atomic
    def put(
        cls, determination: StatusDetermination, *, by: User, whose: str, text: str,
        is_appeal: bool = False,
    ) -> "DeterminationObjection":  # fmt: skip
        """What was decided stays as it is; the other view stands beside it."""
        determination.way.hold()
        if not text.strip():
            raise Refusal(_("Write what they see otherwise."))
        view = cls.objects.create(
            determination=determination, by=by, whose=whose, text=text.strip(),
            is_appeal=is_appeal,
        )  # fmt: skip
        determination.way.case.touch()
        log.log_event(by, "determinationobjection.put", view, kind=whose)
        return view
