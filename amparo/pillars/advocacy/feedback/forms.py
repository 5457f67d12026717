"""Forms of feedback: a complaint, each action on it, limits of an office, "You said, we did"."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.core import receipt_codes
from amparo.foundation.core.code_lists import codes
from amparo.foundation.core.models import Office, Team, User
from amparo.foundation.people.forms.fields import PlaceField
from amparo.ui.formats import languages
from amparo.ui.forms import Form, RadioList
from amparo.ui.languages import direction

from .code_lists import sensitive_kinds
from .models import Complaint, ComplaintSettings, ResponseDelivery

LANGUAGES = settings.LANGUAGES
How = ResponseDelivery.How


class ComplaintForm(Form):
    kind = forms.ChoiceField(
        label=gettext_lazy("Subject"),
        choices=codes.lazy_choices("feedback_type"),
        widget=RadioList,
    )
    text = forms.CharField(
        label=gettext_lazy("Account in the person’s words"),
        help_text=gettext_lazy(
            "Only what they want to tell. Of abuse, ask for no details: others are trained for it."
        ),
        widget=forms.Textarea,
    )  # fmt: skip
    about = forms.CharField(
        label=gettext_lazy("Person or place concerned"),
        required=False,
        widget=forms.Textarea({"rows": 2}),
    )
    wish = forms.CharField(
        label=gettext_lazy("Requested remedy"), required=False, widget=forms.Textarea({"rows": 2})
    )
    fears = forms.ChoiceField(
        label=gettext_lazy("Do they fear consequences if it becomes known that they told us?"),
        choices=Complaint.Fears, widget=RadioList, initial=Complaint.Fears.UNSAID,
    )  # fmt: skip
    contact_details = forms.CharField(
        label=gettext_lazy("Safe way to reply"),
        help_text=gettext_lazy(
            "A number, hours, who may answer. Empty: they come back with the code."
        ),
        required=False, widget=forms.Textarea({"rows": 2}),
    )  # fmt: skip
    channel = forms.ChoiceField(
        label=gettext_lazy("Channel of receipt"), choices=codes.lazy_choices("feedback_channel"),
        initial="in_person",
    )  # fmt: skip
    place = PlaceField(label=pgettext_lazy("column", "Location"), required=False)
    language = forms.ChoiceField(label=gettext_lazy("Language of the answer"), choices=languages)
    form = forms.CharField(widget=forms.HiddenInput, max_length=200)

    def __init__(self, *args, user: User, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["place"].offer(user)

    def clean_form(self) -> str:
        form = self.cleaned_data["form"]
        if receipt_codes.form_age(form) is None:
            raise forms.ValidationError(_("Open this form again, and send it from there."))
        return form


class ComplaintActionForm(Form):
    """A form about one complaint."""

    def __init__(self, *args, complaint: Complaint, **kwargs):
        self.complaint = complaint
        super().__init__(*args, **kwargs)


class AcknowledgeForm(ComplaintActionForm):
    text = forms.CharField(
        label=gettext_lazy("Answer shown with the code"),
        help_text=gettext_lazy("Who looks at it, and by when they hear. No name is needed."),
        required=False, widget=forms.Textarea,
    )  # fmt: skip


class FindingForm(ComplaintActionForm):
    text = forms.CharField(
        label=gettext_lazy("Findings"),
        help_text=gettext_lazy("Only those who receive this complaint read it."),
        widget=forms.Textarea,
    )  # fmt: skip


class NoteForm(ComplaintActionForm):
    text = forms.CharField(
        label=gettext_lazy("Message to complainant"),
        help_text=gettext_lazy("They read it with their code, whoever stands beside them."),
        widget=forms.Textarea,
    )  # fmt: skip


class AnswerForm(ComplaintActionForm):
    text = forms.CharField(
        label=pgettext_lazy("field", "Answer"),
        help_text=gettext_lazy(
            "What you found, what was done, what cannot be done and why. Name nobody."
        ),
        widget=forms.Textarea({"rows": 6}),
    )  # fmt: skip


class ReferForm(ComplaintActionForm):
    to = forms.CharField(label=gettext_lazy("To whom"), max_length=200)
    text = forms.CharField(
        label=gettext_lazy("Reference of investigation body"),
        help_text=gettext_lazy("Only what is needed to find it again. The inquiry is theirs."),
        required=False, widget=forms.Textarea({"rows": 3}),
    )  # fmt: skip

    def __init__(self, *args, complaint: Complaint, **kwargs):
        unit = ComplaintSettings.of(complaint.office).investigation
        super().__init__(*args, complaint=complaint, initial={"to": unit}, **kwargs)


class ResponseDeliveryForm(ComplaintActionForm):
    how = forms.ChoiceField(
        label=gettext_lazy("Delivery of the answer"), widget=RadioList,
        choices=[each for each in How.choices if each[0] != How.CODE],
    )  # fmt: skip
    text = forms.CharField(
        label=gettext_lazy("What they said, or why it cannot be told to them"),
        required=False, widget=forms.Textarea({"rows": 3}),
    )  # fmt: skip

    def clean(self) -> dict:
        said = super().clean() or self.cleaned_data
        if said.get("how") == How.IMPOSSIBLE and not said.get("text", "").strip():
            self.add_error("text", _("Write why it cannot be told to them."))
        return said


class CategoryForm(ComplaintActionForm):
    kind = forms.ChoiceField(label=gettext_lazy("Subject"), widget=RadioList)

    def __init__(self, *args, complaint: Complaint, **kwargs):
        super().__init__(*args, complaint=complaint, **kwargs)
        self.initial = {"kind": complaint.kind}
        kinds = codes.choices("feedback_type", keep=complaint.kind)
        if complaint.is_sensitive:
            kinds = [choice for choice in kinds if choice[0] in sensitive_kinds()]
        self.fields["kind"].choices = kinds


class ComplaintSubjectForm(ComplaintActionForm):
    """One of the three: a colleague, a team, or an office as a whole."""

    user = forms.ModelChoiceField(
        label=pgettext_lazy("field", "Colleague"), queryset=User.objects.none(), required=False,
        to_field_name="ref",
    )  # fmt: skip
    team = forms.ModelChoiceField(
        label=gettext_lazy("Or a team"), queryset=Team.objects.none(), required=False,
        to_field_name="ref",
    )  # fmt: skip
    office = forms.ModelChoiceField(
        label=gettext_lazy("Or a whole office"), queryset=Office.objects.none(),
        required=False, to_field_name="ref",
    )  # fmt: skip

    def __init__(self, *args, complaint: Complaint, **kwargs):
        super().__init__(*args, complaint=complaint, **kwargs)
        ours = Office.objects.without_practice().filter(
            organization=complaint.office.organization_id
        )
        self.fields["office"].queryset = ours.order_by("name")
        self.fields["team"].queryset = Team.objects.filter(office__in=ours).order_by("name")
        self.fields["user"].queryset = staff_of(ours)

    def clean(self) -> dict:
        said = super().clean() or self.cleaned_data
        chosen = [each for each in said.values() if each]
        if len(chosen) != 1 and not self.errors:
            raise forms.ValidationError(_("Choose one: a colleague, a team or an office."))
        return {"whom": chosen[0]} if chosen else said


def staff_of(offices):
    """Whoever works in one of these offices, or did."""
    posts = User.objects.filter(memberships__office__in=offices) | User.objects.filter(
        memberships__team__office__in=offices
    )
    return User.objects.filter(pk__in=posts.values("pk")).order_by("name")


class ComplaintSettingsForm(Form):
    acknowledge_hours = forms.IntegerField(
        label=gettext_lazy("Hours until a sensitive complaint is acknowledged"),
        min_value=1,
        max_value=168,
    )
    acknowledge_days = forms.IntegerField(
        label=gettext_lazy("Working days until any other is acknowledged"),
        min_value=1,
        max_value=60,
    )
    answer_days = forms.IntegerField(
        label=gettext_lazy("Days until a complaint is answered"), min_value=1, max_value=180
    )
    kept_years = forms.IntegerField(
        label=gettext_lazy("Years that a closed complaint is kept"), min_value=1, max_value=20
    )
    investigation = forms.CharField(
        label=gettext_lazy("Investigation body and contact"),
        help_text=gettext_lazy("A unit outside this office; not a person of it."),
        max_length=200, required=False,
    )  # fmt: skip
    receives_unplaced = forms.BooleanField(
        label=gettext_lazy("Office that receives complaints without a place"), required=False
    )


class YouSaidWeDidForm(Form):
    kind = forms.ChoiceField(
        label=pgettext_lazy("you said", "Subject"), choices=codes.lazy_choices("feedback_type")
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for code, name in LANGUAGES:
            for half, label in (("said", _("You said")), ("did", _("We did"))):
                attrs = {"rows": 2, "lang": code, "dir": direction(code)}
                self.fields[f"{half}_{code}"] = forms.CharField(
                    label=_("%(label)s (%(language)s)") % {"label": label, "language": name},
                    required=False, max_length=1000, widget=forms.Textarea(attrs),
                )  # fmt: skip

    @property
    def entry(self) -> dict:
        """What was written, as the record takes it."""
        halves = {
            half: {code: self.cleaned_data[f"{half}_{code}"] for code, _name in LANGUAGES}
            for half in ("said", "did")
        }
        return {"kind": self.cleaned_data["kind"], **halves}

    def clean(self) -> dict:
        said = super().clean() or self.cleaned_data
        for code, _name in LANGUAGES:
            if bool(said.get(f"said_{code}")) != bool(said.get(f"did_{code}")):
                lacking = "did" if said.get(f"said_{code}") else "said"
                self.add_error(f"{lacking}_{code}", _("Write both halves, or neither."))
        if not any(said.get(f"said_{code}") for code, _name in LANGUAGES):
            self.add_error(f"said_{LANGUAGES[0][0]}", _("Write in one language at least."))
        return said


def initial_values(entry) -> dict:
    """What an entry says, as the form takes it."""
    halves = {"said": entry.said, "did": entry.did}
    return {"kind": entry.kind} | {
        f"{half}_{code}": text
        for half, written in halves.items()
        for code, text in written.items()
    }
