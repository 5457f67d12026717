"""What one writes about a project: its plan, who takes part, what it changed."""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.core.models import Organization
from amparo.foundation.people.models import Place
from amparo.foundation.protection import code_lists
from amparo.pillars.assistance.cases.models import Case
from amparo.pillars.assistance.planning.forms.plans import NOT_CHOSEN, currencies, offer_currency
from amparo.ui.forms import CheckboxList, Form

from ..models.community_projects import LEVELS, CommunityProject, State
from ..models.headcounts import BANDS, MOST
from .items import ItemCompletionForm, choices_by_ref, clean_budget, clean_period


class CommunityProjectForm(Form):
    title = forms.CharField(
        label=gettext_lazy("Title"),
        help_text=gettext_lazy("Name no person in it."),
        max_length=120,
    )
    aim = forms.CharField(
        label=pgettext_lazy("fund", "Purpose"),
        help_text=gettext_lazy("What is done, for whom, and what remains when it ends."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    dimension = forms.ChoiceField(
        label=gettext_lazy("Dimension"),
        choices=code_lists.lazy_choices("reintegration_dimension"),
        widget=forms.RadioSelect,
    )
    level = forms.ChoiceField(
        label=pgettext_lazy("need, reintegration", "Level"),
        choices=LEVELS,
        widget=forms.RadioSelect,
    )
    activity = forms.ChoiceField(
        label=gettext_lazy("Planned assistance"),
        choices=lambda: [*NOT_CHOSEN, *code_lists.choices("reintegration_activity")],
        initial="community_project",
    )
    provider = forms.ChoiceField(label=gettext_lazy("Implementing organization"), required=False)
    starts_on = forms.DateField(label=pgettext_lazy("period", "Start date"))
    ends_on = forms.DateField(label=pgettext_lazy("period", "End date"))
    budget = forms.DecimalField(
        label=gettext_lazy("Budget"),
        required=False,
        min_value=Decimal(0),
        max_digits=12,
        decimal_places=2,
    )
    currency = forms.ChoiceField(
        label=gettext_lazy("Currency"), choices=currencies, required=False
    )

    def __init__(self, *args, case: Case, organizations: list[Organization], **kwargs):
        super().__init__(*args, **kwargs)
        self.organizations = {str(each.ref): each for each in organizations}
        self.fields["provider"].choices = choices_by_ref(organizations, lambda each: each.name)
        offer_currency(self.fields["currency"], case.office)
        today = case.office.today()
        self.fields["starts_on"].initial = today
        self.fields["ends_on"].initial = today + timedelta(days=180)

    @staticmethod
    def values_of(project: CommunityProject) -> dict:
        names = (
            "title", "aim", "dimension", "level", "activity", "starts_on", "ends_on", "budget",
        )  # fmt: skip
        return {name: getattr(project, name) for name in names} | {
            "provider": str(project.provider.ref) if project.provider else "",
            "currency": project.currency or project.case.office.currency,
        }

    def clean_provider(self) -> Organization | None:
        return self.organizations.get(self.cleaned_data["provider"])

    def clean(self) -> dict:
        found = super().clean()
        clean_period(self, found)
        clean_budget(self, found)
        return found


class _OnADay(Form):
    """Something that was counted or measured, on a day that has come."""

    on = forms.DateField(label=pgettext_lazy("period", "End date"))

    def __init__(self, *args, today: date, **kwargs):
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["on"].initial = today

    def clean_on(self) -> date:
        if self.cleaned_data["on"] > self.today:
            raise ValidationError(_("This day is still to come."))
        return self.cleaned_data["on"]


class HeadcountForm(_OnADay):
    """A table: one row a sex, one column an age band. Nobody is named."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.bands, self.sexes = code_lists.choices(BANDS), code_lists.choices("sex")
        for sex, sex_name in self.sexes:
            for band, band_name in self.bands:
                self.fields[self._name(sex, band)] = forms.IntegerField(
                    label=self._heard(sex_name, band_name),
                    error_messages={"invalid": _("Write a whole number.")},
                    min_value=0,
                    max_value=MOST,
                    required=False,
                    widget=forms.NumberInput(
                        attrs={
                            "class": "form-control",
                            "aria-label": self._heard(sex_name, band_name),
                        }
                    ),
                )

    @staticmethod
    def _heard(sex: str, band: str) -> str:
        return _("%(sex)s, %(age)s years") % {"sex": sex, "age": band}

    @property
    def band_names(self) -> list[str]:
        return [name for _code, name in self.bands]

    @staticmethod
    def _name(sex: str, band: str) -> str:
        return f"n_{sex}_{band.replace('+', 'up').replace('-', '_')}"

    def rows(self) -> Iterator[tuple[str, list[tuple[str, BoundField]]]]:
        for sex, name in self.sexes:
            cells = [(label, self[self._name(sex, band)]) for band, label in self.bands]
            yield name, cells

    def people(self) -> dict[tuple[str, str], int]:
        found = {
            (sex, band): self.cleaned_data.get(self._name(sex, band)) or 0
            for sex, _s in self.sexes
            for band, _b in self.bands
        }
        return {place: number for place, number in found.items() if number}

    def clean(self) -> dict:
        found = super().clean()
        if not self.errors and not self.people():
            raise ValidationError(_("Nobody is counted yet. Write at least one number."))
        return found


class ResultForm(Form):
    text = forms.CharField(
        label=gettext_lazy("Expected change"),
        help_text=gettext_lazy("Something one can count: families who bake, houses with water."),
    )
    expected = forms.DecimalField(
        label=gettext_lazy("Expected participants"),
        min_value=Decimal("0.01"),
        max_digits=12,
        decimal_places=2,
    )


class MeasureForm(ItemCompletionForm, _OnADay):
    number = forms.DecimalField(
        label=gettext_lazy("Participants reached"),
        min_value=Decimal(0),
        max_digits=12,
        decimal_places=2,
    )
    field_order = ("on", "number", "text", "paper")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["text"].label = pgettext_lazy("result of a project", "What shows it")


class ProjectDriversForm(Form):
    causes = forms.MultipleChoiceField(label=gettext_lazy("Needs addressed"), widget=CheckboxList)

    def __init__(self, *args, offered: list[tuple[str, str]], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["causes"].choices = offered
        self.fields["causes"].required = bool(offered)

    def clean(self) -> dict:
        found = super().clean()
        if not self.fields["causes"].choices:
            raise ValidationError(_("Nothing more is known of this place."))
        return found


class ProjectCaseForm(Form):
    number = forms.CharField(
        label=gettext_lazy("Number of the case"),
        help_text=gettext_lazy(
            "Who reads the project learns only how many cases it serves; the case itself "
            "opens to those who have access anyway."
        ),
        max_length=20,
    )


class FinishForm(Form):
    how = forms.ChoiceField(
        label=pgettext_lazy("plan", "Result"),
        choices=[(each.value, each.label) for each in (State.DONE, State.STOPPED)],
        widget=forms.RadioSelect,
    )
    text = forms.CharField(
        label=gettext_lazy("Sustainability, or reason for stopping"),
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class CommunityProjectSift(Form):
    """Whose projects, where, in which state: all of it in the address."""

    place = forms.ChoiceField(label=gettext_lazy("Place"), required=False)
    office = forms.ChoiceField(label=gettext_lazy("Office"), required=False)
    state = forms.ChoiceField(label=pgettext_lazy("column", "Status"), required=False)

    def __init__(self, *args, places: list[Place], offices: list, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["place"].choices = [
            ("", _("Any place")), *((each.ref.hex, each.name) for each in places)
        ]  # fmt: skip
        self.fields["office"].choices = [
            ("", _("Any office")), *((each.ref.hex, each.name) for each in offices)
        ]  # fmt: skip
        self.fields["state"].choices = [("", _("Any state")), *State.choices]
        self.is_valid()  # an answer that makes no sense is as good as none: never an error

    def asked(self, name: str) -> str:
        return self.cleaned_data.get(name, "")
