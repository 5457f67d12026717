"""Models: service providers, duty bearers and their obligations, referral mechanisms and members.

Referral mechanisms follow IOM, Guidance on Referral Mechanisms for the Protection and Assistance
of Migrants Vulnerable to Violence, Exploitation and Abuse and Victims of Trafficking (2019).
"""

from collections.abc import Iterable

from django.db import models, transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.core.audit import log
from amparo.foundation.core.audit.events import AuditEvent
from amparo.foundation.core.clock import now
from amparo.foundation.core.code_lists.codes import require
from amparo.foundation.core.encryption.fields import PersonalField
from amparo.foundation.core.models import Organization, User
from amparo.foundation.core.permissions.grants import PermissionQuerySet
from amparo.foundation.core.records import Record
from amparo.foundation.core.refusals import Refusal
from amparo.foundation.people.models import Place

from ..translated_text import TextInLanguage, TranslatedText, text_in_language, without_empty_texts
from .editions import DirectoryEdition


class Provider(Record):
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
    contact_name = PersonalField(gettext_lazy("Contact person"), crypto_name="keeper_name")
    contact_email = PersonalField(gettext_lazy("E-mail"), crypto_name="keeper_email")
    contact_phone = PersonalField(gettext_lazy("Telephone"), crypto_name="keeper_phone")

    crypto_label = "provider"
    audit_name = "provider"

    objects = PermissionQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Directory organization")
        ordering = ["organization__name"]

    class Privacy:
        no_owner = gettext_lazy("Colleagues of other organizations who confirm what they offer.")
        plain_text = {
            "about": "published in the directory",
            "website": "published in the directory",
            "email": "published in the directory",
        }

    class Events:
        listed = AuditEvent(gettext_lazy("Organization added to directory"))
        asked = AuditEvent(gettext_lazy("Directory confirmation requested"))
        mailed = AuditEvent(gettext_lazy("Directory confirmation request sent"))
        silent = AuditEvent(gettext_lazy("Directory confirmation unanswered: call assigned"))
        answered = AuditEvent(gettext_lazy("Directory details confirmed by organization"))
        changed = AuditEvent(gettext_lazy("Directory organization updated"))

    def __str__(self):
        return f"Provider {self.ref}"

    @classmethod
    @transaction.atomic
    def list(cls, organization: Organization, *, by: User | None, **fields) -> "Provider":
        """From now on it stands in the directory."""
        provider = cls.objects.create(organization=organization, **_tidy_provider(fields))
        DirectoryEdition.bump()
        log.log_event(by, "provider.listed", provider)
        return provider

    @transaction.atomic
    def change(self, *, by: User | None, **fields) -> None:
        for name, value in _tidy_provider(fields).items():
            setattr(self, name, value)
        self.save()
        self.services.all().mark_changed()  # type: ignore[attr-defined]
        log.log_event(by, "provider.changed", self, fields=sorted(fields))

    @property
    def description(self) -> TextInLanguage:
        return text_in_language(self.about)


def _tidy_provider(fields: dict) -> dict:
    return fields | ({"about": without_empty_texts(fields["about"])} if "about" in fields else {})


# Duty bearers.


class DutyBearer(Record):
    """An institution that must respect, protect or fulfil rights, chiefly one of the State."""

    organization = models.OneToOneField(Organization, models.CASCADE, related_name="duty_bearer")
    mandate = models.JSONField(default=dict, blank=True)

    audit_name = "dutybearer"

    objects = PermissionQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Duty bearer")
        ordering = ["organization__name"]

    class Privacy:
        plain_text = {
            "mandate": "what an institution owes, as published",
        }

    class Events:
        recognized = AuditEvent(gettext_lazy("Obligations of institution recorded"))
        changed = AuditEvent(gettext_lazy("Obligations of institution updated"))

    def __str__(self):
        return f"DutyBearer {self.ref}"

    @classmethod
    @transaction.atomic
    def recognize(
        cls, organization: Organization, *, by: User | None, mandate: TranslatedText,
        obligations: Iterable[str] = (), place: Place | None = None,
    ) -> "DutyBearer":  # fmt: skip
        """Says what an institution is there for, which obligations of the list are its own, and in
        which area; in no area: wherever its country is.
        """
        bearer = cls.objects.create(
            organization=organization, mandate=without_empty_texts(mandate)
        )
        bearer._owe(obligations, place)
        log.log_event(by, "dutybearer.recognized", bearer)
        return bearer

    @transaction.atomic
    def change(
        self, *, by: User, mandate: TranslatedText, obligations: Iterable[str],
        place: Place | None = None,
    ) -> None:  # fmt: skip
        self.mandate = without_empty_texts(mandate)
        self.save()
        self._owe(obligations, place)
        log.log_event(by, "dutybearer.changed", self)

    def _owe(self, obligations: Iterable[str], place: Place | None) -> None:
        codes = set(obligations)
        require("obligation", *codes)
        self.obligations.exclude(code__in=codes).delete()
        self.obligations.update(place=place)
        Obligation.objects.bulk_create(
            (Obligation(bearer=self, code=code, place=place) for code in sorted(codes)),
            ignore_conflicts=True,
        )

    @property
    def territory(self) -> Place | None:
        """The area in which it owes its obligations; None: wherever its country is."""
        owed = self.obligations.select_related("place").first()
        return owed.place if owed else None

    @property
    def mandate_text(self) -> TextInLanguage:
        return text_in_language(self.mandate)


