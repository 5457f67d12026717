"""What one writes about a plan as a whole: when they arrived, how they agreed, what moved."""

from datetime import date, timedelta

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.pillars.assistance.planning.forms.plans import PlanAgreementForm
from amparo.ui.forms import Form, RadioList

from ..models import ReintegrationPlanClosure
from ..plan_grid import DIMENSIONS

__all__ = ["BeginForm", "EndForm", "PlanAgreementForm", "ReviewForm"]


def _past(day: date | None, today: date) -> date | None:
    if day and day > today:
        raise ValidationError(_("This day is still to come."))
    return day


class BeginForm(Form):
    has_arrived = forms.ChoiceField(
        label=gettext_lazy("Have they arrived?"),
        choices=[("yes", gettext_lazy("Yes")), ("no", pgettext_lazy("text", "Not yet"))],
        widget=forms.RadioSelect,
    )
    arrived_on = forms.DateField(
        label=gettext_lazy("Arrival date"),
        help_text=gettext_lazy("The plan should be agreed within a month of that day."),
        required=False,
    )

    def __init__(self, *args, today: date, **kwargs):
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_arrived_on(self) -> date | None:
        return _past(self.cleaned_data["arrived_on"], self.today)

    def clean(self) -> dict:
        found = super().clean()
        has_day = bool(found.get("arrived_on")) or "arrived_on" in self.errors
        if found.get("has_arrived") == "yes" and not has_day:
            self.add_error("arrived_on", _("Write the day on which they arrived."))
        if found.get("has_arrived") == "no":
            found["arrived_on"] = None
        return found


class ReviewForm(Form):
    on = forms.DateField(label=gettext_lazy("Date of joint review"))
    text = forms.CharField(
        label=pgettext_lazy("plan", "Progress and obstacles"),
        help_text=gettext_lazy("In their words where you can."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    next_on = forms.DateField(label=gettext_lazy("Next review date"))

    def __init__(self, *args, today: date, proposed: date | None, **kwargs):
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["on"].initial = today
        self.fields["next_on"].initial = proposed or today + timedelta(days=90)

    def clean_on(self) -> date:
        return _past(self.cleaned_data["on"], self.today) or self.today

    def clean(self) -> dict:
        found = super().clean()
        on, next_on = found.get("on"), found.get("next_on")
        if on and next_on and next_on <= on:
            self.add_error("next_on", _("The next review comes after this one."))
        return found


class EndForm(Form):
    how = forms.ChoiceField(
        label=pgettext_lazy("plan", "Result"),
        choices=ReintegrationPlanClosure.How,
        widget=RadioList,
    )
    text = forms.CharField(
        label=gettext_lazy("In the person’s words"),
        help_text=gettext_lazy("Why it ends, unless it lasts."),
        widget=forms.Textarea(attrs={"rows": 2}),
        required=False,
    )

    economic = forms.CharField(
        label=gettext_lazy("Economic"),
        help_text=gettext_lazy("If it lasts: what shows that they can live on their own means."),
        widget=forms.Textarea(attrs={"rows": 2}),
        required=False,
    )
    social = forms.CharField(
        label=gettext_lazy("Social"),
        help_text=gettext_lazy(
            "If it lasts: what shows that they have their place in the community, with services "
            "they can reach."
        ),
        widget=forms.Textarea(attrs={"rows": 2}),
        required=False,
    )
    psychosocial = forms.CharField(
        label=gettext_lazy("Psychosocial"),
        help_text=gettext_lazy("If it lasts: what shows that they are well, and not alone."),
        widget=forms.Textarea(attrs={"rows": 2}),
        required=False,
    )

    def clean(self) -> dict:
        found = super().clean()
        if found.get("how") == ReintegrationPlanClosure.How.SUSTAINABLE:
            self._must_be_shown(found)
        elif found.get("how") and not found.get("text"):
            self.add_error("text", _("Write why it ends, in their words where you can."))
        return found

    def _must_be_shown(self, found: dict) -> None:
        for dimension in DIMENSIONS:
            if not found.get(dimension):
                self.add_error(dimension, _("Write what shows that it lasts here too."))
