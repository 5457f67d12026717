"""Participants of trainings: officials, partners, staff, members of communities.

They are not people of the case register, and nothing leads from here to it: who takes part in a
training gave their name for that alone.
"""

import hmac
import secrets
from collections.abc import Iterable
from hashlib import sha256
from typing import Any

from django.db import models, transaction
from django.dispatch import Signal
from django.urls import reverse
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.core import receipt_codes
from amparo.foundation.core.audit import log
from amparo.foundation.core.audit.events import AuditEvent
from amparo.foundation.core.clock import now
from amparo.foundation.core.encryption import key_ring
from amparo.foundation.core.encryption.fields import PersonalField, personal_fields
from amparo.foundation.core.encryption.values import DataKey
from amparo.foundation.core.models import Office, Organization, User
from amparo.foundation.core.permissions.grants import PermissionQuerySet
from amparo.foundation.core.records import Record

from ..participant_names import name_key, name_tokens, phone_key, plain_email

CODE_LENGTH = 6
# Sent with `participant` when their data are erased, in its transaction: for parts of training
# that keep something about them beside their own row.
participant_erased = Signal()


def keyed_hash(kind: str, text: str) -> str:
    """Returns the hash by which the same text is found again; nobody reads it back."""
    said = f"{kind}|{text}".encode()
    return hmac.new(key_ring.derive("participants"), said, sha256).hexdigest()


def email_key_of(address: str) -> str:
    """Returns the keyed hash of an address as it is stored; "" of none."""
    plain = plain_email(address)
    return keyed_hash("email", plain) if plain else ""


