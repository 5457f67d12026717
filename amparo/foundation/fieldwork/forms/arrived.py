"""What is asked of whoever looks through answers that arrived."""

from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.timezone import make_aware
from django.utils.translation import gettext_lazy as _

from amparo.foundation.core.models import User
from amparo.ui.forms import Form as AskForm

from ..models import Form, FormVersion, Submission


class SiftForm(AskForm):
    """Which of them: what is to be looked at, where nothing else is asked for."""

    state = forms.ChoiceField(label=_("Where they stand"), required=False)
    form = forms.ChoiceField(label=_("Form"), required=False)
    day = forms.DateField(label=_("Day on which they arrived"), required=False)

    def __init__(self, *args: Any, user: User, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.found = Submission.objects.open_to(user, to="keep")
        odd, *others = (
            Submission.State.ODD,
            *(each for each in Submission.State if each != "odd"),
        )
        self.fields["state"].choices = [
            (each.value if each != odd else "", each.label) for each in (odd, *others)
        ] + [("all", _("All that arrived"))]
        answered = Form.objects.open_to(user).filter(versions__submissions__isnull=False)
        named = FormVersion.objects.latest_of(answered.distinct())
        self.fields["form"].choices = [
            ("", _("All forms")),
            *((each.form.ref.hex, each.called) for each in named),
        ]

    def rows(self) -> QuerySet:
        told = self.cleaned_data if self.is_valid() else {}
        state = told.get("state") or Submission.State.ODD
        rows = self.found if state == "all" else self.found.filter(state=state)
        if told.get("form"):
            rows = rows.filter(version__form__ref=told["form"])
        if day := told.get("day"):
            begins = make_aware(datetime.combine(day, time.min))
            rows = rows.filter(at__gte=begins, at__lt=begins + timedelta(days=1))
        return rows


class BecauseForm(AskForm):
    because = forms.CharField(label=_("Why"), widget=forms.Textarea(attrs={"rows": 2}))
