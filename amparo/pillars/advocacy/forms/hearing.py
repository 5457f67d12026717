"""Writing down what somebody says in person, by telephone, at a meeting or in a box."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from amparo.foundation.core import receipt_codes
from amparo.foundation.core.code_lists import codes
from amparo.foundation.core.models import User
from amparo.foundation.people.forms.fields import PlaceField
from amparo.ui.formats import languages
from amparo.ui.forms import Form, RadioList

from ..models import Complaint


class HearForm(Form):
    kind = forms.ChoiceField(
        label=_("Subject"), choices=codes.lazy_choices("feedback_type"), widget=RadioList
    )
    words = forms.CharField(
        label=_("Account in the person’s words"),
        help_text=_(
            "Only what they want to tell. Of abuse, ask for no details: others are trained for it."
        ),
        widget=forms.Textarea,
    )  # fmt: skip
    about = forms.CharField(
        label=_("Person or place concerned"), required=False, widget=forms.Textarea({"rows": 2})
    )
    wish = forms.CharField(
        label=_("Requested remedy"), required=False, widget=forms.Textarea({"rows": 2})
    )
    fears = forms.ChoiceField(
        label=_("Do they fear consequences if it becomes known that they told us?"),
        choices=Complaint.Fears, widget=RadioList, initial=Complaint.Fears.UNSAID,
    )  # fmt: skip
    reach_me = forms.CharField(
        label=_("Safe way to reply"),
        help_text=_("A number, hours, who may answer. Empty: they come back with the code."),
        required=False, widget=forms.Textarea({"rows": 2}),
    )  # fmt: skip
    channel = forms.ChoiceField(
        label=_("Channel of receipt"), choices=codes.lazy_choices("feedback_channel"),
        initial="in_person",
    )  # fmt: skip
    place = PlaceField(label=pgettext_lazy("column", "Location"), required=False)
    language = forms.ChoiceField(label=_("Language of the answer"), choices=languages)
    form = forms.CharField(widget=forms.HiddenInput, max_length=200)

    def __init__(self, *args, user: User, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["place"].offer(user)

    def clean_form(self) -> str:
        form = self.cleaned_data["form"]
        if receipt_codes.form_age(form) is None:
            raise forms.ValidationError(_("Open this form again, and send it from there."))
        return form