class Participant(Record):
    """Somebody who takes part in trainings. Their data are sealed under their own key."""

    class Sex(models.TextChoices):
        UNSAID = "", pgettext_lazy("participant, sex", "Not said")
        FEMALE = "female", pgettext_lazy("participant, sex", "Woman")
        MALE = "male", pgettext_lazy("participant, sex", "Man")
        OTHER = "other", pgettext_lazy("participant, sex", "In another way")

    class InstitutionType(models.TextChoices):
        POLICE = "police", pgettext_lazy("institution type", "Police")
        BORDER = "border", pgettext_lazy("institution type", "Migration or border authority")
        JUSTICE = "justice", pgettext_lazy("institution type", "Justice or prosecution")
        SOCIAL = "social", pgettext_lazy("institution type", "Social or child protection service")
        HEALTH = "health", pgettext_lazy("institution type", "Health service")
        LABOUR = "labour", pgettext_lazy("institution type", "Labour inspection")
        CONSULATE = "consulate", pgettext_lazy("institution type", "Consulate or foreign affairs")
        LOCAL = "local", pgettext_lazy("institution type", "Local government")
        OTHER_STATE = "other_state", pgettext_lazy("institution type", "Another public body")
        NGO = "ngo", pgettext_lazy("institution type", "Civil society organization")
        INTERNATIONAL = (
            "international",
            pgettext_lazy("institution type", "International organization"),
        )
        PRIVATE = "private", pgettext_lazy("institution type", "Company or employer")
        COMMUNITY = "community", pgettext_lazy("institution type", "Community")
        ACADEMIA = "academia", pgettext_lazy("institution type", "School or university")

    office = models.ForeignKey(
        Office, models.PROTECT, verbose_name=gettext_lazy("Office"), related_name="+"
    )
    name = PersonalField(gettext_lazy("Name"))
    email = PersonalField(pgettext_lazy("participant", "Email"))
    phone = PersonalField(pgettext_lazy("participant", "Phone"))
    # Keyed hash of the address, by which the same address is found again; "" without one.
    email_key = models.CharField(max_length=64, blank=True, editable=False, db_index=True)
    # What they are called by where being named is dangerous; else "".
    code = models.CharField(pgettext_lazy("participant", "Code"), max_length=20, blank=True)
    sex = models.CharField(
        pgettext_lazy("participant", "Sex"), max_length=6, choices=Sex, blank=True
    )
    is_minor = models.BooleanField(pgettext_lazy("participant", "Under 18"), default=False)
    organization = models.ForeignKey(
        Organization, models.PROTECT, verbose_name=gettext_lazy("Institution"), null=True,
        blank=True, related_name="training_participants",
    )  # fmt: skip
    # As they wrote it, where it is not in the directory.
    institution = PersonalField(gettext_lazy("Institution"))
    institution_type = models.CharField(
        gettext_lazy("Type of institution"), max_length=14, choices=InstitutionType, blank=True
    )
    role = PersonalField(pgettext_lazy("participant", "Role or rank"))
    country = models.CharField(gettext_lazy("Country"), max_length=2, blank=True)
    language = models.CharField(gettext_lazy("Language"), max_length=3, blank=True)
    # A colleague of ours who learns; theirs alone to see as "My learning".
    user = models.OneToOneField(
        User, models.PROTECT, null=True, blank=True, related_name="training_participant"
    )
    # Further addresses that a list gave for them; offered to whoever keeps the record.
    other_emails = PersonalField(gettext_lazy("Other addresses"), kind="json")
    # Of somebody under 18: who stands for them, and how that person is reached.
    guardian_name = PersonalField(gettext_lazy("Guardian"))
    guardian_contact = PersonalField(gettext_lazy("Contact of the guardian"))
    at = models.DateTimeField(default=now, editable=False)
    erased_at = models.DateTimeField(null=True, editable=False)

    crypto_label = "participant"
    audit_name = "participant"

    objects = PermissionQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("training", "Participant")
        ordering = ["pk"]

    class Privacy:
        no_owner = gettext_lazy(
            "Somebody who takes part in a training: no person of the case register. They get a"
            " copy, correct and erase it by a link sent to their address."
        )

    class Events:
        recorded = AuditEvent(gettext_lazy("Participant recorded"))
        changed = AuditEvent(gettext_lazy("Participant changed"))
        merged = AuditEvent(gettext_lazy("Participants merged"))
        kept_apart = AuditEvent(gettext_lazy("Participants kept apart"))
        disclosed = AuditEvent(gettext_lazy("Own data read by a participant"))
        copied = AuditEvent(gettext_lazy("Copy of the own data taken by a participant"))
        corrected = AuditEvent(gettext_lazy("Contact corrected by a participant"))
        listed = AuditEvent(gettext_lazy("Participants viewed"))
        erased = AuditEvent(gettext_lazy("Participant erased"))

    def __str__(self):
        return f"Participant {self.ref}"

    def get_absolute_url(self) -> str:
        return reverse("training:participant", args=[self.ref])

    @property
    def label(self) -> str:
        """Their name, or the code that stands for it."""
        return self.code or self.name

    @property
    def institution_label(self) -> str:
        """Their institution: of the directory, or as they wrote it."""
        return self.organization.name if self.organization else self.institution

    @property
    def is_erased(self) -> bool:
        return self.erased_at is not None

    @property
    def may_be_contacted_after(self) -> bool:
        """Whether they may be written to once the event is over: nobody under 18 is."""
        return not self.is_minor and not self.is_erased

    @classmethod
    @transaction.atomic
    def record(cls, *, by: User | None, office: Office, **fields: Any) -> "Participant":
        """Records somebody; where they go by a code, no name is kept with it."""
        participant = cls(office=office, **fields)
        if participant.code:
            participant._forget_who()
        participant.email_key = email_key_of(participant.email)
        participant.save()
        participant.write_tokens()
        log.log_event(by, "participant.recorded", participant)
        return participant

    @classmethod
    def new_code(cls, office: Office) -> str:
        """Returns a code that nobody of the office goes by, of letters and figures that are not
        mistaken for one another.
        """
        while True:
            drawn = (secrets.choice(receipt_codes.ALPHABET) for _each in range(CODE_LENGTH))
            code = "".join(drawn)
            if not cls.objects.filter(office=office, code=code).exists():
                return code

    @transaction.atomic
    def change(self, *, by: User | None, **fields: Any) -> None:
        """Writes what was corrected; of an erased participant nothing is written again."""
        if self.is_erased:
            return
        for name, value in fields.items():
            setattr(self, name, value)
        if self.code:
            self._forget_who()
        self.email_key = email_key_of(self.email)
        self.save()
        self.write_tokens()
        log.log_event(by, "participant.changed", self, fields=sorted(fields))

    def _forget_who(self) -> None:
        for name in ("name", "email", "phone", "guardian_name", "guardian_contact"):
            setattr(self, name, "")
        self.other_emails = None

    def tokens(self) -> Iterable["ParticipantToken"]:
        """Yields the keyed hashes by which they are found, not saved."""
        kinds = ParticipantToken.Kind
        for part in name_tokens(self.name):
            yield ParticipantToken.of(self, kinds.NAME, part)
        who = name_key(self.name)
        place = str(self.organization_id or "") or name_key(self.institution)
        if who and place:
            yield ParticipantToken.of(self, kinds.SAME, f"{who}|{place}")
        if phone := phone_key(self.phone):
            yield ParticipantToken.of(self, kinds.PHONE, phone)

    def write_tokens(self) -> None:
        """Writes the index of this participant anew, in the transaction that changed them."""
        ParticipantToken.objects.filter(participant=self).delete()
        ParticipantToken.objects.bulk_create(self.tokens())

    @transaction.atomic
    def erase(self, *, by: User | None, reason: str) -> None:
        """Erases who they are, for good: name, contact, role, institution, what they needed.

        The row stays without a name, so that persons and attendance stay countable: sex, type of
        institution, country. A second time it does nothing.
        """
        if self.is_erased:
            return
        for name in personal_fields(Participant):
            setattr(self, name, None if name == "other_emails" else "")
        self.code = self.language = self.email_key = ""
        self.user, self.erased_at = None, now()
        self.save()
        ParticipantToken.objects.filter(participant=self).delete()
        for enrolment in self.enrolments.all():
            enrolment.may_be_reminded = enrolment.may_be_asked_later = False
            enrolment.person_key = ""
            reseal_without(enrolment)
        participant_erased.send(sender=type(self), participant=self)
        DataKey.destroy([self.ref])
        log.log_event(by, "participant.erased", self, reason=reason)


