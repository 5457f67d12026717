"""Forms of what donors are sent: an agreement, and the sheet of a month."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from amparo.foundation.core.models import Organization
from amparo.foundation.funding.models import Fund, Project
from amparo.foundation.people.models import Place
from amparo.ui import formats
from amparo.ui.forms import CheckboxList, Form

from .dates import quarter
from .labels import name_of
from .models import DonorAgreement, Indicator, MonthlyReport, Target
from .models.donors import DONOR_BREAKDOWNS, Rhythm
from .models.signed_months import quarters_in
from .presenters import Scope
from .release_pages import report_name


class DonorAgreementForm(Form):
    """Who is sent what of a project, for what, until when, and where that is written."""

    recipient = forms.ModelChoiceField(
        Organization.objects.exclude(kind=Organization.Kind.OWN).order_by("name"),
        label=_("Institution"),
    )
    purpose = forms.CharField(
        label=pgettext_lazy("agreement", "Purpose"), max_length=300,
        help_text=_("What the institution needs the figures for, as the document says."),
    )  # fmt: skip
    reference = forms.CharField(
        label=_("Document reference"), max_length=120,
        help_text=_("Number of the contract or annex, so that somebody else finds it."),
    )  # fmt: skip
    starts_on = forms.DateField(label=_("Start date"))
    until = forms.DateField(label=pgettext_lazy("period", "End date"))
    indicators = forms.ModelMultipleChoiceField(
        Indicator.objects.none(), label=_("Indicators"), widget=CheckboxList,
        help_text=_(
            "Those of the results framework of the project. If there are none, add its results "
            "first."
        ),
    )  # fmt: skip
    breakdowns = forms.MultipleChoiceField(
        label=pgettext_lazy("release", "Broken down by"), required=False, widget=CheckboxList
    )
    rhythm = forms.ChoiceField(
        label=DonorAgreement._meta.get_field("rhythm").verbose_name, choices=Rhythm,
        initial=Rhythm.MONTH, widget=forms.RadioSelect,
        help_text=_(
            "A quarter is sent when its three months are signed. Each person counts once in it."
        ),
    )  # fmt: skip
    areas = forms.ModelMultipleChoiceField(
        Place.objects.none(), label=pgettext_lazy("area", "Areas"), required=False,
        widget=CheckboxList,
        help_text=_("Areas whose own targets the institution reads beside those of the project."),
    )  # fmt: skip
    funds = forms.ModelMultipleChoiceField(
        Fund.objects.none(), label=_("Funds"), required=False, widget=CheckboxList,
        help_text=_("Nothing chosen: the sheet says nothing of money."),
    )  # fmt: skip

    def __init__(self, *args: Any, project: Project, **kwargs: Any):
        kwargs.setdefault(
            "initial",
            {"recipient": project.donor_id, "starts_on": project.starts_on,
             "until": project.ends_on, "rhythm": Rhythm.MONTH},
        )  # fmt: skip
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        of_it = project.results.values("indicators__indicator")
        fields["indicators"].queryset = Indicator.objects.filter(pk__in=of_it)
        fields["areas"].queryset = areas_with_targets(project)
        if not fields["areas"].queryset:
            del fields["areas"]
        fields["funds"].queryset = Fund.objects.filter(project=project).order_by("code")
        fields["breakdowns"].choices = [
            (name, name_of("services", name)) for name in DONOR_BREAKDOWNS
        ]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        starts_on, until = said.get("starts_on"), said.get("until")
        if starts_on and until and until < starts_on:
            self.add_error("until", ValidationError(_("It ends before it starts.")))
        return said


class DonorSheetForm(Form):
    """Which signed month; `reports` are those that the agreement has no sheet of."""

    report = forms.ChoiceField(label=_("Signed month or quarter"), widget=forms.RadioSelect)
    remark = forms.CharField(
        label=pgettext_lazy("report", "Remark"), required=False, max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("What the donor has to know of these figures. No names of persons."),
    )  # fmt: skip

    def __init__(
        self, *args: Any, reports: list[MonthlyReport], is_quarterly: bool = False, **kwargs: Any
    ):
        super().__init__(*args, **kwargs)
        name = quarter_name if is_quarterly else report_name
        self.found = {str(each.ref): each for each in reports}
        fields: dict[str, Any] = self.fields
        fields["report"].choices = [(ref, name(each)) for ref, each in self.found.items()]
        if not self.found:
            fields["report"].help_text = _(
                "Nothing can be composed now: no signed month or whole quarter of the project is "
                "without a sheet."
            )

    def clean_report(self) -> MonthlyReport:
        return self.found[self.cleaned_data["report"]]


def reports_for(agreement: DonorAgreement) -> list[MonthlyReport]:
    """The signed months of the project of which there is no sheet, newest first; where a sheet is
    of a quarter, its last month.
    """
    project = agreement.project
    there = agreement.sheets.exclude(state__in=("refused", "withdrawn"))
    signed = MonthlyReport.objects.filter(
        state=MonthlyReport.State.SIGNED, office__in=project.offices.all(),
        month__gte=project.starts_on.replace(day=1), month__lte=project.ends_on,
    )  # fmt: skip
    found = list(signed.select_related("office").order_by("-month", "office__name", "pk"))
    if agreement.is_quarterly:
        found = quarters_in(found)
    taken = set(there.values_list("report", flat=True))
    return [each for each in found if each.pk not in taken][:36]


def quarter_name(report: MonthlyReport) -> str:
    scope = Scope(report.office, report.is_with_branches)
    return formats.join_list([quarter(report.month), scope.name])


def areas_with_targets(project: Project) -> QuerySet[Place]:
    """The areas for which a target of the project is set, by name."""
    targets = Target.objects.filter(of__result__project=project, replaced_by=None)
    return Place.objects.filter(pk__in=targets.exclude(place=None).values("place")).order_by(
        "name"
    )
