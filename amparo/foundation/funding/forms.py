"""Forms of projects, funds, budget lines and exchange rates."""

from collections.abc import Iterable
from decimal import Decimal

from django import forms
from django.db.models import Case, QuerySet, When
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.core.models import Office, Organization, User
from amparo.foundation.people.models import Place
from amparo.ui import formats
from amparo.ui.forms import CheckboxList, Form

from .models import Fund, Project

# So many places and organizations are offered for a project, besides those already chosen.
MOST_OFFERED = 150
NOTHING, LEAST = Decimal(0), Decimal("0.01")


def amount_field(label, **more) -> forms.DecimalField:
    """An amount of at least one cent, unless something else is said."""
    more = {"min_value": LEAST, "max_digits": 13, "decimal_places": 2} | more
    return forms.DecimalField(label=label, **more)


def currencies() -> list[tuple[str, str]]:
    return [("", "—"), *formats.currencies()]


class ProjectChangeForm(Form):
    """What may change of a project."""

    title = forms.CharField(label=gettext_lazy("Title"), max_length=200)
    starts_on = forms.DateField(label=gettext_lazy("Start date"))
    ends_on = forms.DateField(label=pgettext_lazy("period", "End date"))
    offices = forms.ModelMultipleChoiceField(
        Office.objects.none(),
        label=pgettext_lazy("project", "Offices that carry it out"),
        widget=CheckboxList,
    )
    places = forms.ModelMultipleChoiceField(
        Place.objects.none(),
        label=pgettext_lazy("project", "Places"),
        widget=CheckboxList,
        required=False,
    )
    partners = forms.ModelMultipleChoiceField(
        Organization.objects.none(),
        label=gettext_lazy("Implementing partners"),
        widget=CheckboxList,
        required=False,
    )

    def __init__(self, *args, user: User, project: Project | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        chosen = {
            name: list(getattr(project, name).values_list("pk", flat=True)) if project else []
            for name in ("offices", "places", "partners")
        }
        self.initial.update({name: keys for name, keys in chosen.items() if keys})
        offices = [*user.offices_for("project.keep"), *chosen["offices"]]
        self._offer("offices", Office.objects.filter(pk__in=offices))
        self._offer("places", _nearest_places(user, chosen["places"]))
        self._offer("partners", _organizations(chosen["partners"]))

    def _offer(self, name: str, found: QuerySet) -> None:
        self.fields[name].queryset = found.order_by("name", "pk")  # type: ignore[attr-defined]


def _nearest_places(user: User, chosen: list[int]) -> QuerySet:
    """Those of the office's own country and the larger ones first, as far as there is room."""
    country = user.office.country if user.office else ""
    here = Case(When(country=country, then=0), default=1)
    sizes = [When(kind=kind, then=size) for size, kind in enumerate(Place.Kind.values)]
    found = Place.objects.accessible_to(user).order_by(here, Case(*sizes), "name", "pk")
    return Place.objects.filter(
        pk__in=[*found.values_list("pk", flat=True)[:MOST_OFFERED], *chosen]
    )


def _organizations(chosen: list[int]) -> QuerySet:
    found = Organization.objects.order_by("name", "pk").values_list("pk", flat=True)
    return Organization.objects.filter(pk__in=[*found[:MOST_OFFERED], *chosen])


class ProjectForm(ProjectChangeForm):
    """A new project."""

    code = forms.CharField(
        label=pgettext_lazy("reference list", "Code"),
        help_text=gettext_lazy("As it stands in the agreement with the donor."),
        max_length=30,
    )
    donor = forms.ModelChoiceField(
        Organization.objects.order_by("name", "pk"), label=gettext_lazy("Donor")
    )
    currency = forms.ChoiceField(
        label=gettext_lazy("Currency"),
        help_text=gettext_lazy("The funds of a project have its currency."),
        choices=currencies,
    )
    field_order = ("code", "title", "donor", "currency")


class CloseProjectForm(Form):
    because = forms.CharField(
        label=gettext_lazy("Reason"), max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )


def _projects(user: User, office: Iterable[int], chosen: Project | None = None) -> QuerySet:
    """Those that a fund of these offices may belong to."""
    found = Project.objects.accessible_to(user).filter(offices__in=office, closed_at=None)
    keys = set(found.values_list("pk", flat=True)) | ({chosen.pk} if chosen else set())
    return Project.objects.filter(pk__in=keys).order_by("code", "pk")


def _project_field() -> forms.ModelChoiceField:
    return forms.ModelChoiceField(
        Project.objects.none(),
        label=pgettext_lazy("donor", "Project"),
        help_text=gettext_lazy("Of the same donor and in the same currency."),
        required=False,
    )


class FundForm(Form):
    code = forms.CharField(
        label=pgettext_lazy("reference list", "Code"),
        help_text=gettext_lazy("As it stands in the agreement with the donor."),
        max_length=30,
    )
    name = forms.CharField(label=gettext_lazy("Name"), max_length=200)
    donor = forms.ModelChoiceField(
        Organization.objects.order_by("name", "pk"), label=gettext_lazy("Donor")
    )
    office = forms.ModelChoiceField(Office.objects.none(), label=gettext_lazy("Office"))
    currency = forms.ChoiceField(label=gettext_lazy("Currency"), choices=currencies)
    since = forms.DateField(label=gettext_lazy("First day"))
    until = forms.DateField(label=gettext_lazy("Last day"), required=False)
    project = _project_field()

    def __init__(self, *args, user: User, project: str = "", **kwargs):
        """`project` is the ref of the one for which the fund is created, if any."""
        super().__init__(*args, **kwargs)
        offices = Office.objects.filter(pk__in=user.offices_for("fund.keep")).order_by("name")
        found = _projects(user, offices)
        self.fields["project"].queryset = found  # type: ignore[attr-defined]
        if chosen := next((each for each in found if str(each.ref) == project), None):
            self.initial.update(
                project=chosen.pk, donor=chosen.donor_id, currency=chosen.currency,
                since=chosen.starts_on, until=chosen.ends_on,
            )  # fmt: skip
        self.fields["office"].queryset = offices  # type: ignore[attr-defined]
        self.fields["office"].initial = offices.first()


class FundChangeForm(Form):
    name = forms.CharField(label=gettext_lazy("Name"), max_length=200)
    until = forms.DateField(label=gettext_lazy("Last day"), required=False)
    project = _project_field()

    def __init__(self, *args, user: User, fund: Fund, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial.update(name=fund.name, until=fund.until, project=fund.project_id)
        found = _projects(user, [fund.office_id], fund.project)
        self.fields["project"].queryset = found  # type: ignore[attr-defined]


class LineForm(Form):
    code = forms.CharField(label=pgettext_lazy("reference list", "Code"), max_length=30)
    name = forms.CharField(label=pgettext_lazy("fund", "Purpose"), max_length=200)
    amount = amount_field(gettext_lazy("Amount"), min_value=NOTHING)


class LineChangeForm(Form):
    amount = amount_field(gettext_lazy("Amount from now on"), min_value=NOTHING)
    because = forms.CharField(label=gettext_lazy("Reason for change"), max_length=300)


class RateForm(Form):
    base = forms.ChoiceField(label=pgettext_lazy("exchange rate", "1 unit of"), choices=currencies)
    rate = forms.DecimalField(
        label=pgettext_lazy("exchange rate", "Equals"),
        min_value=Decimal("0.00000001"),
        max_digits=18,
        decimal_places=8,
    )
    currency = forms.ChoiceField(
        label=pgettext_lazy("exchange rate", "Currency"), choices=currencies
    )
    on = forms.DateField(label=pgettext_lazy("field", "Date"))
    source = forms.CharField(label=gettext_lazy("Source of the rate"), max_length=120)
