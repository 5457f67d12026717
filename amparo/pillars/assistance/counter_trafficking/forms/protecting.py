"""Time to reflect, safety, and who reads a testimony."""

from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.utils.timezone import make_aware
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.core.models import User
from amparo.foundation.protection import code_lists
from amparo.pillars.assistance.cases.forms.base import YesNoField, open_choice
from amparo.ui import formats
from amparo.ui.forms import CheckboxList, Form, RadioList

from ..models import ReflectionPeriod, RetraffickingReview, TraffickingRecord
from ..models.reflection import REFLECTION_TIME_LIMIT
from ..models.retrafficking import FACTORS
from ..models.ways import RETRAFFICKING_LIMIT
from .identification import story


class ReflectionForm(Form):
    from_on = forms.DateField(label=pgettext_lazy("period", "Start date"))
    days = forms.IntegerField(
        label=gettext_lazy("Duration in days"), min_value=1, max_value=1000, required=False
    )
    basis = story(gettext_lazy("Issuing authority and legal basis"), rows=2)

    def __init__(self, *args: Any, way: TraffickingRecord, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.least = way.case.rules.amount(REFLECTION_TIME_LIMIT)
        self.fields["from_on"].initial = way.case.office.today()
        self.fields["days"].initial = self.least

    def clean_days(self) -> int | None:
        days = self.cleaned_data["days"]
        if self.least and days and days < self.least:
            said = _("It lasts at least %(days)d days here. Write more, or leave it empty.")
            raise forms.ValidationError(said % {"days": self.least})
        if not days and not self.least:
            raise forms.ValidationError(_("Write how many days."))
        return days


class ExtensionForm(Form):
    until_on = forms.DateField(label=pgettext_lazy("period", "End date"))
    because = story(gettext_lazy("Reason for extension"), rows=2)

    def __init__(self, *args: Any, period: ReflectionPeriod, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.period = period

    def clean_until_on(self):
        if self.cleaned_data["until_on"] <= self.period.until_on:
            raise forms.ValidationError(
                _("Choose a later day: only the person can make it shorter.")
            )
        return self.cleaned_data["until_on"]


class EarlyEndForm(Form):
    on = forms.DateField(label=pgettext_lazy("period", "Last day"))
    is_their_wish = forms.BooleanField(
        label=gettext_lazy("The person wishes it so, and knows that nothing depends on it")
    )
    text = story(gettext_lazy("In the person’s own words"), required=True)

    def __init__(self, *args: Any, period: ReflectionPeriod, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.period = period

    def clean_on(self):
        if not self.period.from_on <= self.cleaned_data["on"] <= self.period.until_on:
            raise forms.ValidationError(_("Choose a day within this time."))
        return self.cleaned_data["on"]


class SafetyForm(Form):
    dangers = story(gettext_lazy("Threats and their source"), required=True)
    must_not_know = story(gettext_lazy("People who must not know the location"), rows=2)
    safe_places = story(gettext_lazy("Safe places"), rows=2)
    signals = story(
        gettext_lazy("Warning signs"),
        gettext_lazy("A word, a missed call, a light: only you two know what it means."),
        rows=2,
    )
    what_to_do = story(gettext_lazy("Steps to take"), required=True)
    contacts = story(gettext_lazy("Emergency contacts"), rows=2)


class LookForm(Form):
    still_holds = YesNoField(label=gettext_lazy("Plan still adequate"))
    text = story(gettext_lazy("Changes since then"), rows=2)


class RetraffickingReviewForm(Form):
    reviewed_on = forms.DateField(label=gettext_lazy("When you looked at it with them"))
    looked_at = forms.MultipleChoiceField(
        label=gettext_lazy("What you looked at"),
        choices=code_lists.lazy_choices(FACTORS),
        widget=CheckboxList,
        error_messages={"required": gettext_lazy("Choose what you looked at with the person.")},
    )
    level = forms.ChoiceField(
        label=gettext_lazy("How high the risk is that it happens again"),
        choices=RetraffickingReview.Level.choices,
        widget=RadioList,
    )
    text = story(gettext_lazy("What you found, and what lowers the risk"), required=True)
    next_review_on = forms.DateField(label=gettext_lazy("By when it is reviewed again"))

    def __init__(self, *args: Any, way: TraffickingRecord, **kwargs: Any):
        super().__init__(*args, **kwargs)
        today = way.case.office.today()
        self.fields["reviewed_on"].initial = today
        self.fields["next_review_on"].initial = way.case.rules.due(RETRAFFICKING_LIMIT, today)


class TestimonyForm(Form):
    taken_on = forms.DateField(label=gettext_lazy("Date of account"))
    language = forms.ChoiceField(
        label=gettext_lazy("In which language"),
        choices=open_choice(formats.languages),
        required=False,
    )
    text = story(gettext_lazy("Account in the person’s own words"), required=True, rows=12)


class OpeningForm(Form):
    user = forms.ChoiceField(
        label=gettext_lazy("Colleague with access"),
        help_text=gettext_lazy("Staff with access to this case only."),
        widget=RadioList,
    )
    because = story(gettext_lazy("Reason for access"), required=True, rows=2)
    until = forms.DateField(label=pgettext_lazy("period", "End date"))
    person_agrees = forms.BooleanField(label=gettext_lazy("Consent of the person to this access"))

    def __init__(self, *args: Any, readers: list[User], way: TraffickingRecord, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.way = way
        self.readers = {str(user.ref): user for user in readers}
        self.fields["user"].choices = [(ref, user.name) for ref, user in self.readers.items()]
        self.fields["until"].initial = way.case.office.today() + timedelta(days=14)

    def clean_user(self) -> User:
        return self.readers[self.cleaned_data["user"]]

    def clean_until(self) -> datetime:
        """To the end of that day, where they work."""
        day = self.cleaned_data["until"]
        if day < self.way.case.office.today():
            raise forms.ValidationError(_("Choose a day that is still to come."))
        return make_aware(datetime.combine(day, time(23, 59)), self.way.case.office.zone)
