"""Forms of the public site: complaint, help request, contact."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy
from django.utils.translation import gettext_lazy as _

from amparo.foundation.directory.search import NEEDS
from amparo.foundation.people.models import Place
from amparo.pillars.advocacy.feedback.code_lists import CATEGORY_DESCRIPTIONS
from amparo.pillars.assistance.help_requests.models.status import RequesterType
from amparo.pillars.dialogue.models import Contribution
from amparo.pillars.training.models import CertificateReport
from amparo.ui.forms import Form

FEARS = (("yes", _("Yes")), ("no", _("No")))


class ComplaintForm(Form):
    kind = forms.ChoiceField(
        label=_("What is it about?"), choices=lambda: list(CATEGORY_DESCRIPTIONS.items()),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what it is about.")},
    )  # fmt: skip
    text = forms.CharField(
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
    contact = forms.CharField(
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
    def complaint_fields(self) -> dict[str, Any]:
        given = self.cleaned_data
        return {name: given[name] for name in ("kind", "about", "wish")} | {
            "text": given["text"],
            "contact_details": given["contact"],
            "place": self.places.get(given["place"]),
            "fears": given["fears"] or "unsaid",
        }


# Help request and contact.

# In words of the one who asks: the codes are those of the list of safe channels.
CONTACT_CHANNELS = (
    ("none", gettext_lazy("Not at all: I come back with my code")),
    ("message", gettext_lazy("By a message")),
    ("call", gettext_lazy("By a call")),
    ("through_other", gettext_lazy("Through somebody I trust")),
)
REQUESTERS = (
    (RequesterType.SELF.value, gettext_lazy("For myself")),
    (RequesterType.KNOWN.value, gettext_lazy("For somebody else, who knows that I ask")),
    (RequesterType.UNKNOWN.value, gettext_lazy("For somebody else, who does not know it")),
)
YES_NO = (("yes", gettext_lazy("Yes")), ("no", gettext_lazy("No")))


class ContactForm(Form):
    """How to reach somebody without harm."""

    safe_channel = forms.ChoiceField(
        label=gettext_lazy("How may we reach you?"),
        choices=CONTACT_CHANNELS,
        widget=forms.RadioSelect,
        required=False,
    )
    contact = forms.CharField(
        label=gettext_lazy("Number or address"),
        help_text=gettext_lazy(
            "If somebody else looks at your telephone, leave this empty and come back with your "
            "code."
        ),
        required=False,
    )
    hours = forms.CharField(label=gettext_lazy("At what hours?"), required=False)
    who_may_answer = forms.CharField(label=gettext_lazy("Who may answer?"), required=False)
    may_leave_message = forms.ChoiceField(
        label=gettext_lazy("May we leave a message?"),
        choices=YES_NO,
        widget=forms.RadioSelect,
        required=False,
    )
    code_word = forms.CharField(
        label=gettext_lazy("A word that we say first"),
        help_text=gettext_lazy("So that you know it is us."),
        required=False,
    )

    @property
    def contact_fields(self) -> dict[str, Any]:
        given = self.cleaned_data
        names = ("safe_channel", "contact", "hours", "who_may_answer", "code_word")
        answer = {"yes": True, "no": False}.get(given["may_leave_message"])
        return {name: given[name] for name in names} | {"may_leave_message": answer}


class HelpRequestForm(ContactForm):
    needs = forms.MultipleChoiceField(
        label=gettext_lazy("What do you need?"),
        choices=lambda: [(str(need.number), need.label) for need in NEEDS],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Choose what you need. One is enough.")},
    )
    in_danger = forms.BooleanField(label=gettext_lazy("Somebody is in danger now"), required=False)
    text = forms.CharField(
        label=gettext_lazy("In your words"), widget=forms.Textarea, required=False
    )
    place = forms.ChoiceField(label=gettext_lazy("Where are you?"), required=False)
    other_language = forms.CharField(
        label=gettext_lazy("Do you speak another language better?"), required=False
    )
    asker = forms.ChoiceField(
        label=gettext_lazy("For whom do you ask?"),
        choices=REQUESTERS,
        widget=forms.RadioSelect,
        initial=RequesterType.SELF.value,
        required=False,
    )
    shares = forms.BooleanField(
        label=gettext_lazy(
            "You may ask others who can help, such as a shelter, without saying who I am"
        ),
        required=False,
    )
    # Nobody sees this one. What fills in everything is no person.
    subject = forms.CharField(label=gettext_lazy("Leave this empty"), required=False)

    def __init__(self, *args: Any, places: list[Place], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.places = {str(place.ref): place for place in places}
        self.fields["place"].choices = [  # type: ignore[attr-defined]
            ("", ""),
            *((ref, place.name) for ref, place in self.places.items()),
        ]

    @property
    def request_fields(self) -> dict[str, Any]:
        """What `HelpRequest.ask` takes."""
        given = self.cleaned_data
        return self.contact_fields | {
            "needs": sorted(map(int, given["needs"])),
            "in_danger": given["in_danger"],
            "text": given["text"],
            "place": self.places.get(given["place"]),
            "other_language": given["other_language"],
            "asker": given["asker"] or RequesterType.SELF,
            "shares": given["shares"],
        }


class ContributionForm(Form):
    """An answer to a consultation; who answers may say more about themselves, or not."""

    text = forms.CharField(
        label=_("What do you think?"),
        help_text=_("A few words are enough. Write no names, yours neither."),
        widget=forms.Textarea, error_messages={"required": _("Write a few words.")},
    )  # fmt: skip
    place = forms.ChoiceField(label=_("Near which place?"), required=False)
    sex = forms.ChoiceField(
        label=_("Who are you? You need not say."), choices=Contribution.Sex.choices,
        widget=forms.RadioSelect, required=False,
    )  # fmt: skip
    age = forms.ChoiceField(
        label=_("How old are you? You need not say."), choices=Contribution.Age.choices,
        widget=forms.RadioSelect, required=False,
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
    def contribution_fields(self) -> dict[str, Any]:
        given = self.cleaned_data
        return {
            "text": given["text"], "place": self.places.get(given["place"]),
            "sex": given["sex"], "age": given["age"],
        }  # fmt: skip


class CertificateReportForm(Form):
    """What seems false of a certificate."""

    kind = forms.ChoiceField(
        label=_("What is wrong?"), choices=CertificateReport.Kind.choices,
        widget=forms.RadioSelect, error_messages={"required": _("Choose what is wrong.")},
    )  # fmt: skip
    number = forms.CharField(
        label=_("Number on the paper"), required=False, max_length=60,
        help_text=_("It begins with CAP. If there is none, leave it empty."),
    )  # fmt: skip
    text = forms.CharField(
        label=_("What did you see?"), required=False, max_length=2000, widget=forms.Textarea,
        help_text=_("Where, and on which paper. You need not say who you are."),
    )  # fmt: skip
