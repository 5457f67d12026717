"""What is asked of whoever complains: what about, what happened; the rest may stay empty."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from amparo.foundation.people.models import Place
from amparo.pillars.advocacy.kinds import IN_OWN_WORDS
from amparo.ui.forms import Form

FEARS = (("yes", _("Yes")), ("no", _("No")))


class ComplainForm(Form):
    kind = forms.ChoiceField(
        label=_("What is it about?"), choices=lambda: list(IN_OWN_WORDS.items()),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what it is about.")},
    )  # fmt: skip
    words = forms.CharField(
        label=_("What happened?"),
        help_text=_("You need not tell details. A few words are enough."),
        widget=forms.Textarea,
        error_messages={"required": _("Write a few words.")},
    )
    about = forms.CharField(
        label=_("Who was it, or where?"),
        help_text=_("If you know: a name, a place, a service. We do not tell them."),
        widget=forms.Textarea({"rows": 2}), required=False,
    )  # fmt: skip
    place = forms.ChoiceField(label=_("Near which place?"), required=False)
    wish = forms.CharField(
        label=_("What would help?"), widget=forms.Textarea({"rows": 2}), required=False
    )
    fears = forms.ChoiceField(
        label=_("Do you fear consequences if somebody learns that you told us?"),
        choices=FEARS, widget=forms.RadioSelect, required=False,
    )  # fmt: skip
    reach_me = forms.CharField(
        label=_("How may we answer you safely?"),
        help_text=_(
            "A number, at what hours, who may answer. If it is not safe, leave it empty: you see "
            "the answer with a code."
        ),
        widget=forms.Textarea({"rows": 2}), required=False,
    )  # fmt: skip
    # Nobody sees this one. What fills in everything is no person.
    subject = forms.CharField(label=_("Leave this empty"), required=False)

    def __init__(self, *args: Any, places: list[Place], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.places = {str(place.ref): place for place in places}
        self.fields["place"].choices = [  # type: ignore[attr-defined]
            ("", ""),
            *((ref, place.name) for ref, place in self.places.items()),
        ]

    @property
    def told(self) -> dict[str, Any]:
        names = ("kind", "words", "about", "wish", "reach_me")
        said = {name: self.cleaned_data[name] for name in names}
        place = self.places.get(self.cleaned_data["place"])
        return said | {"place": place, "fears": self.cleaned_data["fears"] or "unsaid"}
