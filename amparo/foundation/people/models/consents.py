"""Consents: for which purpose, with whom, until when; and their withdrawal.

Also the legal basis on which a whole register was handed over. Source: IOM Data Protection
Principles 2, 4, 5 and 13; the seven explanations are those of the HTCDS 2.0 consent guidance
(CC BY 4.0, IOM).
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.core.audit import log
from amparo.foundation.core.audit.events import AuditEvent
from amparo.foundation.core.clock import now
from amparo.foundation.core.encryption.fields import PersonalField
from amparo.foundation.core.files.validation import ValidatedFile
from amparo.foundation.core.models import Organization, User
from amparo.foundation.core.notifications.kinds import Notice
from amparo.foundation.core.permissions.grants import PermissionQuerySet
from amparo.foundation.core.records import Record
from amparo.foundation.core.refusals import Refusal

from ..consent_givers import must_be_entitled, rests_on_document
from ..extension_points import consent_withdrawn

if TYPE_CHECKING:
    from .consent_documents import ConsentDocument


@dataclass(frozen=True)
class Choice:
    """One line of a consent: a purpose, with whom, and the person's answer. It ends on
    `expires_on`, or with the whole conversation.
    """

    purpose: str
    agreed: bool
    recipient: str = "own_office"
    organization: Organization | None = None
    expires_on: date | None = None


@dataclass(frozen=True)
class ConsentGiven:
    """What was explained and answered in one conversation."""

    choices: tuple[Choice, ...]
    method: str
    language: str
    explained: tuple[str, ...] = ()
    given_by: str = "self"
    consenting_person: str = ""
    relationship: str = ""
    guardian_ref: UUID | None = None
    document: str = ""
    document_issuer: str = ""
    document_on: date | None = None
    # The file of that document. `document_follows` where the way it came could not carry it: the
    # consent is then listed until somebody attaches it.
    upload: ValidatedFile | None = None
    document_follows: bool = False
    assent: bool | None = None
    witness: str = ""
    limits: str = ""
    notice_version: str = ""
    expires_on: date | None = None
    on: date | None = None

    def agrees_to(self, purpose: str) -> bool:
        return any(choice.agreed and choice.purpose == purpose for choice in self.choices)


class ConsentQuerySet(PermissionQuerySet):
    def of(self, person) -> "ConsentQuerySet":
        return self.filter(person=person)

    def in_force(self) -> "ConsentQuerySet":
        """Said yes, not expired, not taken back."""
        goes_on = Q(expires_on=None) | Q(ends_at__gte=now())
        goes_on |= Q(ends_at=None, expires_on__gte=now().date())
        return self.filter(goes_on, agreed=True, withdrawal=None, replaced_by=None)

    def without_document(self) -> "ConsentQuerySet":
        """In force by a document whose file nobody attached, or whose file is harmful."""
        by_guardian = Q(given_by=Consent.Giver.GUARDIAN, guardian_ref=None)
        rests_on_one = by_guardian | Q(given_by=Consent.Giver.AUTHORITY)
        lacking = Q(document_file=None) | Q(document_file__verdict="infected")
        return self.in_force().filter(rests_on_one, lacking)

    def latest_answers(self) -> "ConsentQuerySet":
        """The last word on each purpose and recipient, yes or no."""
        return self.filter(replaced_by=None).select_related("withdrawal", "organization")


class Consent(Record):
    """One purpose with one recipient, answered yes or no."""

    class Recipient(models.TextChoices):
        OWN_OFFICE = "own_office", gettext_lazy("Our own office")
        ORGANIZATION = "organization", gettext_lazy("Named organization")
        AUTHORITIES = "authorities", gettext_lazy("Authorities")

    class Giver(models.TextChoices):
        SELF = "self", gettext_lazy("The person")
        PARENT = "parent", gettext_lazy("A parent who is present")
        GUARDIAN = "guardian", gettext_lazy("A guardian, on record or with a document")
        AUTHORITY = "authority", gettext_lazy("An authority, with its document")

    class Relationship(models.TextChoices):
        MOTHER = "mother", gettext_lazy("Mother")
        FATHER = "father", gettext_lazy("Father")
        ADOPTIVE = "adoptive", gettext_lazy("Adoptive parent")
        PARENT = "parent", gettext_lazy("Mother or father")

    person = models.ForeignKey("people.Person", models.CASCADE, related_name="consents")
    purpose = models.CharField(pgettext_lazy("field", "Purpose"), max_length=40)
    recipient = models.CharField(
        pgettext_lazy("consent", "Recipient"), max_length=20, choices=Recipient
    )
    organization = models.ForeignKey(
        Organization,
        models.PROTECT,
        verbose_name=gettext_lazy("Organization"),
        null=True,
        blank=True,
        related_name="+",
    )
    # Whose own office was meant: an organization that is a house of its own; none is ours.
    controller = models.ForeignKey(
        Organization, models.PROTECT, null=True, related_name="+", db_index=False
    )
    agreed = models.BooleanField(gettext_lazy("Your answer"))
    method = models.CharField(gettext_lazy("How you answered"), max_length=30)
    language = models.CharField(gettext_lazy("Language"), max_length=10)
    explained = models.JSONField(default=list)
    given_by = models.CharField(
        gettext_lazy("Consent given by"), max_length=10, choices=Giver, default=Giver.SELF
    )
    consenting_person = PersonalField(
        gettext_lazy("Name of who consented"), crypto_name="giver_name", is_name=True
    )
    relationship = models.CharField(
        gettext_lazy("What they are to the child"),
        max_length=10,
        choices=Relationship,
        blank=True,
    )
    # The guardianship on record, where the consent rests on one; else the document that shows it.
    guardian_ref = models.UUIDField(null=True)
    document = PersonalField(gettext_lazy("Document of who consented"))
    document_issuer = PersonalField(gettext_lazy("Who issued the document"))
    document_on = models.DateField(gettext_lazy("Day of the document"), null=True)
    document_file = models.ForeignKey(
        "people.ConsentDocument", models.SET_NULL, null=True, related_name="consents"
    )
    assent = models.BooleanField(null=True)
    witness = PersonalField(gettext_lazy("Witness"))
    limits = PersonalField(gettext_lazy("Limits"))
    notice_version = models.CharField(max_length=20, blank=True)
    given_on = models.DateField(gettext_lazy("Day"))
    expires_on = models.DateField(pgettext_lazy("period", "End date"), null=True, blank=True)
    # When that day ends at the office that wrote it down; none in what was written before that.
    ends_at = models.DateTimeField(null=True, editable=False)
    replaced_by = models.ForeignKey("self", models.SET_NULL, null=True, related_name="+")
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=now, editable=False)

    crypto_label = "consent"
    audit_name = "consent"

    objects = ConsentQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Consent")
        indexes = [models.Index(fields=["person", "purpose"], name="consent_of_a_person")]

    class Privacy:
        owner = "person"
        title = gettext_lazy("Consents you gave")
        disclose = (
            "given_on",
            "purpose",
            "recipient",
            "organization",
            "agreed",
            "method",
            "language",
            "given_by",
            "consenting_person",
            "relationship",
            "document",
            "document_issuer",
            "document_on",
            "witness",
            "limits",
            "expires_on",
        )
        plain_text = {
            "explained": "codes of what was explained",
        }

    class Events:
        given = AuditEvent(
            gettext_lazy("Consent given"),
            icon="file-certificate",
            timeline=gettext_lazy("Consent given: {purpose}"),
        )
        refused = AuditEvent(
            gettext_lazy("Consent refused"),
            icon="hand-stop",
            timeline=gettext_lazy("Consent not given: {purpose}"),
        )
        withdrawn = AuditEvent(
            gettext_lazy("Consent withdrawn"),
            icon="hand-stop",
            timeline=gettext_lazy("Consent withdrawn: {purpose}"),
            notice=Notice(
                gettext_lazy("Consent withdrawn: read before you continue"),
                "work",
                icon="hand-stop",
            ),
        )

    def __str__(self):
        return f"Consent {self.ref}"

    @property
    def file(self):
        return self.person

    @property
    def is_given_for_them(self) -> bool:
        """Whether somebody else consented in their place."""
        return self.given_by != self.Giver.SELF

    @property
    def shown_by(self) -> tuple[object, ...]:
        """Who consented by which document."""
        return (
            self.given_by, self.consenting_person, self.document, self.document_issuer,
            self.document_on,
        )  # fmt: skip

    @property
    def is_document_missing(self) -> bool:
        if not self.is_in_force or not rests_on_document(self.given_by, self.guardian_ref):
            return False
        return self.document_file is None or self.document_file.is_harmful

    @property
    def is_withdrawn(self) -> bool:
        return hasattr(self, "withdrawal")

    @property
    def is_in_force(self) -> bool:
        expired = self.end is not None and self.end < now()
        return self.agreed and not expired and not self.is_withdrawn

    @property
    def end(self) -> datetime | None:
        """The last moment of its last day."""
        if self.ends_at or self.expires_on is None:
            return self.ends_at
        return datetime.combine(self.expires_on, time.max, UTC)

    @classmethod
    @transaction.atomic
    def record(cls, person, given: ConsentGiven, *, by: User) -> "list[Consent]":
        """Keep every answer; a new answer takes the place of the earlier one from now on.

        A yes for a child counts only by who may give it: see `consent_givers`.
        """
        must_be_entitled(person, given, by=by, on=given.on or _today(by))
        shown = None
        if given.upload and rests_on_document(given.given_by, given.guardian_ref):
            from .consent_documents import ConsentDocument

            shown = ConsentDocument.keep(person, given.upload, by=by)
        return [cls._answer(person, choice, given, by, shown) for choice in given.choices]

    @classmethod
    def _answer(
        cls, person, choice: Choice, given: ConsentGiven, by: User,
        shown: "ConsentDocument | None",
    ) -> "Consent":  # fmt: skip
        expires_on = choice.expires_on or given.expires_on
        consent = cls.objects.create(
            person=person, purpose=choice.purpose, recipient=choice.recipient,
            organization=choice.organization, controller=by.data_controller, agreed=choice.agreed,
            method=given.method,
            language=given.language, explained=list(given.explained), given_by=given.given_by,
            consenting_person=given.consenting_person, relationship=given.relationship,
            guardian_ref=given.guardian_ref, document=given.document,
            document_issuer=given.document_issuer, document_on=given.document_on,
            document_file=shown if choice.agreed else None,
            assent=given.assent, witness=given.witness, limits=given.limits,
            notice_version=given.notice_version,
            given_on=given.on or _today(by), expires_on=expires_on,
            ends_at=_end_of(expires_on, by), by=by,
        )  # fmt: skip
        earlier = cls.objects.of(person).filter(
            purpose=choice.purpose, recipient=choice.recipient, organization=choice.organization
        )
        if choice.recipient == cls.Recipient.OWN_OFFICE:  # what they agreed with others stands
            earlier = earlier.filter(controller=by.data_controller)
        earlier = earlier.filter(replaced_by=None).exclude(pk=consent.pk)
        replaced = list(earlier.select_related("withdrawal", "person"))
        earlier.update(replaced_by=consent)
        event = "consent.given" if choice.agreed else "consent.refused"
        log.log_event(by, event, consent, purpose=choice.purpose, recipient=choice.recipient)
        for each in replaced:
            if each.is_in_force:
                each._is_followed_by(consent, by=by)
        return consent

    def _is_followed_by(self, word: "Consent", *, by: User) -> None:
        """What was shared rests on the new yes; a no after a yes takes it back."""
        if not word.agreed:
            self._stop(by=by)
            return
        for disclosure in self.disclosures.filter(ended_at=None):
            disclosure.rest_on(word)

    @transaction.atomic
    def withdraw(self, *, by: User, statement: str = "") -> "ConsentWithdrawal":
        """Taken back, and obeyed by the next request."""
        if not self.agreed or self.is_withdrawn:
            raise Refusal(_("This consent is not in force: there is nothing to withdraw."))
        withdrawal = ConsentWithdrawal.objects.create(consent=self, by=by, statement=statement)
        log.log_event(by, "consent.withdrawn", self, purpose=self.purpose)
        self._stop(by=by)
        return withdrawal

    def _stop(self, *, by: User) -> None:
        """Who received something under it reads it no longer; all who must know are told."""
        is_all = self.purpose == "case_management"
        disclosures = self.person.disclosures if is_all else self.disclosures
        for disclosure in disclosures.filter(ended_at=None).select_related(
            "organization", "person"
        ):
            disclosure.end(by=by, because="withdrawn")
        consent_withdrawn.send(Consent, consent=self, by=by)


def _today(by: User) -> date:
    return by.office.today() if by.office else now().date()


def _end_of(day: date | None, by: User) -> datetime | None:
    return by.office.end_of_day(day) if day and by.office else None


class ConsentWithdrawal(Record):
    """A consent taken back: when, and who heard it."""

    consent = models.OneToOneField(Consent, models.CASCADE, related_name="withdrawal")
    statement = PersonalField(pgettext_lazy("field", "Text"), crypto_name="words")
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField(gettext_lazy("Day"), default=now, editable=False)

    crypto_label = "withdrawal"
    audit_name = "withdrawal"

    objects = PermissionQuerySet.as_manager()

    class Privacy:
        owner = "consent__person"
        title = gettext_lazy("Consents you withdrew")
        disclose = ("at", "statement")

    def __str__(self):
        return f"ConsentWithdrawal {self.ref}"

    @property
    def file(self):
        return self.consent.person


# The legal basis of an imported register.


class RegisterBasis(Record):
    """The one signed basis under which a whole register was handed over; shown on each file."""

    title = models.CharField(max_length=200)
    basis = models.CharField(max_length=40)
    purposes = models.JSONField(default=list)
    signed_by = PersonalField(gettext_lazy("Signed by"))
    signed_on = models.DateField()
    organization = models.ForeignKey(Organization, models.PROTECT, null=True, related_name="+")
    # Which house it lets accompany them: an organization that is one of its own; none is ours.
    controller = models.ForeignKey(
        Organization, models.PROTECT, null=True, related_name="+", db_index=False
    )
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=now, editable=False)

    crypto_label = "sharedbasis"
    audit_name = "sharedbasis"

    objects = PermissionQuerySet.as_manager()

    class Privacy:
        no_owner = gettext_lazy("Who signed an agreement between organizations.")
        plain_text = {
            "title": "title of an agreement between organizations",
            "purposes": "codes of purposes",
        }

    def __str__(self):
        return self.title
