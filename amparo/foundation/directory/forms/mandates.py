"""Form: one place of the mandate of an institution."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from amparo.foundation.core.models import User
from amparo.foundation.people.forms.fields import PlaceField
from amparo.ui.forms import Form


class MandateForm(Form):
    place = PlaceField(
        label=pgettext_lazy("area", "Area"),
        help_text=_(
            "A country, or an area of level 1 such as a region. Figures are never shown for "
            "smaller areas."
        ),
    )
    since = forms.DateField(label=pgettext_lazy("mandate", "Since"))
    until = forms.DateField(
        label=pgettext_lazy("mandate", "Until"), required=False,
        help_text=_("Empty: until an administrator removes it."),
    )  # fmt: skip

    def __init__(self, *args: Any, user: User, **kwargs: Any):
        if user.office:
            kwargs.setdefault("initial", {"since": user.office.today()})
        super().__init__(*args, **kwargs)
        self.fields["place"].offer(user)
