"""Registers: people whom others wrote down before, and what became of each of their rows."""

from django.conf import settings
from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.core.audit import log
from amparo.foundation.core.audit.events import AuditEvent
from amparo.foundation.core.clock import now
from amparo.foundation.core.encryption.fields import PersonalField
from amparo.foundation.core.encryption.files import EncryptedFile
from amparo.foundation.core.imports.models import ImportFileRecord, ImportIssueRecord
from amparo.foundation.core.models import Team, User
from amparo.foundation.core.permissions.bulk_verbs import check_bulk_verb
from amparo.foundation.core.permissions.grants import PermissionQuerySet
from amparo.foundation.core.permissions.rls.records import lock_and_refresh
from amparo.foundation.core.records import Record
from amparo.foundation.core.refusals import Refusal
from amparo.foundation.people.models import Family, Person, RegisterBasis
from amparo.pillars.assistance.cases.models.cases import Case

# The fields of a row that say who belongs to whom: `registers/fields.py`.
HOUSEHOLD = ("family_id", "family_relation")


class BeneficiaryList(Record):
    """One register that is kept elsewhere. A row keeps its identity through all its files."""

    title = models.CharField(max_length=200)
    team = models.ForeignKey(Team, models.PROTECT, related_name="registers")
    basis = models.ForeignKey(RegisterBasis, models.PROTECT, related_name="registers")
    by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(default=now, editable=False)

    crypto_label = "register"
    audit_name = "register"

    objects = PermissionQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("a list that others kept", "Beneficiary list")

    class Privacy:
        no_owner = gettext_lazy("An agreement between organizations; names nobody.")
        plain_text = {
            "title": "title of an agreement between organizations",
        }

    class Events:
        agreed = AuditEvent(gettext_lazy("Beneficiary list agreement recorded"))
        received = AuditEvent(gettext_lazy("Beneficiary list received"))
        read = AuditEvent(gettext_lazy("Beneficiary list checked"))
        import_started = AuditEvent(gettext_lazy("Beneficiary list approved for import"))
        leave_given = AuditEvent(gettext_lazy("Import of possible duplicates permitted"))
        taken_up = AuditEvent(gettext_lazy("List import resumed"))
        imported = AuditEvent(gettext_lazy("Beneficiary list imported"))
        corrections_taken = AuditEvent(gettext_lazy("Rows to correct downloaded"))
        original_gone = AuditEvent(gettext_lazy("Original list file deleted"))

    def __str__(self):
        return self.title

    @classmethod
    @transaction.atomic
    def agree(cls, *, by: User, title: str, team: Team, **basis) -> "BeneficiaryList":
        """A register is taken over under one signed basis, shown on every file that it brings."""
        if "case_management" not in basis.get("purposes", ()):
            raise Refusal(_("What was signed must let us accompany these people, or none enters."))
        signed = RegisterBasis.objects.create(
            title=title, by=by, controller=by.data_controller, **basis
        )
        register = cls.objects.create(title=title, team=team, basis=signed, by=by)
        log.log_event(by, "register.agreed", register)
        return register

    @transaction.atomic
    def take(self, stream, *, by: User, name: str, encoding: str = "") -> "ImportFile":
        """Keep a file of this register, sealed, to be looked at and brought in."""
        stored = EncryptedFile.write(stream, owner=self)
        file = self.files.create(by=by, name=name, storage_key=stored, encoding=encoding)
        log.log_event(by, "register.received", file)
        return file


