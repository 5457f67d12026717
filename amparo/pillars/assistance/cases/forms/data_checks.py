"""Forms that answer data quality issues: the one missing value, or why nobody knows it."""

from datetime import date
from typing import Any

from django import forms
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.core.clock import now
from amparo.foundation.core.code_lists import codes
from amparo.foundation.core.models import User
from amparo.foundation.data_quality.forms import AnswerForm
from amparo.foundation.funding.models import BudgetLine
from amparo.foundation.people.forms.fields import PlaceField, age_field, birth_field, birth_fields
from amparo.pillars.assistance.planning.forms.follow_ups import modes
from amparo.pillars.assistance.planning.models import FollowUp
from amparo.pillars.assistance.services.forms import MOST_LINES

from ..models import Case


def _known_sexes() -> list[tuple[str, str]]:
    return [(code, text) for code, text in codes.choices("sex") if code not in ("", "unknown")]


class SexForm(AnswerForm):
    sex = forms.ChoiceField(
        label=gettext_lazy("Sex"), choices=_known_sexes, widget=forms.RadioSelect, required=False
    )


class AgeForm(AnswerForm):
    birth = birth_field()
    age = age_field()

    def clean(self) -> dict[str, Any]:
        """Returns `born`, the fields of a person, beside the reason."""
        said = super().clean()
        if self.errors:
            return said
        return {
            "reason": said["reason"],
            "born": birth_fields(said["birth"], said["age"], localdate(now())),
        }


class DisabilityForm(AnswerForm):
    """The questions are asked on a page of their own; here only why they are not."""


class BudgetLineForm(AnswerForm):
    budget_line = forms.ChoiceField(
        label=gettext_lazy("Budget line"), required=False,
        help_text=gettext_lazy("Those whose fund was running on the day of the service."),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        service = self.record
        found = BudgetLine.objects.accessible_to(self.user).begun_at(  # type: ignore[attr-defined]
            service.case.team.office, service.given_on
        )
        lines = [each for each in found[:MOST_LINES] if _runs_on(each, service.given_on)]
        self.lines = {str(each.ref): each for each in lines}
        field: Any = self.fields["budget_line"]
        field.choices = [("", ""), *((ref, each.full_name) for ref, each in self.lines.items())]

    def clean_budget_line(self) -> BudgetLine | None:
        return self.lines.get(self.cleaned_data["budget_line"])


def _runs_on(line: BudgetLine, day: date) -> bool:
    return line.fund.until is None or line.fund.until >= day


class AreaForm(AnswerForm):
    place = PlaceField(
        label=gettext_lazy("Present location"), required=False,
        help_text=gettext_lazy("Services recorded without an area count there as well."),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["place"].offer(self.user)  # type: ignore[attr-defined]


class ContactForm(AnswerForm):
    on = forms.DateField(label=pgettext_lazy("contact", "Last spoke with them on"), required=False)
    mode = forms.ChoiceField(
        label=gettext_lazy("Mode of contact"), choices=modes, widget=forms.RadioSelect,
        required=False,
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        if self.errors or said["reason"]:
            return said
        if not said["on"]:
            self.add_error("on", _("Enter the day on which you spoke."))
        elif not said["mode"]:
            self.add_error("mode", _("Choose how you spoke."))
        return said


def record_contact(case: Case, *, by: User, on: date, mode: str) -> None:
    """A follow-up on which nothing is known but that it took place."""
    FollowUp.hold(case, by=by, on=on, mode=mode, reached=True, change=FollowUp.Change.UNKNOWN)