def reseal_without(record: Any, names: Iterable[str] | None = None) -> None:
    """Empties these personal values of a record, or all, and destroys its key, so that no copy
    opens them; its other values are sealed anew. Saves.
    """
    model: type[models.Model] = type(record)
    emptied = set(personal_fields(model) if names is None else names)
    kept = {
        name: getattr(record, name)
        for name in personal_fields(model) if name not in emptied
    }  # fmt: skip
    DataKey.destroy([record.ref])
    for name in emptied:
        setattr(record, name, record._meta.get_field(name).get_default())
    for name, value in kept.items():
        setattr(record, name, value)
    record.save()


class ParticipantToken(models.Model):
    """A keyed hash by which a participant is found: the database reads no name."""

    class Kind(models.TextChoices):
        NAME = "name", "Beginning of a name"
        SAME = "same", "Name and institution"
        PHONE = "phone", "Phone"

    participant = models.ForeignKey(Participant, models.CASCADE, related_name="search_tokens")
    kind = models.CharField(max_length=5, choices=Kind)
    key = models.BigIntegerField()

    objects = PermissionQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Search key of a participant")
        indexes = [models.Index(fields=["kind", "key"], name="participants_by_token")]

    class Privacy:
        owner = "participant"
        withheld = gettext_lazy("Keyed hashes by which a participant is found; they name nobody.")

    def __str__(self):
        return f"{self.participant_id} {self.kind}"

    @classmethod
    def of(cls, participant: Participant, kind: str, text: str) -> "ParticipantToken":
        return cls(participant=participant, kind=kind, key=cls.key_of(kind, text))

    @classmethod
    def key_of(cls, kind: str, text: str) -> int:
        """Returns the hash of a text, of 63 bits."""
        return int(keyed_hash(kind, text)[:16], 16) >> 1
