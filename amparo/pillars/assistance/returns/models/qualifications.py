"""Qualifications of colleagues: for what they are trained or appointed, by which paper, how long.

Protects who is to be heard about asylum, children who are interviewed, and who is examined before
a journey: not everybody may do it. A supervisor enters the record with the file of its
certificate, and never their own.
"""

from datetime import date, timedelta
from typing import Self

from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from amparo.foundation.core.audit import log
from amparo.foundation.core.audit.events import AuditEvent
from amparo.foundation.core.clock import now
from amparo.foundation.core.encryption.fields import PersonalField
from amparo.foundation.core.files.stored_files import StoredFile, StoredFileQuerySet
from amparo.foundation.core.files.validation import ValidatedFile
from amparo.foundation.core.models import Office, User
from amparo.foundation.core.notifications.kinds import Notice
from amparo.foundation.core.permissions.grants import PermissionQuerySet
from amparo.foundation.core.permissions.rls.aggregates import aggregate_query
from amparo.foundation.core.permissions.rls.records import lock_and_refresh
from amparo.foundation.core.records import Record
from amparo.foundation.core.refusals import Refusal

# How long the file is kept after the qualification: as long as a closed case with a child in it,
# because a return may be questioned as long. Our choice.
FILE_KEPT = timedelta(days=7 * 365)


class QualificationQuerySet(PermissionQuerySet):
    def valid_on(self, day: date) -> "QualificationQuerySet":
        lasts = Q(valid_until=None) | Q(valid_until__gte=day)
        return self.filter(lasts, valid_from__lte=day, ended_at=None)

    def licence_on(self, day: date) -> str:
        """Returns the licence number of a clinician; "" where no such qualification counts."""
        found = self.valid_on(day).filter(kind=Qualification.Kind.CLINICIAN).order_by("pk").last()
        return found.licence if found else ""


class Qualification(Record):
    """What one colleague is qualified for, from one day to another."""

    class Kind(models.TextChoices):
        ASYLUM = "asylum", gettext_lazy("Hearing an intention to seek asylum")
        CHILDREN = "children", gettext_lazy("Interviewing children")
        CLINICIAN = "clinician", gettext_lazy("Deciding fitness to travel, as a clinician")

    holder = models.ForeignKey(User, models.CASCADE, related_name="qualifications")
    kind = models.CharField(gettext_lazy("Qualified for"), max_length=12, choices=Kind)
    valid_from = models.DateField(gettext_lazy("Valid from"))
    valid_until = models.DateField(gettext_lazy("Valid until"), null=True)
    # A certificate or letter of appointment, by its name and number.
    paper = models.CharField(gettext_lazy("Certificate or letter"), max_length=200)
    issuer = models.CharField(gettext_lazy("Issuer"), max_length=200)
    # Of a clinician: the number under which their chamber or ministry lists them.
    licence = PersonalField(gettext_lazy("Licence number"))
    by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(gettext_lazy("Day"), default=now, editable=False)
    ended_at = models.DateTimeField(gettext_lazy("Ended on"), null=True, editable=False)
    ended_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", db_index=False)

    crypto_label = "qualification"
    audit_name = "qualification"

    objects = QualificationQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Qualification of a colleague")
        constraints = [
            models.CheckConstraint(
                name="qualification_is_entered_by_another", condition=~Q(by=models.F("holder"))
            )
        ]

    class Privacy:
        no_owner = "for what a colleague is qualified: of nobody whom we protect"
        plain_text = {
            "paper": "name and number of a certificate of a colleague",
            "issuer": "who issued a certificate of a colleague",
        }

    class Events:
        entered = AuditEvent(gettext_lazy("Qualification of colleague recorded"))
        ended = AuditEvent(gettext_lazy("Qualification of colleague ended"))

    def __str__(self):
        return f"Qualification {self.ref}"

    @classmethod
    @transaction.atomic
    def enter(
        cls, holder: User, *, by: User, kind: str, valid_from: date, paper: str, issuer: str,
        upload: ValidatedFile, valid_until: date | None = None, licence: str = "",
    ) -> "Qualification":  # fmt: skip
        """A supervisor enters it with the file of its certificate; sent twice it is one record."""
        if "case.approve" not in by.permissions:
            raise Refusal(_("A supervisor enters qualifications."))
        if by.pk == holder.pk:
            raise Refusal(_("Another supervisor enters your own qualification."))
        if not paper.strip() or not issuer.strip():
            raise Refusal(_("Write which certificate or letter shows it, and who issued it."))
        if (kind == cls.Kind.CLINICIAN) != bool(licence.strip()):
            raise Refusal(_("Write the licence number, and only of a clinician."))
        if valid_until and valid_until < valid_from:
            raise Refusal(_("It would end before it begins. Look at both dates."))
        fields = {
            "kind": kind, "valid_from": valid_from, "valid_until": valid_until,
            "paper": paper.strip(), "issuer": issuer.strip(),
        }  # fmt: skip
        licence = licence.strip()
        for there in holder.qualifications.filter(ended_at=None, **fields):
            if there.licence == licence:
                return there
        made = cls.objects.create(holder=holder, by=by, licence=licence, **fields)
        QualificationFile.attach(made, upload, by=by)
        log.log_event(by, "qualification.entered", made, kind=kind)
        return made

    @transaction.atomic
    def end(self, *, by: User) -> None:
        """It counts no longer; what was heard while it counted stays."""
        lock_and_refresh(self, "ended_at", "ended_by_id")
        if self.ended_at:
            return
        if by.pk == self.holder_id:
            raise Refusal(_("Another supervisor ends your own qualification."))
        self.ended_at, self.ended_by = now(), by
        self.save(update_fields=["ended_at", "ended_by"])
        log.log_event(by, "qualification.ended", self, kind=self.kind)


