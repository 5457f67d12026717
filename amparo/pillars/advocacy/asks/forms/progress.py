"""Forms of what is done with an ask: put, followed up, answered, committed, withdrawn."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.core.files.forms import UploadField
from amparo.foundation.core.models import Organization, User
from amparo.ui.forms import Form, RadioList

from ..models import Ask, AskStep
from ..models.steps import WAYS_TO_PUT, Channel
from .drafts import colleagues_of

NAME_NOBODY = gettext_lazy("Name nobody: an institution answers, not a person.")


def _ways(ways: Any) -> list[tuple[str, Any]]:
    return [(each.value, each.label) for each in ways]


class ReasonForm(Form):
    because = forms.CharField(
        label=pgettext_lazy("column, field", "Reason"), max_length=300,
        widget=forms.Textarea({"rows": 2}),
    )  # fmt: skip


class PutForm(Form):
    on = forms.DateField(label=pgettext_lazy("ask", "Put on"))
    channel = forms.ChoiceField(label=pgettext_lazy("ask", "How"), widget=RadioList)
    put_by = forms.ModelChoiceField(
        User.objects.none(), label=pgettext_lazy("ask", "Put by"), empty_label=None
    )
    text = forms.CharField(
        label=pgettext_lazy("ask", "What was said"), required=False, max_length=4_000,
        widget=forms.Textarea({"rows": 2}),
    )  # fmt: skip
    answer_due_on = forms.DateField(
        label=pgettext_lazy("ask", "Answer expected by"),
        help_text=gettext_lazy(
            "After this date you are reminded, and the chain shows that it broke."
        ),
    )  # fmt: skip
    follow_up_on = forms.DateField(label=pgettext_lazy("ask", "Follow up on"), required=False)
    may_read_on_desk = forms.BooleanField(
        label=gettext_lazy("May be read on their desk"), required=False,
        help_text=gettext_lazy(
            "Only by letter: then everybody with an account of that institution reads it there."
        ),
    )  # fmt: skip

    def __init__(self, *args: Any, ask: Ask, user: User, **kwargs: Any):
        super().__init__(*args, **kwargs)
        ways = [each for each in WAYS_TO_PUT if not (ask.is_quiet and each == Channel.STATEMENT)]
        self.fields["channel"].choices = _ways(ways)  # type: ignore[attr-defined]
        who = {each.user_id for each in ask.grants.all()} if ask.is_quiet else {
            each.pk for each in colleagues_of(ask.office)
        }  # fmt: skip
        self.fields["put_by"].queryset = User.objects.filter(pk__in=who | {user.pk}).order_by("pk")  # type: ignore[attr-defined]
        self.fields["put_by"].label_from_instance = lambda each: each.name  # type: ignore[attr-defined]
        self.initial.setdefault("put_by", user.pk)
        self.initial.setdefault("on", ask.office.today())
        if not ask.is_quiet:
            del self.fields["may_read_on_desk"]


class FollowUpForm(Form):
    on = forms.DateField(label=pgettext_lazy("field", "Date"))
    channel = forms.ChoiceField(label=pgettext_lazy("ask", "How"), choices=_ways(WAYS_TO_PUT))
    text = forms.CharField(
        label=pgettext_lazy("ask", "What was said"), max_length=4_000,
        widget=forms.Textarea({"rows": 3}), help_text=NAME_NOBODY,
    )  # fmt: skip
    follow_up_on = forms.DateField(label=gettext_lazy("Follow up again on"), required=False)
    answer_due_on = forms.DateField(label=gettext_lazy("New date for the answer"), required=False)

    def __init__(self, *args: Any, ask: Ask, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.initial.setdefault("on", ask.office.today())


class DeskAnswerForm(Form):
    """What an institution answers on its own desk."""

    text = forms.CharField(
        label=gettext_lazy("Your answer"), max_length=4_000, widget=forms.Textarea,
        help_text=NAME_NOBODY,
    )  # fmt: skip
    outcome = forms.ChoiceField(
        label=pgettext_lazy("ask", "Outcome"), choices=AskStep.Outcome.choices, widget=RadioList
    )
    agreed_post = forms.CharField(
        label=pgettext_lazy("ask", "Who carries it out"), max_length=200, required=False,
        help_text=gettext_lazy("Only where it is agreed: a post or a unit, not a name."),
    )  # fmt: skip
    agreed_until = forms.DateField(label=pgettext_lazy("ask", "Until when"), required=False)

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        if said.get("outcome") == AskStep.Outcome.AGREED:
            for name in ("agreed_post", "agreed_until"):
                if name not in self.errors and not said.get(name):
                    self.add_error(name, _("Say who carries it out, and until when."))
        return said


class AnswerForm(DeskAnswerForm):
    """An answer that was given otherwise, as a colleague writes it down."""

    organization = forms.ModelChoiceField(
        Organization.objects.none(), label=gettext_lazy("Who answered"), empty_label=None
    )
    on = forms.DateField(label=pgettext_lazy("field", "Date"))
    channel = forms.ChoiceField(label=pgettext_lazy("ask", "How"), choices=_ways(WAYS_TO_PUT))
    field_order = ("organization", "on", "channel")

    def __init__(self, *args: Any, ask: Ask, **kwargs: Any):
        super().__init__(*args, **kwargs)
        asked = [each.organization_id for each in ask.bearers.all()]
        rows = Organization.objects.filter(pk__in=asked).order_by("name")
        self.fields["organization"].queryset = rows  # type: ignore[attr-defined]
        self.fields["text"].label = gettext_lazy("What they answered")
        self.initial.setdefault("on", ask.office.today())
        if ask.addressee:
            self.initial.setdefault("organization", ask.addressee.pk)


class CommitForm(Form):
    text = forms.CharField(
        label=pgettext_lazy("commitment", "Wording"), max_length=10_000, widget=forms.Textarea,
        help_text=gettext_lazy("What they agreed to do, in the words that were agreed."),
    )  # fmt: skip


class DocumentForm(Form):
    paper = UploadField(missing=gettext_lazy("Choose a file."))

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["paper"].label = pgettext_lazy("upload", "File")
