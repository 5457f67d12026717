"""What a consultation says in each language, and the groups of people it asks."""

from django.db import models
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.core.permissions.grants import PermissionQuerySet


class ConsultationText(models.Model):
    """One part of a consultation in one language: what is asked, what was heard, what became."""

    class Part(models.TextChoices):
        QUESTION = "question", pgettext_lazy("consultation", "Question")
        HEARD = "heard", gettext_lazy("What we heard")
        BECAME = "became", pgettext_lazy("consultation", "Result")

    consultation = models.ForeignKey("Consultation", models.CASCADE, related_name="texts")
    part = models.CharField(max_length=8, choices=Part)
    language = models.CharField(gettext_lazy("Language"), max_length=3)
    text = models.TextField(pgettext_lazy("field", "Text"), max_length=10_000)

    objects = PermissionQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Words of a consultation")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["consultation", "part", "language"], name="consultation_words_once"
            ),
        ]

    class Privacy:
        no_owner = gettext_lazy("What an office asked many people; names nobody.")
        plain_text = {"text": "published words of an office; its form says to name nobody"}

    def __str__(self):
        return f"{self.consultation_id} {self.part} {self.language}"


class ConsultationGroup(models.Model):
    """A group of people that a consultation asks."""

    class Group(models.TextChoices):
        MIGRANTS = "migrants", pgettext_lazy("consulted group", "Migrants and refugees")
        WOMEN = "women", pgettext_lazy("consulted group", "Women")
        MEN = "men", pgettext_lazy("consulted group", "Men")
        YOUNG = "young", pgettext_lazy("consulted group", "Children and adolescents")
        OLDER = "older", pgettext_lazy("consulted group", "Older people")
        DISABILITY = "disability", pgettext_lazy("consulted group", "People with disabilities")
        LGBTIQ = "lgbtiq", pgettext_lazy("consulted group", "LGBTIQ+ people")
        INDIGENOUS = "indigenous", pgettext_lazy("consulted group", "Indigenous peoples")
        RETURNEES = "returnees", pgettext_lazy("consulted group", "People who returned")
        HOST = "host", pgettext_lazy("consulted group", "Host communities")

    consultation = models.ForeignKey("Consultation", models.CASCADE, related_name="groups")
    group = models.CharField(max_length=12, choices=Group)

    objects = PermissionQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Group that is consulted")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["consultation", "group"], name="consultation_group_once"
            ),
        ]

    class Privacy:
        no_owner = gettext_lazy("What an office asked many people; names nobody.")

    def __str__(self):
        return f"{self.consultation_id} {self.group}"
