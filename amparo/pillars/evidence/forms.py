"""Forms of evidence: what an indicator counts, said by choosing."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from amparo.foundation.core.code_lists import codes
from amparo.foundation.core.extension_points import facts
from amparo.foundation.core.measures import ColumnType, Fact
from amparo.foundation.core.models import Office
from amparo.foundation.funding.models import Project
from amparo.foundation.people.models import Place
from amparo.ui.forms import CheckboxList, Form

from .dhis2 import UID
from .grammar import Definition, DefinitionError
from .labels import ORDER, labels_for, name_of
from .models import (
    DHIS2DataElement,
    DHIS2OrgUnit,
    Indicator,
    MonthlyReport,
    ProjectResult,
    ResultIndicator,
)
from .models.releases import BREAKDOWNS
from .outside import label_of, labels_of
from .release_pages import releasable_indicators, report_name
from .store import DERIVED

MOST_BYTES = 2 * 1024 * 1024  # of a spreadsheet of 500 rows

# By these one may narrow; by what has no list of values nobody narrows.
_LISTS = {"sex": "sex", "kind": "case_kind", "migration_status": "migration_status"}
_COLUMN_LISTS = {
    "service": "service_type",
    "reason": "closure_reason",
    "outcome": "tracing_outcome",
}


class DefinitionForm(Form):
    """Reads as one sentence: count what, only with, the share with, by."""

    measure = forms.ChoiceField(label=_("Count"), widget=forms.RadioSelect)
    where = forms.MultipleChoiceField(
        label=_("Only with"), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("Nothing chosen: all of them."),
    )  # fmt: skip
    share = forms.MultipleChoiceField(
        label=_("Of these, the share with"), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("Nothing chosen: a number, and no share."),
    )  # fmt: skip
    by = forms.MultipleChoiceField(
        label=_("May be broken down by"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, indicator: Indicator, **kwargs: Any):
        before = indicator.versions.latest("pk").parsed
        kwargs.setdefault("initial", _initial(before))
        super().__init__(*args, **kwargs)
        self.fact = facts[before.fact]
        fields: dict[str, Any] = self.fields
        fields["measure"].choices = _measures(self.fact)
        fields["where"].choices = fields["share"].choices = _values(self.fact)
        names = [*DERIVED, *(c.name for c in self.fact.columns if c.type is not ColumnType.NUMBER)]
        fields["by"].choices = [(name, name_of(self.fact.name, name)) for name in names]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if self.errors:
            return said
        kind, _sign, name = said["measure"].partition("=")
        data = {
            "of": self.fact.name, kind: name, "where": _filter(said["where"]),
            "share": _filter(said["share"]), "by": said["by"],
        }  # fmt: skip
        data = {key: value for key, value in data.items() if value or key == "by"}
        try:
            Definition.parse(data)
        except DefinitionError as fault:
            raise ValidationError(str(fault)) from fault
        return {"definition": data}


def _measures(fact: Fact) -> list[tuple[str, str]]:
    counts = [(f"count={unit.name}", str(unit.label)) for unit in fact.units]
    medians = [
        (f"median={column.name}", _("Median: %(name)s") % {"name": column.label})
        for column in fact.columns
        if column.type is ColumnType.NUMBER
    ]
    return counts + medians


def _values(fact: Fact) -> list[tuple[str, list[tuple[str, str]]]]:
    """The values that can be chosen, by what they are values of."""
    groups = []
    for name in (*DERIVED, *fact.column_types):
        values = _values_of(fact, name)
        label = labels_for(fact.name, name, values)
        if values:
            options = [(f"{name}={value}", label(value)) for value in values]
            groups.append((name_of(fact.name, name), options))
    return groups


def _values_of(fact: Fact, name: str) -> list[str]:
    if name == "is_restricted" or fact.column_types.get(name) is ColumnType.FLAG:
        return ["True", "False"]
    if name in ORDER:
        return list(ORDER[name])
    listed = _LISTS.get(name) or _COLUMN_LISTS.get(name if name in fact.column_types else "")
    return [code for code, _text in codes.choices(listed)] if listed else []


def _filter(chosen: list[str]) -> dict[str, list[str | bool]]:
    found: dict[str, list[str | bool]] = {}
    for each in chosen:
        name, _sign, value = each.partition("=")
        found.setdefault(name, []).append(value == "True" if value in ("True", "False") else value)
    return found


def _initial(definition: Definition) -> dict[str, Any]:
    kind = f"median={definition.median}" if definition.median else f"count={definition.unit}"
    return {
        "measure": kind,
        "where": [f"{name}={value}" for name, values in definition.where for value in values],
        "share": [f"{name}={value}" for name, values in definition.share for value in values],
        "by": list(definition.by),
    }


class FreezeForm(Form):
    """Which month of which office; `months` are those that are over and not frozen."""

    month = forms.ChoiceField(label=_("Month and office"))
    remark = forms.CharField(
        label=_("What this month was like"), required=False, max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("For who reads the report. No names: it names nobody."),
    )  # fmt: skip

    def __init__(self, *args: Any, months: list[tuple[str, str, dict]], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.months = {code: said for code, _name, said in months}
        fields: dict[str, Any] = self.fields
        fields["month"].choices = [(code, name) for code, name, _said in months]

    def clean_month(self) -> dict[str, Any]:
        return self.months[self.cleaned_data["month"]]


class ReasonForm(Form):
    because = forms.CharField(
        label=pgettext_lazy("column, field", "Reason"), max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip


class ResultForm(Form):
    level = forms.ChoiceField(
        label=pgettext_lazy("results framework", "Level"), choices=ProjectResult.Level.choices,
        widget=forms.RadioSelect,
    )  # fmt: skip
    text = forms.CharField(
        label=pgettext_lazy("results framework", "Result"), max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip
    parent = forms.ModelChoiceField(
        ProjectResult.objects.none(), label=_("Contributes to"), required=False
    )

    def __init__(self, *args: Any, project: Project, **kwargs: Any):
        super().__init__(*args, **kwargs)
        results = ProjectResult.objects.filter(project=project)
        fields: dict[str, Any] = self.fields
        fields["parent"].queryset = results.exclude(level=ProjectResult.Level.OUTPUT)


class ResultIndicatorForm(Form):
    indicator = forms.ModelChoiceField(Indicator.objects.all(), label=_("Indicator"))
    baseline = forms.DecimalField(
        label=_("Baseline"), required=False, max_digits=12, decimal_places=2, min_value=0
    )
    baseline_on = forms.DateField(label=_("Baseline of"), required=False)
    is_cumulative = forms.BooleanField(
        label=_("Cumulative since the project began"), required=False,
        help_text=_("Else each target counts its own period."),
    )  # fmt: skip


class TargetForm(Form):
    starts_on = forms.DateField(label=_("Start date"))
    ends_on = forms.DateField(label=pgettext_lazy("period", "End date"))
    value = forms.DecimalField(label=_("Target"), max_digits=12, decimal_places=2, min_value=0)
    place = forms.ModelChoiceField(
        Place.objects.filter(kind=Place.Kind.REGION).order_by("name"),
        label=pgettext_lazy("area", "Area"), required=False,
        help_text=_("Empty: everywhere."),
    )  # fmt: skip
    milestone = forms.CharField(
        label=pgettext_lazy("results framework", "Milestone"), required=False, max_length=300
    )

    def __init__(self, *args: Any, chosen: ResultIndicator, **kwargs: Any):
        project = chosen.result.project
        kwargs.setdefault("initial", {"starts_on": project.starts_on, "ends_on": project.ends_on})
        super().__init__(*args, **kwargs)


class DHIS2CodeField(forms.CharField):
    """A UID of DHIS2: eleven letters and digits, a letter first."""

    def __init__(self, **kwargs: Any):
        super().__init__(required=False, strip=True, **kwargs)

    def clean(self, value: Any) -> str:
        code = super().clean(value)
        if code and not UID.fullmatch(code):
            raise ValidationError(
                _("A DHIS2 code has eleven letters and digits and begins with a letter.")
            )
        return code

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return super().widget_attrs(widget) | {"dir": "ltr", "autocomplete": "off", "size": 14}


class DHIS2IndicatorForm(Form):
    """The data element of an indicator, and the category option combination of each cell."""

    def __init__(self, *args: Any, indicator: Indicator, **kwargs: Any):
        super().__init__(*args, **kwargs)
        before = DHIS2DataElement.objects.filter(indicator=indicator).first()
        version = indicator.version
        by, fact = (version.definition["by"], version.definition["of"]) if version else ([], "")
        fields: dict[str, forms.Field] = self.fields
        fields["uid"] = DHIS2CodeField(
            label=pgettext_lazy("DHIS2", "Data element"), initial=before.uid if before else "",
            help_text=_("Empty: this indicator is left out of DHIS2 files."),
        )  # fmt: skip
        self.cells = {f"cell-{at}": cell for at, cell in enumerate(labels_of(by))}
        for field, (name, value) in self.cells.items():
            combos = before.option_combos if before else {}
            said = (gettext("Category option combination"), gettext("Total"))
            if name:
                said = (name_of(fact, name), labels_for(fact, name, [value])(value))
            words = dict(zip(("name", "values"), said, strict=True))
            fields[field] = DHIS2CodeField(
                label=_("%(name)s: %(values)s") % words,
                initial=combos.get(label_of(name, value), ""),
            )

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        combos = {
            label_of(*cell): said[field] for field, cell in self.cells.items() if said.get(field)
        }
        if combos and not said.get("uid") and "uid" not in self.errors:
            self.add_error("uid", _("Enter the data element too, or leave all codes empty."))
        return {"uid": said.get("uid", ""), "option_combos": combos}


class DHIS2OfficesForm(Form):
    """The organisation unit of each office."""

    def __init__(self, *args: Any, offices: Iterable[Office], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.offices = {f"office-{office.pk}": office for office in offices}
        units = dict(DHIS2OrgUnit.objects.values_list("office_id", "uid"))
        fields: dict[str, forms.Field] = self.fields
        for field, office in self.offices.items():
            fields[field] = DHIS2CodeField(label=office.name, initial=units.get(office.pk, ""))

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        return {"units": {of: said[field] for field, of in self.offices.items() if field in said}}


class ReleaseForm(Form):
    """Which signed months, which indicators, and by what they are broken down."""

    reports = forms.MultipleChoiceField(
        label=pgettext_lazy("release", "Signed months"), widget=CheckboxList
    )
    indicators = forms.ModelMultipleChoiceField(
        Indicator.objects.none(), label=_("Indicators"), widget=CheckboxList
    )
    breakdowns = forms.MultipleChoiceField(
        label=pgettext_lazy("release", "Broken down by"), required=False, widget=CheckboxList
    )

    def __init__(self, *args: Any, reports: list[MonthlyReport], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.found = {str(each.ref): each for each in reports}
        fields: dict[str, Any] = self.fields
        fields["reports"].choices = [(ref, report_name(each)) for ref, each in self.found.items()]
        fields["indicators"].queryset = releasable_indicators()
        fields["breakdowns"].choices = [(name, name_of("services", name)) for name in BREAKDOWNS]

    def clean_reports(self) -> list[MonthlyReport]:
        return [self.found[ref] for ref in self.cleaned_data["reports"]]


class LegacyTotalForm(Form):
    indicator = forms.ModelChoiceField(Indicator.objects.all(), label=_("Indicator"))
    starts_on = forms.DateField(label=_("Start date"))
    ends_on = forms.DateField(label=pgettext_lazy("period", "End date"))
    place = forms.ModelChoiceField(
        Place.objects.filter(kind=Place.Kind.REGION).order_by("name"),
        label=pgettext_lazy("area", "Area"), required=False,
        help_text=_("Empty: everywhere."),
    )  # fmt: skip
    value = forms.DecimalField(
        label=pgettext_lazy("figures", "Total"), max_digits=12, decimal_places=2, min_value=0
    )
    source = forms.CharField(
        label=_("Source"), max_length=300,
        help_text=_("Title of the sheet or publication, so that somebody else finds it."),
    )  # fmt: skip
    source_on = forms.DateField(label=_("Date of the source"))


class ImportForm(Form):
    file = forms.FileField(label=pgettext_lazy("field", "File to import"))

    def clean_file(self) -> Any:
        if self.cleaned_data["file"].size > MOST_BYTES:
            raise ValidationError(_("This file is too large. Import at most 500 rows at once."))
        return self.cleaned_data["file"]
