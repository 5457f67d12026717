"""Participants of trainings: officials, partners, staff, members of communities.

They are not people of the case register, and nothing leads from here to it: who takes part in a
training gave their name for that alone.
"""

from django.db import models
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.core.audit.events import AuditEvent
from amparo.foundation.core.clock import now
from amparo.foundation.core.encryption.fields import PersonalField
from amparo.foundation.core.models import Office, Organization, User
from amparo.foundation.core.permissions.grants import PermissionQuerySet
from amparo.foundation.core.records import Record


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
    email = PersonalField(gettext_lazy("Email"))
    phone = PersonalField(gettext_lazy("Phone"))
    # Keyed hash of the address, by which the same address is found again; "" without one.
    email_key = models.CharField(max_length=64, blank=True, editable=False, db_index=True)
    # What they are called by where being named is dangerous; else "".
    code = models.CharField(pgettext_lazy("participant", "Code"), max_length=20, blank=True)
    sex = models.CharField(
        pgettext_lazy("participant", "Sex"), max_length=6, choices=Sex, blank=True
    )
    is_minor = models.BooleanField(gettext_lazy("Under 18"), default=False)
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
    # Of somebody under 18: who stands for them, and how that person is reached.
    guardian_name = PersonalField(gettext_lazy("Guardian"))
    guardian_contact = PersonalField(gettext_lazy("Contact of the guardian"))
    at = models.DateTimeField(default=now, editable=False)
    erased_at = models.DateTimeField(null=True, editable=False)

    crypto_label = "participant"
    audit_name = "participant"

    objects = PermissionQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Participant")
        ordering = ["pk"]

    class Privacy:
        no_owner = gettext_lazy(
            "Somebody who takes part in a training: no person of the case register. They get a"
            " copy, correct and erase it by a link sent to their address."
        )

    class Events:
        recorded = AuditEvent(gettext_lazy("Participant recorded"))
        changed = AuditEvent(gettext_lazy("Participant changed"))
        listed = AuditEvent(gettext_lazy("Participants viewed"))
        erased = AuditEvent(gettext_lazy("Participant erased"))

    def __str__(self):
        return f"Participant {self.ref}"

    @property
    def label(self) -> str:
        """Their name, or the code that stands for it."""
        return self.code or self.name