class QualificationFileQuerySet(StoredFileQuerySet):
    def over(self, day: date) -> Self:
        """Those whose qualification ended or ran out longer ago than the file is kept."""
        before = day - FILE_KEPT
        ended = Q(qualification__ended_at__date__lt=before)
        return self.not_removed().filter(ended | Q(qualification__valid_until__lt=before))


class QualificationFile(StoredFile):
    """The file of the certificate or letter that shows a qualification."""

    qualification = models.OneToOneField(Qualification, models.CASCADE, related_name="certificate")
    # Where the holder worked when it was entered: its supervisors may open it.
    office = models.ForeignKey(Office, models.PROTECT, related_name="+")
    by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(gettext_lazy("Day"), default=now, editable=False)

    crypto_label = "qualificationfile"
    audit_name = "qualificationfile"

    objects = QualificationFileQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("File of a qualification")

    class Privacy:
        no_owner = gettext_lazy(
            "The certificate of a colleague, and of nobody whom we protect: opened by the "
            "colleague and the supervisors of their office, deleted seven years after the "
            "qualification ended."
        )
        plain_text = {"kind": "a media type"}

    class Events:
        attached = AuditEvent(gettext_lazy("Certificate of colleague attached"))
        deleted = AuditEvent(gettext_lazy("Certificate of colleague deleted"))
        infected = AuditEvent(
            gettext_lazy("The certificate of a colleague was locked away because of a virus"),
            notice=Notice(
                gettext_lazy("Certificate of a colleague quarantined: virus found"),
                "work",
                icon="lock",
            ),
        )

    def __str__(self):
        return f"QualificationFile {self.ref}"

    @property
    def page_url(self) -> str:
        return reverse("returns:qualifications")

    @property
    def notified_office_id(self) -> int:
        return self.office_id

    @classmethod
    def attach(
        cls, qualification: Qualification, upload: ValidatedFile, *, by: User
    ) -> "QualificationFile":
        office = qualification.holder.office or by.office
        if office is None:
            raise Refusal(_("This colleague belongs to no office. An administrator adds them."))
        # Under the key of the qualification: without it the file opens nowhere.
        file = cls.store(
            upload, owner=qualification, by=by, qualification=qualification, office=office
        )
        log.log_event(by, "qualificationfile.attached", file, kind=upload.kind)
        return file

    @transaction.atomic
    def delete_old(self) -> None:
        """Deletes the content; that it was here, and what the qualification says, stays."""
        self.delete_content()
        self.save(update_fields=["name", "storage_key"])
        log.log_event(None, "qualificationfile.deleted", self, reason="retention")


@aggregate_query("who is qualified is asked of every colleague of an office")
def has_qualification(user: User, kind: str, day: date) -> bool:
    """Whether a record of this kind counts for the user on that day."""
    return Qualification.objects.valid_on(day).filter(holder=user, kind=kind).exists()


@aggregate_query("who is asked to examine somebody is chosen among the clinicians of the country")
def clinicians_on(day: date) -> tuple[int, ...]:
    """Returns the keys of the colleagues who are qualified as clinicians on that day.

    Only the record that a supervisor entered counts: it carries the licence number.
    """
    found = Qualification.objects.valid_on(day).filter(kind=Qualification.Kind.CLINICIAN)
    return tuple(found.values_list("holder", flat=True))