class ImportFile(ImportFileRecord):
    """One file of a register: how its columns are read, what was found, what has entered."""

    class Minors(models.TextChoices):
        YES = "yes", gettext_lazy("Yes, with their parents or legal guardians")
        NO = "no", gettext_lazy("No")
        UNKNOWN = "unknown", pgettext_lazy("minors", "Unknown")

    _CHECKED = ("state", "ready", "alike", "alike_within", "waived_at")

    register = models.ForeignKey(BeneficiaryList, models.CASCADE, related_name="files")
    encoding = models.CharField(max_length=30, blank=True)
    sheet = PersonalField(gettext_lazy("Sheet"))
    # Column → field; which comes first in its dates; what M stands for. Headings may name people.
    mapping = PersonalField(gettext_lazy("Columns"), kind="json")
    settled = PersonalField(gettext_lazy("Values settled"), kind="json")
    opens_cases = models.BooleanField(default=True)
    # Whether its minors came with adults, where no column says who belongs to whom; who said it.
    minors_came_with = models.CharField(
        gettext_lazy("Minors came with adults"), max_length=10, choices=Minors, blank=True
    )
    minors_said_by = PersonalField(gettext_lazy("Who said it"))
    # Rows that look like people already known, and like an earlier row: of a long file, about.
    alike = models.PositiveIntegerField(default=0)
    alike_within = models.PositiveIntegerField(default=0)
    # Leave to bring in a list that looks like people already known: who looked, and why.
    waived_at = models.DateTimeField(null=True, editable=False)
    waived_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", db_index=False
    )
    waived_reason = PersonalField(gettext_lazy("Reason: different people"))

    crypto_label = "importfile"
    audit_name = "importfile"

    class Meta(ImportFileRecord.Meta):
        verbose_name = gettext_lazy("Beneficiary list file")
        constraints = [
            models.CheckConstraint(
                name="register_waived_by_another",
                condition=models.Q(waived_by=None) | ~models.Q(waived_by=models.F("by")),
            )
        ]

    class Privacy:
        no_owner = gettext_lazy(
            "A list of many people: it is deleted some time after it was imported."
        )

    @property
    def file(self) -> BeneficiaryList:
        return self.register

    @property
    def team(self) -> Team:
        return self.register.team

    @property
    def basis(self) -> RegisterBasis:
        return self.register.basis

    @property
    def has_too_many_duplicates(self) -> bool:
        """So many look like people who are here that somebody should look first."""
        most = settings.AMPARO_IMPORT_DUPLICATE_PERCENT
        return 100 * max(self.alike, self.alike_within) > most * max(self.ready, 1)

    @property
    def is_stopped(self) -> bool:
        """Too alike, and nobody has given leave to go on."""
        return self.has_too_many_duplicates and self.waived_at is None

    @property
    def tells_households(self) -> bool:
        """Whether its columns say who belongs to whom, and what they are to each other."""
        return set(HOUSEHOLD) <= set((self.mapping or {}).values())

    @property
    def said_of_minors(self) -> str:
        """A code of `Minors` for its minors; "" where its columns tell. Not asked is not known."""
        return "" if self.tells_households else self.minors_came_with or self.Minors.UNKNOWN

    @transaction.atomic
    def waive_duplicates(self, *, by: User, reason: str) -> None:
        """A second person has looked, and says by name why these are other people.

        Given before, what was written first stays.
        """
        lock_and_refresh(self, *self._CHECKED)
        if not self.has_too_many_duplicates or self.state != self.State.CHECKED:
            raise Refusal(_("There is nothing to permit."))
        if by.pk == self.by_id:
            raise Refusal(_("Somebody else looks first: not whoever took the file in."))
        if not reason.strip():
            raise Refusal(_("Write why these are other people."))
        if self.waived_at:
            return
        self.waived_at, self.waived_by, self.waived_reason = now(), by, reason
        self.save(update_fields=["waived_at", "waived_by", "waived_reason"])
        log.log_event(by, "register.leave_given", self, count=self.alike)

    @transaction.atomic
    def set_mapping(
        self, mapping: dict[str, str], settled: dict, *, opens_cases: bool, by: User,
        minors_came_with: str = "", minors_said_by: str = "",
    ) -> None:  # fmt: skip
        """Say what each column holds; the file is looked through again from its first row.

        That minors came with adults is believed of nobody in particular: it says who said so.
        """
        if minors_came_with == self.Minors.YES and not minors_said_by.strip():
            raise Refusal(_("Write who said that the minors came with adults."))
        lock_and_refresh(self, "state")
        if self.state in (self.State.IMPORTING, self.State.DONE):
            raise Refusal(_("This file is already being imported. Choose a new one."))
        self.mapping, self.settled, self.opens_cases = mapping, settled, opens_cases
        self.waived_at, self.waived_by, self.waived_reason = None, None, ""  # of other counts
        self.minors_came_with, self.minors_said_by = minors_came_with, minors_said_by.strip()
        said = (
            "mapping", "settled", "opens_cases", "minors_came_with", "minors_said_by",
            "waived_at", "waived_by", "waived_reason",
        )  # fmt: skip
        self.start(self.State.CHECKING, *said)
        log.log_event(by, "register.read", self)

    @transaction.atomic
    def start_import(self, *, by: User) -> None:
        """Bring in every row that is sound; a row that is not stays out and is told."""
        check_bulk_verb(by, "register.bring", self)
        lock_and_refresh(self, *self._CHECKED)
        if self.state == self.State.DONE or self.is_running:
            raise Refusal(_("This was already decided."))
        if self.state == self.State.COLUMNS:
            raise Refusal(_("Confirm the columns first."))
        if self.state == self.State.UNREADABLE:
            raise Refusal(_("This file cannot be read. Choose a new one."))
        if self.is_stopped:
            raise Refusal(
                _("Too many rows look like people already known. A second person looks first.")
            )
        self.start(self.State.IMPORTING)
        log.log_event(by, "register.import_started", self)

    @transaction.atomic
    def delete_file(self) -> None:
        """Deletes the original, what was quoted from it and how it was read; the counts stay."""
        self.sheet, self.mapping, self.settled = "", None, None
        self.delete_original()
        log.log_event(None, "register.original_gone", self, rows=self.rows)


