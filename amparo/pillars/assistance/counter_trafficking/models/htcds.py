"""Files of HTCDS 2.0: those that came in, what became of each record, and those that went out."""

import io
from collections.abc import Iterable
from datetime import timedelta
from functools import partial

from django.conf import settings
from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from amparo.foundation.core.audit import log
from amparo.foundation.core.clock import now
from amparo.foundation.core.encryption.fields import EncryptedFileField, PersonalField
from amparo.foundation.core.encryption.files import EncryptedFile
from amparo.foundation.core.imports.models import ImportFileRecord, ImportIssueRecord
from amparo.foundation.core.models import Organization, Team, User
from amparo.foundation.core.permissions.bulk_verbs import check_bulk_verb
from amparo.foundation.core.permissions.grants import PermissionQuerySet
from amparo.foundation.core.permissions.restricted_groups import group_grantee
from amparo.foundation.core.records import Record
from amparo.foundation.core.refusals import Refusal
from amparo.foundation.people.models import Person, RegisterBasis
from amparo.pillars.assistance.cases.models import Case

GROUP = Case.Confidentiality.TRAFFICKING


def leave_for(team: Team) -> str:
    """What somebody holds who has leave for files on trafficking in the office of this team."""
    return group_grantee(GROUP, team.office_id)


def has_trafficking_permission(user: User, team: Team) -> bool:
    return leave_for(team) in user.groups


class HtcdsImportFile(ImportFileRecord):
    """One file that another organization handed over, on a signed basis, for one team."""

    team = models.ForeignKey(Team, models.PROTECT, related_name="htcds_files")
    # To those with leave in the office of the team: as a holder, so that a query can ask it.
    kept_to = models.CharField(max_length=60, db_index=True)
    basis = models.ForeignKey(RegisterBasis, models.PROTECT, related_name="htcds_files")

    crypto_label = "htcdsimportfile"
    audit_name = "htcdsimportfile"

    class Meta(ImportFileRecord.Meta):
        verbose_name = gettext_lazy("File of the trafficking data standard that came in")

    class Privacy:
        no_owner = gettext_lazy(
            "A list of many people: it is deleted some time after it was imported."
        )

    @property
    def is_restricted(self) -> bool:
        """Returns True: each is kept to those with access to trafficking cases in its office."""
        return True

    @classmethod
    @transaction.atomic
    def take(
        cls, stream, *, by: User, team: Team, name: str, title: str, **basis
    ) -> "HtcdsImportFile":
        """Keep a file, sealed, on the basis on which it was handed over; nobody enters yet."""
        if not has_trafficking_permission(by, team):
            raise Refusal(_("You have no access to files on trafficking in this office."))
        if "case_management" not in basis.get("purposes", ()):
            raise Refusal(_("What was signed must let us accompany these people, or none enters."))
        signed = RegisterBasis.objects.create(
            title=title, by=by, controller=by.data_controller, **basis
        )
        file = cls(
            team=team, kept_to=leave_for(team), basis=signed, by=by, name=name,
            state=cls.State.CHECKING,
        )  # fmt: skip
        file.storage_key = EncryptedFile.write(stream, owner=file)
        file.save()
        log.log_event(by, "htcds.received", file)
        return file

    @transaction.atomic
    def start_import(self, *, by: User) -> None:
        """Bring in every record that is sound; what is not stays out and is told."""
        check_bulk_verb(by, "register.bring", self)
        locked = type(self).objects.select_for_update().get(pk=self.pk)
        if locked.state != self.State.CHECKED:
            raise Refusal(_("This was already decided, or it is still being looked through."))
        self.require_file()
        self.start(self.State.IMPORTING)
        log.log_event(by, "htcds.import_started", self)

    @transaction.atomic
    def delete_file(self) -> None:
        """Deletes the original and what was quoted from it; the counts stay."""
        self.delete_original()
        log.log_event(None, "htcds.original_gone", self, rows=self.rows)


class HtcdsImportIssue(ImportIssueRecord):
    """What could not be mapped: in which record, of which field, and what to do."""

    of_file = models.ForeignKey(HtcdsImportFile, models.CASCADE, related_name="issues")

    crypto_label = "htcdsimportissue"
    audit_name = "htcdsimportissue"

    class Meta(ImportIssueRecord.Meta):
        verbose_name = gettext_lazy("What could not be mapped in a file")

    class Privacy:
        no_owner = gettext_lazy("Goes with the list that it is about.")

    @property
    def file(self) -> HtcdsImportFile:
        return self.of_file


