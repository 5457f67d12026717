"""Parts of an ask: whom it asks, its translations, its risks, and the circle of a quiet one."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.core.clock import now
from amparo.foundation.core.models import Organization, User
from amparo.foundation.core.permissions.grants import AccessGrant, PermissionQuerySet


class AskBearer(models.Model):
    """A duty bearer that is asked; to one of them it is addressed."""

    ask = models.ForeignKey("Ask", models.CASCADE, related_name="bearers")
    organization = models.ForeignKey(
        Organization, models.PROTECT, verbose_name=gettext_lazy("Duty bearer"), related_name="asks"
    )
    is_addressee = models.BooleanField(pgettext_lazy("ask", "Addressee"), default=False)

    objects = PermissionQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("ask", "Duty bearer that is asked")
        ordering = ["-is_addressee", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["ask", "organization"], name="asked_once"),
            models.UniqueConstraint(
                fields=["ask"], condition=Q(is_addressee=True), name="one_addressee"
            ),
        ]

    class Privacy:
        no_owner = gettext_lazy("Which institution is asked.")

    def __str__(self):
        return f"{self.ask_id}: {self.organization_id}"


class AskText(models.Model):
    """A translation of an ask, ours and not official. Older than the wording: `is_stale`."""

    ask = models.ForeignKey("Ask", models.CASCADE, related_name="texts")
    language = models.CharField(gettext_lazy("Language"), max_length=3)
    issue = models.TextField(pgettext_lazy("ask", "Issue"), max_length=4_000)
    wording = models.TextField(pgettext_lazy("ask", "Wording"), max_length=4_000)
    is_stale = models.BooleanField(default=False, editable=False)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(default=now, editable=False)

    objects = PermissionQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("ask", "Translation of an ask")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["ask", "language"], name="ask_translated_once"),
        ]

    class Privacy:
        no_owner = gettext_lazy("What an institution is asked; names nobody.")
        plain_text = {
            "issue": "words of an office about many people; its form says to name nobody",
            "wording": "what an institution is asked; a second person reads it first",
        }

    def __str__(self):
        return f"{self.ask_id} {self.language}"


class AskRisk(models.Model):
    """What asking may do to one group of people, how likely, and what reduces it."""

    class Whom(models.TextChoices):
        MIGRANTS = "migrants", pgettext_lazy("at risk by an ask", "Migrants concerned")
        SOURCES = "sources", pgettext_lazy("at risk by an ask", "Those who told us")
        COLLEAGUES = "colleagues", pgettext_lazy("at risk by an ask", "Colleagues and partners")
        ACCESS = "access", pgettext_lazy("at risk by an ask", "Our access and services")

    class Likelihood(models.TextChoices):
        NONE = "none", pgettext_lazy("likelihood of harm", "No risk found")
        UNLIKELY = "unlikely", pgettext_lazy("likelihood of harm", "Unlikely")
        POSSIBLE = "possible", pgettext_lazy("likelihood of harm", "Possible")
        LIKELY = "likely", pgettext_lazy("likelihood of harm", "Likely")

    ask = models.ForeignKey("Ask", models.CASCADE, related_name="risks")
    whom = models.CharField(pgettext_lazy("ask", "At risk"), max_length=10, choices=Whom)
    likelihood = models.CharField(
        pgettext_lazy("ask", "Likelihood"), max_length=8, choices=Likelihood
    )
    measure = models.CharField(
        pgettext_lazy("ask", "What reduces the risk"), max_length=600, blank=True
    )

    objects = PermissionQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("ask", "Risk of an ask")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["ask", "whom"], name="ask_risk_once"),
            models.CheckConstraint(name="ask_risk_said", condition=~Q(likelihood="")),
        ]

    class Privacy:
        no_owner = gettext_lazy("What asking may do to a group; names nobody.")
        plain_text = {"measure": "what an office does to reduce a risk; names nobody"}

    def __str__(self):
        return f"{self.ask_id} {self.whom}"


class AskGrant(AccessGrant):
    """A colleague in the circle of a quiet ask, by name."""

    record = models.ForeignKey("Ask", models.CASCADE, related_name="grants", db_index=False)
    user = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["record", "grantee"], name="ask_grant_once"),
        ]
        indexes = [models.Index(fields=["grantee", "record"], name="asks_of_a_holder")]

    class Privacy:
        no_owner = gettext_lazy("Which colleagues are in the circle of a quiet ask.")