class ImportedRow(models.Model):
    """Somebody, or a family, that has entered: under its key nobody enters a second time."""

    class Kind(models.TextChoices):
        PERSON = "person", pgettext_lazy("record", "Person")
        FAMILY = "family", gettext_lazy("Family")

    register = models.ForeignKey(
        BeneficiaryList, models.CASCADE, related_name="rows", db_index=False
    )
    kind = models.CharField(max_length=6, choices=Kind)
    # Keyed hash of the kind and its number in the register, or of all that the row tells where it
    # has none.
    key = models.CharField(max_length=32)
    person = models.ForeignKey(Person, models.CASCADE, null=True, related_name="register_rows")
    case = models.ForeignKey(Case, models.CASCADE, null=True, related_name="register_rows")
    family = models.ForeignKey(Family, models.CASCADE, null=True, related_name="+")
    of_file = models.ForeignKey(
        ImportFile, models.CASCADE, related_name="entered_rows", db_index=False
    )

    objects = PermissionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["register", "key"], name="register_row_enters_once"),
            models.CheckConstraint(
                name="register_row_of_its_kind",
                condition=models.Q(kind="person", person__isnull=False, family=None)
                | models.Q(kind="family", family__isnull=False, person=None, case=None),
            ),
        ]

    class Privacy:
        owner = ("case", "person", "family")
        withheld_from = {
            "case": gettext_lazy("Source list row."),
            "person": gettext_lazy("The line of a register that you came from."),
            "family": gettext_lazy("Source list row."),
        }

    def __str__(self):
        return self.key


class ImportIssue(ImportIssueRecord):
    """What is wrong with a row: where, what it says, and what to do."""

    of_file = models.ForeignKey(ImportFile, models.CASCADE, related_name="issues")

    crypto_label = "importissue"
    audit_name = "importissue"

    class Meta(ImportIssueRecord.Meta):
        verbose_name = gettext_lazy("List row with error")

    class Privacy:
        no_owner = gettext_lazy("Goes with the list that it is about.")

    @property
    def file(self) -> BeneficiaryList:
        return self.of_file.register