class Obligation(models.Model):
    """One obligation of the reference list that an institution answers for."""

    bearer = models.ForeignKey(DutyBearer, models.CASCADE, related_name="obligations")
    code = models.CharField(max_length=60)
    # Its territory; nothing: wherever the country of the institution is.
    place = models.ForeignKey(
        Place, models.PROTECT, verbose_name=pgettext_lazy("duty bearer", "Territory"), null=True,
        related_name="+",
    )  # fmt: skip

    objects = PermissionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["bearer", "code"], name="owed_once"),
        ]

    def __str__(self):
        return self.code


# Referral mechanisms.


class ReferralMechanism(Record):
    """An agreement on who does what when somebody needs help, and how they are passed on."""

    class Level(models.TextChoices):
        LOCAL = "local", gettext_lazy("Local")
        NATIONAL = "national", gettext_lazy("National")
        TRANSNATIONAL = "transnational", gettext_lazy("Cross-border")

    name = models.JSONField(default=dict)
    level = models.CharField(max_length=20, choices=Level)
    country = models.CharField(max_length=2, blank=True)
    place = models.ForeignKey(Place, models.PROTECT, null=True, blank=True, related_name="+")
    about = models.JSONField(default=dict, blank=True)
    confidentiality = models.JSONField(default=dict, blank=True)
    # Where its standard operating procedures and its referral form lie, and since when they hold.
    procedures_url = models.URLField(blank=True)
    form_url = models.URLField(blank=True)
    agreed_on = models.DateField(null=True, blank=True)
    review_on = models.DateField()
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", db_index=False)
    at = models.DateTimeField(default=now, editable=False)

    audit_name = "mechanism"

    objects = PermissionQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Referral mechanism")
        ordering = ["review_on", "pk"]

    class Privacy:
        plain_text = {
            "name": "published name of a mechanism",
            "about": "published text of a mechanism",
            "confidentiality": "published rules of a mechanism",
            "procedures_url": "published address",
            "form_url": "published address",
        }

    class Events:
        noted = AuditEvent(gettext_lazy("Referral mechanism recorded"))
        changed = AuditEvent(gettext_lazy("Referral mechanism updated"))
        joined = AuditEvent(gettext_lazy("Member added to referral mechanism"))
        left = AuditEvent(gettext_lazy("Member removed from referral mechanism"))

    def __str__(self):
        return f"ReferralMechanism {self.ref}"

    @classmethod
    @transaction.atomic
    def note(cls, *, by: User | None, **fields) -> "ReferralMechanism":
        mechanism = cls(by=by, **_tidy_mechanism(fields))
        mechanism.save()
        log.log_event(by, "mechanism.noted", mechanism)
        return mechanism

    @transaction.atomic
    def change(self, *, by: User, **fields) -> None:
        for name, value in _tidy_mechanism(fields).items():
            setattr(self, name, value)
        self.save()
        log.log_event(by, "mechanism.changed", self, fields=sorted(fields))

    @transaction.atomic
    def join(
        self, organization: Organization, *, by: User | None, part: str, contact_point: str = "",
        phone: str = "",
    ) -> "MechanismMember":  # fmt: skip
        """An organization takes a part; the same part again changes whom to ask for there."""
        member, is_new = MechanismMember.objects.update_or_create(
            mechanism=self, organization=organization, part=part,
            defaults={"contact_point": contact_point, "phone": phone},
        )  # fmt: skip
        log.log_event(by, "mechanism.joined" if is_new else "mechanism.changed", self)
        return member

    @property
    def title(self) -> TextInLanguage:
        return text_in_language(self.name)

    @property
    def about_text(self) -> TextInLanguage:
        return text_in_language(self.about)

    @property
    def rules(self) -> TextInLanguage:
        return text_in_language(self.confidentiality)

    @property
    def must_be_reviewed(self) -> bool:
        """Its day has come: nobody should rely on it without asking."""
        return self.review_on <= localdate()


class MechanismMember(Record):
    """The part that one organization takes, and whom to ask for there: a desk, never a name."""

    class Part(models.TextChoices):
        COORDINATES = "coordinates", pgettext_lazy("role in mechanism", "Coordination")
        IDENTIFIES = "identifies", gettext_lazy("Identification and screening")
        REFERS = "refers", pgettext_lazy("role in mechanism", "Referral")
        HELPS = "helps", pgettext_lazy("role in mechanism", "Assistance")
        OVERSEES = "oversees", gettext_lazy("Oversight")

    mechanism = models.ForeignKey(ReferralMechanism, models.CASCADE, related_name="members")
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="memberships")
    part = models.CharField(max_length=20, choices=Part)
    contact_point = models.CharField(max_length=200, blank=True)
    phone = models.CharField(max_length=40, blank=True)

    audit_name = "mechanismmember"

    objects = PermissionQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Role in referral mechanism")
        ordering = ["organization__name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["mechanism", "organization", "part"], name="one_part_once"
            ),
        ]

    class Privacy:
        plain_text = {
            "contact_point": "office of an organization that takes part",
        }

    def __str__(self):
        return f"MechanismMember {self.ref}"

    @transaction.atomic
    def leave(self, *, by: User) -> None:
        """They no longer take this part: nobody is to be sent to them for it."""
        log.log_event(by, "mechanism.left", self.mechanism)
        self.delete()


def _tidy_mechanism(fields: dict) -> dict:
    worded = ("name", "about", "confidentiality")
    fields = fields | {
        name: without_empty_texts(fields[name]) for name in worded if name in fields
    }
    if "name" in fields and not fields["name"]:
        raise Refusal(_("Give it a name."))
    return fields