class HtcdsImportedRecord(Record):
    """A record that has entered: nobody enters twice, and what it said stays whole."""

    team = models.ForeignKey(Team, models.PROTECT, related_name="+", db_index=False)
    # Keyed hash of its key in the file, or of all that it tells where it has none.
    key = models.CharField(max_length=32)
    of_file = models.ForeignKey(
        HtcdsImportFile, models.PROTECT, related_name="entered_rows", db_index=False
    )
    person = models.ForeignKey(Person, models.CASCADE, related_name="htcds_rows")
    case = models.ForeignKey(Case, models.CASCADE, related_name="htcds_rows")
    # As it came; what this house could say of it that day; columns that the standard lacks.
    original = PersonalField(gettext_lazy("Original record"), kind="json")
    then = PersonalField(gettext_lazy("Values recorded"), kind="json")
    rest = PersonalField(gettext_lazy("Columns outside the standard"), kind="json")

    crypto_label = "htcdsimportedrecord"
    audit_name = "htcdsimportedrecord"

    objects = PermissionQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Record of the trafficking data standard")
        constraints = [
            models.UniqueConstraint(fields=["team", "key"], name="htcds_record_enters_once")
        ]

    class Privacy:
        owner = ("case", "person")
        withheld_from = {
            "case": gettext_lazy("The record of another organization that it came from."),
            "person": gettext_lazy("The record of another organization that you came from."),
        }

    def __str__(self):
        return self.key

    @property
    def file(self) -> Case:
        return self.case


class HtcdsExportQuerySet(PermissionQuerySet):
    def over(self) -> "HtcdsExportQuerySet":
        """Waited for too long: the sealed file goes."""
        return self.filter(deleted_at=None, good_until__lte=now())


class HtcdsExport(Record):
    """One file that was made to leave: how much of people is in it, for what, for whom."""

    by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(default=now, editable=False)
    profile = models.CharField(max_length=10)
    shape = models.CharField(max_length=10)
    purpose = models.CharField(max_length=40)
    recipient = models.ForeignKey(Organization, models.PROTECT, null=True, related_name="+")
    people = models.PositiveIntegerField(default=0)
    left_out = models.PositiveIntegerField(default=0)
    storage_key = EncryptedFileField()
    size = models.PositiveBigIntegerField(default=0)
    good_until = models.DateTimeField()
    deleted_at = models.DateTimeField(null=True, editable=False)

    crypto_label = "htcdsexport"
    audit_name = "htcdsexport"

    objects = HtcdsExportQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("File of the trafficking data standard that left")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                name="htcds_names_only_for_somebody",
                condition=models.Q(profile="core") | models.Q(recipient__isnull=False),
            )
        ]

    class Privacy:
        no_owner = gettext_lazy("A copy of many people’s data: it goes after some days.")

    def __str__(self):
        return f"HtcdsExport {self.ref}"

    @property
    def is_here(self) -> bool:
        return bool(self.storage_key) and self.good_until > now()

    @classmethod
    @transaction.atomic
    def keep(
        cls, pieces: Iterable[bytes], *, by: User, cases: list[Case], people: int, left_out: int,
        **told,
    ) -> "HtcdsExport":  # fmt: skip
        """The file is sealed, to be taken by who made it; each case says that it was in it."""
        until = now() + timedelta(days=settings.AMPARO_ANSWER_KEPT_DAYS)
        export = cls(by=by, good_until=until, people=people, left_out=left_out, **told)
        whole = io.BytesIO(b"".join(pieces))
        export.size = len(whole.getbuffer())
        export.storage_key = EncryptedFile.write(whole, owner=export)
        export.save()
        log.log_event(by, "htcds.exported", export, rows=people, format=export.shape)
        for case in cases:
            log.log_event(by, "htcds.left", case, kind=export.profile)
        return export

    @transaction.atomic
    def take(self, *, by: User):
        if not self.is_here:
            raise Refusal(_("The time of this file is over. Make it again."))
        log.log_event(by, "htcds.taken", self, rows=self.people)
        return EncryptedFile.open(self.storage_key)

    @transaction.atomic
    def delete_file(self) -> None:
        transaction.on_commit(partial(EncryptedFile.delete, self.storage_key), robust=True)
        self.storage_key, self.deleted_at = "", now()
        self.save(update_fields=["storage_key", "deleted_at"])
