"""Forms of a campaign: what it is, its contact line, why it is stopped, what was learned."""

from typing import Any

from django import forms
from django.db.models import Case, QuerySet, When
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.core.code_lists import codes
from amparo.foundation.core.models import Office, Organization, User
from amparo.foundation.funding.forms import amount_field
from amparo.foundation.funding.models import BudgetLine
from amparo.foundation.people.models import Place
from amparo.pillars.advocacy.message_bank.models import KeyMessage
from amparo.ui.forms import CheckboxList, Form

from ..models import Campaign

MOST_OFFERED = 150
_LISTS = ("messages", "places", "partners")
_TEXTS = (
    "title", "objective", "audience", "evidence", "expected_change", "begins_on", "ends_on",
    "measured_by", "budget_line", "budget",
)  # fmt: skip


class CampaignForm(Form):
    """A campaign; `campaign` is the one that is changed, None for a new one."""

    title = forms.CharField(label=pgettext_lazy("campaign", "Title"), max_length=140)
    objective = forms.ChoiceField(
        label=pgettext_lazy("campaign", "Objective"),
        choices=codes.lazy_choices("campaign_objective"),
    )
    audience = forms.ChoiceField(
        label=pgettext_lazy("message", "Audience"), choices=codes.lazy_choices("message_audience")
    )
    evidence = forms.CharField(
        label=pgettext_lazy("campaign", "What it rests on"), max_length=300, required=False,
        help_text=gettext_lazy("Of which need or danger one knows, and from where. Name nobody."),
    )  # fmt: skip
    expected_change = forms.CharField(
        label=pgettext_lazy("campaign", "Expected change"), max_length=1_000,
        widget=forms.Textarea({"rows": 3}),
        help_text=gettext_lazy("What people are to know, think or do differently afterwards."),
    )  # fmt: skip
    begins_on = forms.DateField(label=pgettext_lazy("campaign", "First day"), required=False)
    ends_on = forms.DateField(label=pgettext_lazy("campaign", "Last day"), required=False)
    measured_by = forms.DateField(
        label=pgettext_lazy("campaign", "Measured by"), required=False,
        help_text=gettext_lazy("Empty: 30 days after the last day."),
    )  # fmt: skip
    messages = forms.ModelMultipleChoiceField(
        KeyMessage.objects.none(), label=pgettext_lazy("campaign", "Key messages"),
        required=False, widget=CheckboxList,
        help_text=gettext_lazy("Only approved ones can be placed."),
    )  # fmt: skip
    places = forms.ModelMultipleChoiceField(
        Place.objects.none(), label=pgettext_lazy("campaign", "Areas"), required=False,
        widget=CheckboxList,
    )  # fmt: skip
    budget_line = forms.ModelChoiceField(
        BudgetLine.objects.none(), label=gettext_lazy("Budget line (optional)"), required=False,
        help_text=gettext_lazy("Costs are written in the currency of its fund."),
    )  # fmt: skip
    budget = amount_field(pgettext_lazy("campaign", "Budget"), required=False)
    partners = forms.ModelMultipleChoiceField(
        Organization.objects.none(), label=pgettext_lazy("campaign", "Partners"), required=False,
        widget=CheckboxList,
    )  # fmt: skip
    office = forms.ModelChoiceField(Office.objects.none(), label=gettext_lazy("Office"))

    def __init__(self, *args: Any, user: User, campaign: Campaign | None = None, **kwargs: Any):
        super().__init__(*args, **kwargs)
        chosen = {
            name: list(getattr(campaign, name).values_list("pk", flat=True)) if campaign else []
            for name in _LISTS
        }
        self._offer("messages", _messages(user, chosen["messages"]))
        self._offer("places", _places(user, chosen["places"]))
        self._offer("partners", _organizations(chosen["partners"]))
        self._label("messages", lambda each: f"{each.number} {each.title}")
        self._offer_lines(user, campaign)
        if campaign is None:
            offices = Office.objects.filter(pk__in=user.offices_for("campaign.keep"))
            self._offer("office", offices.order_by("name", "pk"))
            self.initial.setdefault("office", offices.first())
        else:
            del self.fields["office"]
            self.initial = (
                dict(self.initial) | {name: getattr(campaign, name) for name in _TEXTS} | chosen
            )

    def _offer(self, name: str, found: QuerySet) -> None:
        self.fields[name].queryset = found  # type: ignore[attr-defined]

    def _label(self, name: str, label: Any) -> None:
        self.fields[name].label_from_instance = label  # type: ignore[attr-defined]

    def _offer_lines(self, user: User, campaign: Campaign | None) -> None:
        lines = BudgetLine.objects.accessible_to(user).order_by().values_list("pk", flat=True)
        keys = [*lines[:MOST_OFFERED], *([campaign.budget_line_id] if campaign else [])]
        found = BudgetLine.objects.filter(pk__in=[key for key in keys if key])
        self._offer(
            "budget_line", found.select_related("fund").order_by("fund__code", "code", "pk")
        )
        self._label("budget_line", lambda line: f"{line.full_name} ({line.fund.currency})")


def _messages(user: User, chosen: list[int]) -> QuerySet:
    mine = KeyMessage.objects.accessible_to(user).exclude(state=KeyMessage.State.WITHDRAWN)
    keys = mine.order_by("-year", "-serial").values_list("pk", flat=True)[:MOST_OFFERED]
    return KeyMessage.objects.filter(pk__in=[*keys, *chosen]).order_by("-year", "-serial")


def _places(user: User, chosen: list[int]) -> QuerySet:
    """Those of the office's own country first, as far as there is room."""
    here = Case(When(country=user.office.country if user.office else "", then=0), default=1)
    found = Place.objects.accessible_to(user).order_by(here, "name", "pk")
    keys = [*found.values_list("pk", flat=True)[:MOST_OFFERED], *chosen]
    return Place.objects.filter(pk__in=keys).order_by("name", "pk")


def _organizations(chosen: list[int]) -> QuerySet:
    keys = Organization.objects.order_by("name", "pk").values_list("pk", flat=True)
    rows = Organization.objects.filter(pk__in=[*keys[:MOST_OFFERED], *chosen])
    return rows.order_by("name", "pk")


class CapacityForm(Form):
    contact_line = forms.CharField(
        label=pgettext_lazy("campaign", "Contact line"), max_length=120,
        help_text=gettext_lazy("The number or place that the messages name."),
    )  # fmt: skip
    contact_hours = forms.CharField(
        label=pgettext_lazy("campaign", "Hours of the line"), max_length=120
    )
    contact_capacity = forms.IntegerField(
        label=pgettext_lazy("campaign", "Calls a day"), min_value=1, max_value=100_000,
        help_text=gettext_lazy(
            "As those who answer it say. Your name stands beside it: ask them first."
        ),
    )  # fmt: skip


class ReasonForm(Form):
    because = forms.CharField(
        label=gettext_lazy("Reason"), max_length=300, widget=forms.Textarea({"rows": 2})
    )


class CloseForm(Form):
    learned = forms.CharField(
        label=pgettext_lazy("campaign", "What we learned"), max_length=2_000,
        widget=forms.Textarea({"rows": 5}),
        help_text=gettext_lazy("In your own words: what worked, what did not, what to do next."),
    )  # fmt: skip
    not_measured_because = forms.CharField(
        label=pgettext_lazy("campaign", "Why nothing was measured"), max_length=300,
        required=False, widget=forms.Textarea({"rows": 2}),
        help_text=gettext_lazy("Only where there is no figure of reach and no survey round."),
    )  # fmt: skip
