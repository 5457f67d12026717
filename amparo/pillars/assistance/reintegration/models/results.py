"""What a project should change, and what it did: a figure, and what shows it."""

from datetime import date
from decimal import Decimal

from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.core.audit import log
from amparo.foundation.core.encryption.fields import PersonalField
from amparo.foundation.core.models import User
from amparo.foundation.core.refusals import Refusal
from amparo.pillars.assistance.cases.models import Attachment

from .community_projects import CommunityProject, OfACommunityProject


class CommunityProjectResult(OfACommunityProject):
    """One thing that should be different: so many of what, by then."""

    project = models.ForeignKey(CommunityProject, models.CASCADE, related_name="results")
    text = PersonalField(pgettext_lazy("field", "Text"))
    expected = models.DecimalField(gettext_lazy("Expected"), max_digits=12, decimal_places=2)
    # The shadow of what was measured last, for the page.
    reached = models.DecimalField(
        gettext_lazy("Results to date"), max_digits=12, decimal_places=2, null=True
    )

    crypto_label = "communityprojectresult"
    audit_name = "communityprojectresult"

    class Meta(OfACommunityProject.Meta):
        verbose_name = gettext_lazy("Expected results of the community-based project")
        abstract = False
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="community_project_result_expects_something", condition=Q(expected__gt=0)
            )
        ]

    class Privacy:
        owner = "project__case"
        title = gettext_lazy("Expected results of the community-based project")
        review = True
        disclose = ("text", "expected", "reached")

    @classmethod
    @transaction.atomic
    def expect(
        cls, project: CommunityProject, *, by: User, text: str, expected: Decimal
    ) -> "CommunityProjectResult":
        project.must_go_on()
        if not text.strip():
            raise Refusal(_("Write what should be different."))
        if expected <= 0:
            raise Refusal(_("Write a number above zero."))
        result = cls.objects.create(project=project, by=by, text=text.strip(), expected=expected)
        project.case.touch()
        log.log_event(by, "communityproject.result_expected", result)
        return result

    @property
    def is_reached(self) -> bool:
        return self.reached is not None and self.reached >= self.expected

    @transaction.atomic
    def measure(
        self, *, by: User, on: date, number: Decimal, text: str, paper: Attachment | None = None
    ) -> "IndicatorMeasurement":
        """What was reached until that day, and what shows it."""
        self.project.hold()
        self.project.case.require_open()
        self._must_be_shown(by, on, number, text, paper)
        measured, is_new = IndicatorMeasurement.objects.get_or_create(
            result=self, on=on, number=number,
            defaults={"text": text.strip(), "paper": paper, "by": by},
        )  # fmt: skip
        if is_new:
            latest = self.measured.order_by("on", "pk").last()
            self.reached = latest.number if latest else None
            self.save(update_fields=["reached"])
            self.project.case.touch()
            log.log_event(by, "communityproject.result_measured", measured)
        return measured

    def _must_be_shown(
        self, by: User, on: date, number: Decimal, text: str, paper: Attachment | None
    ) -> None:
        if on > self.project.case.office.today_for(by):
            raise Refusal(_("This day is still to come."))
        if number < 0:
            raise Refusal(_("A result is not negative."))
        if not text.strip() and paper is None:
            raise Refusal(_("Say what shows it, or choose the paper."))
        if paper and paper.case_id != self.project.case_id:
            raise Refusal(_("This paper belongs to another case."))


class IndicatorMeasurement(OfACommunityProject):
    """What was measured on a day, by whom, and what shows it."""

    result = models.ForeignKey(CommunityProjectResult, models.CASCADE, related_name="measured")
    on = models.DateField(gettext_lazy("Day"))
    number = models.DecimalField(
        pgettext_lazy("result", "Number"), max_digits=12, decimal_places=2
    )
    text = PersonalField(pgettext_lazy("field", "Text"))
    paper = models.ForeignKey(Attachment, models.SET_NULL, null=True, related_name="+")

    crypto_label = "indicatormeasurement"
    audit_name = "indicatormeasurement"

    class Meta(OfACommunityProject.Meta):
        verbose_name = gettext_lazy("Results of the community-based project")
        abstract = False
        constraints = [
            models.UniqueConstraint(
                fields=["result", "on", "number"], name="community_project_result_measured_once"
            ),
            models.CheckConstraint(
                name="community_project_result_not_negative", condition=Q(number__gte=0)
            ),
        ]

    class Privacy:
        owner = "result__project__case"
        title = gettext_lazy("Results of the community-based project")
        review = True
        disclose = ("on", "number", "text")

    @property
    def project(self) -> CommunityProject:
        return self.result.project
