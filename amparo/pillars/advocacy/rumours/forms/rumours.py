"""Forms of hearing a rumour, and of its end."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.core.code_lists import codes
from amparo.foundation.core.files import file_types
from amparo.foundation.core.files.forms import SCANNED_TYPES, UploadField
from amparo.foundation.core.models import User
from amparo.foundation.people.forms.fields import PlaceField
from amparo.ui import formats
from amparo.ui.forms import Form, RadioList

from ..models import Rumour

PHOTOS = {
    ending: kind for ending, kind in SCANNED_TYPES.items() if kind in file_types.IMAGE_FORMATS
}
ADVERT = ("offer", "where", "contact")
BY_MOUTH = "person"


class RumourForm(Form):
    """What was heard: three things are enough, the rest helps to check it."""

    kind = forms.ChoiceField(
        label=pgettext_lazy("column", "Type"), choices=Rumour.Kind.choices, widget=RadioList,
        initial=Rumour.Kind.RUMOUR,
    )  # fmt: skip
    text = forms.CharField(
        label=pgettext_lazy("rumour", "Words heard"), max_length=2_000, widget=forms.Textarea,
        help_text=gettext_lazy("As it was said. Leave out who said it."),
    )  # fmt: skip
    topic = forms.ChoiceField(
        label=pgettext_lazy("message", "Topic"), choices=codes.lazy_choices("message_topic")
    )
    channel = forms.ChoiceField(
        label=pgettext_lazy("rumour", "Channel"), initial=BY_MOUTH,
        choices=codes.lazy_choices("communication_channel"),
    )  # fmt: skip
    place = PlaceField(label=gettext_lazy("Place"), required=False)
    language = forms.ChoiceField(label=gettext_lazy("Language"), choices=formats.languages)
    heard_on = forms.DateField(
        label=pgettext_lazy("rumour", "Heard on"), required=False,
        help_text=gettext_lazy("Empty: today."),
    )  # fmt: skip
    offer = forms.CharField(
        label=pgettext_lazy("recruitment advert", "What is offered"), required=False,
        max_length=500, help_text=gettext_lazy("Only for an advert, as the two below."),
        widget=forms.Textarea({"rows": 2}),
    )  # fmt: skip
    where = forms.CharField(
        label=pgettext_lazy("recruitment advert", "Where the work would be"), required=False
    )
    contact = forms.CharField(
        label=pgettext_lazy("recruitment advert", "Contact as seen"), required=False,
        help_text=gettext_lazy("Sealed: only who keeps rumours in the office reads it."),
    )  # fmt: skip
    photo = UploadField(
        missing=gettext_lazy("Choose a photo."), types=PHOTOS, required=False,
        label=gettext_lazy("Photo of the advert"),
    )  # fmt: skip

    def __init__(self, *args: Any, user: User, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["place"].offer(user)  # type: ignore[attr-defined]
        self.fields["photo"].help_text = _("Never on a public page.")

    def clean(self) -> dict:
        said = super().clean() or self.cleaned_data
        is_advert = said.get("kind") == Rumour.Kind.ADVERT
        if not is_advert and any(said.get(name) for name in (*ADVERT, "photo")):
            self.add_error("kind", _("What is offered and its contact belong to an advert."))
        return said

    @property
    def rumour_fields(self) -> dict[str, Any]:
        said = dict(self.cleaned_data)
        said["advert"] = {name: said.pop(name) for name in ADVERT}
        return said


class SightingForm(Form):
    """Heard again: the button that is pressed says by which channel."""

    place = PlaceField(label=gettext_lazy("Place"), required=False)
    heard_on = forms.DateField(
        label=pgettext_lazy("rumour", "Heard on"), required=False,
        help_text=gettext_lazy("Empty: today."),
    )  # fmt: skip
    channel = forms.ChoiceField(
        widget=forms.HiddenInput, choices=codes.lazy_choices("communication_channel"),
        error_messages={"required": gettext_lazy("Press how it was heard.")},
    )  # fmt: skip

    def __init__(self, *args: Any, user: User, rumour: Rumour, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["place"].offer(user, rumour.place)  # type: ignore[attr-defined]
        if rumour.place:
            self.initial.setdefault("place", str(rumour.place.ref))


class CloseForm(Form):
    because = forms.CharField(
        label=pgettext_lazy("rumour", "Reason for closing it"), required=False, max_length=300,
        widget=forms.Textarea({"rows": 2}),
        help_text=gettext_lazy("Needed where it has no answer. Name nobody."),
    )  # fmt: skip
