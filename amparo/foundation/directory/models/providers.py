"""Organizations as those who help: what they say of themselves, and who confirms it."""

from django.db import models, transaction

from amparo.foundation.core.audit import log
from amparo.foundation.core.encryption.fields import PersonalField
from amparo.foundation.core.models import Organization, User
from amparo.foundation.core.permissions.grants import PermissionQuerySet
from amparo.foundation.core.records import Referable

from ..wording import Said, said, tidied
from .editions import DirectoryEdition


class Provider(Referable):
    """An organization that offers services (HSDS 3.0: organization)."""

    organization = models.OneToOneField(Organization, models.CASCADE, related_name="provider")
    about = models.JSONField(default=dict, blank=True)
    website = models.URLField(blank=True)
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=40, blank=True)
    # Nothing that people tell here reaches immigration control. None: nobody has asked yet.
    keeps_firewall = models.BooleanField(null=True)
    # Protection from sexual exploitation and abuse: when it was last assessed.
    psea_assessed_on = models.DateField(null=True, blank=True)
    # The colleague there who confirms once a year that it is all still true.
    keeper_name = PersonalField()
    keeper_email = PersonalField()
    keeper_phone = PersonalField()

    crypto_label = "provider"
    audit_name = "provider"
    personal = ("keeper_name", "keeper_email", "keeper_phone")
    harmless = (
        "about", "website", "email", "phone", "keeps_firewall", "psea_assessed_on",
    )  # fmt: skip

    objects = PermissionQuerySet.as_manager()

    class Meta:
        ordering = ["organization__name"]

    def __str__(self):
        return f"Provider {self.ref}"

    @classmethod
    @transaction.atomic
    def list(cls, organization: Organization, *, by: User | None, **fields) -> "Provider":
        """From now on it stands in the directory."""
        provider = cls.objects.create(organization=organization, **_tidy(fields))
        DirectoryEdition.turn()
        log.log_event(by, "provider.listed", provider)
        return provider

    @transaction.atomic
    def change(self, *, by: User | None, **fields) -> None:
        for name, value in _tidy(fields).items():
            setattr(self, name, value)
        self.save()
        self.services.all().touch()  # type: ignore[attr-defined]
        log.log_event(by, "provider.changed", self, fields=sorted(fields))

    @property
    def description(self) -> Said:
        return said(self.about)


def _tidy(fields: dict) -> dict:
    return fields | ({"about": tidied(fields["about"])} if "about" in fields else {})
