"""What one writes into a referral, and what becomes of it."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.core.models import User
from amparo.foundation.people.models import Person
from amparo.pillars.assistance.planning.forms.plans import NOT_CHOSEN, service_types
from amparo.ui.forms import CheckboxList, Form, RadioList

from ..extract import EXTRACT_ITEMS, default_items
from ..models import Referral, ReferralResponse
from ..models.status import ReferralOutcome, WithdrawalReason
from ..preparation import ReferralPreparation
from ..statistics import FUNNEL_STAGES


class ServiceTypeForm(Form):
    """Which kind of help is looked for: all of it in the address."""

    kind = forms.ChoiceField(
        label=gettext_lazy("Service type"), choices=service_types, required=False
    )


class ReferralForm(Form):
    """Whom it is about, how urgent it is, and the least that they must know."""

    people = forms.MultipleChoiceField(
        label=gettext_lazy("Person referred"), widget=CheckboxList,
        error_messages={"required": gettext_lazy("Choose whom the referral is about.")},
    )  # fmt: skip
    service_type = forms.ChoiceField(
        label=gettext_lazy("Service requested"), choices=service_types
    )
    urgency = forms.ChoiceField(
        label=gettext_lazy("Urgency"),
        choices=Referral.Urgency.choices,
        widget=RadioList,
        initial=Referral.Urgency.STANDARD,
    )
    items = forms.MultipleChoiceField(
        label=gettext_lazy("Essential information on the person"),
        help_text=gettext_lazy("The least with which they can help."),
        widget=CheckboxList,
        choices=[(item.code, item.name) for item in EXTRACT_ITEMS.values()],
    )
    text = forms.CharField(
        label=gettext_lazy("Message to the service"),
        help_text=gettext_lazy(
            "The service reads exactly this. Leave out what happened to the person unless needed."
        ),
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    action = forms.ChoiceField(label=gettext_lazy("Related plan action"), required=False)

    def __init__(self, *args, sending: ReferralPreparation, actions: list, **kwargs):
        super().__init__(*args, **kwargs)
        self.known = {str(each.person.ref): each.person for each in sending.agreed}
        self.actions = {str(action.ref): action for action in actions}
        self.fields["people"].choices = [(ref, p.shown_name) for ref, p in self.known.items()]
        self.fields["action"].choices = [
            *NOT_CHOSEN, *((ref, action.text) for ref, action in self.actions.items()),
        ]  # fmt: skip
        if not self.actions:
            del self.fields["action"]

    @staticmethod
    def begun(
        sending: ReferralPreparation, service_type: str, action: str = "", urgency: str = ""
    ) -> dict:
        """What is proposed: everybody who agreed, and the smallest that serves; as urgent as the
        protection flag out of which they are referred.
        """
        return {
            "urgency": urgency or Referral.Urgency.STANDARD,
            "people": [str(each.person.ref) for each in sending.agreed],
            "service_type": service_type, "items": list(default_items(service_type)),
            "action": action,
        }  # fmt: skip

    @property
    def chosen(self) -> list[Person]:
        return [self.known[ref] for ref in self.cleaned_data["people"]]

    @property
    def about(self) -> dict:
        """As the verb takes it."""
        said = self.cleaned_data
        return {
            "people": self.chosen, "service_type": said["service_type"],
            "urgency": said["urgency"], "items": said["items"], "text": said["text"],
            "action": self.actions.get(said.get("action", "")),
        }  # fmt: skip

    def answers(self) -> list[tuple[str, str]]:
        """Everything that was answered, for the page on which it is looked at once more."""
        names = [name for name in self.fields if name in self.data]
        return [(name, value) for name in names for value in self.data.getlist(name)]


class ReplyForm(Form):
    text = forms.CharField(
        label=gettext_lazy("Your answer"),
        help_text=gettext_lazy("This is exactly what the service will read."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class WithdrawForm(Form):
    why = forms.ChoiceField(
        label=pgettext_lazy("column, field", "Reason"),
        choices=[each for each in WithdrawalReason.choices if each[0] != WithdrawalReason.CONSENT],
        widget=RadioList,
    )
    text = forms.CharField(
        label=pgettext_lazy("field", "Notes"),
        help_text=gettext_lazy("For your colleagues: the other organization does not read it."),
        widget=forms.Textarea(attrs={"rows": 2}),
        required=False,
    )


class ReferralClosureForm(Form):
    """What the person says became of it."""

    outcome = forms.ChoiceField(
        label=gettext_lazy("Referral outcome"), choices=ReferralOutcome.choices, widget=RadioList
    )
    text = forms.CharField(
        label=gettext_lazy("In the person’s words"),
        widget=forms.Textarea(attrs={"rows": 2}),
        required=False,
    )

    def __init__(self, *args, referral: Referral, **kwargs):
        super().__init__(*args, **kwargs)
        if not referral.is_overdue:
            last = [each for each in ReferralOutcome.choices if each[0] != ReferralOutcome.EXPIRED]
            self.fields["outcome"].choices = last


class NotedResponseForm(Form):
    """What they said by telephone, noted by a colleague."""

    said = forms.ChoiceField(
        label=gettext_lazy("Answer of the service"),
        choices=ReferralResponse.Outcome.choices,
        widget=RadioList,
    )
    reason = forms.ChoiceField(
        label=gettext_lazy("Reason for declining"),
        choices=[("", "—"), *ReferralResponse.Reason.choices],
        required=False,
    )
    text = forms.CharField(
        label=pgettext_lazy("field", "Summary"),
        widget=forms.Textarea(attrs={"rows": 2}),
        required=False,
    )

    def clean(self) -> dict:
        given = super().clean() or {}
        said, words = given.get("said"), given.get("text", "").strip()
        if said == ReferralResponse.Outcome.REJECTED and not given.get("reason"):
            self.add_error("reason", _("Choose why it cannot be accepted."))
        if said == ReferralResponse.Outcome.ASKED and not words:
            self.add_error("text", _("Write the question."))
        if given.get("reason") == ReferralResponse.Reason.OTHER and not words:
            self.add_error("text", _("Write the reason in a few words."))
        return given


class ServiceConfirmationForm(Form):
    """What they say they gave, noted by a colleague."""

    service_type = forms.ChoiceField(
        label=pgettext_lazy("field", "Service provided"), choices=service_types
    )
    given_on = forms.DateField(label=pgettext_lazy("column", "Date"))
    text = forms.CharField(
        label=pgettext_lazy("field", "Notes"),
        widget=forms.Textarea(attrs={"rows": 2}),
        required=False,
    )
    goes_on = forms.BooleanField(label=gettext_lazy("Assistance continues"), required=False)

    def __init__(self, *args, referral: Referral, by: User, **kwargs):
        super().__init__(*args, **kwargs)
        self.today = referral.case.office.today_for(by)
        self.fields["service_type"].initial = referral.service_type
        self.fields["given_on"].initial = self.today

    def clean_given_on(self):
        if self.cleaned_data["given_on"] > self.today:
            raise forms.ValidationError(_("A service is reported when it was given, not before."))
        return self.cleaned_data["given_on"]


class ReferralFilterForm(Form):
    """Which referrals: all of it in the address."""

    whose = forms.ChoiceField(
        label=pgettext_lazy("filter", "Caseworker"),
        choices=[("", gettext_lazy("All that I may see")), ("mine", gettext_lazy("My cases"))],
        required=False,
    )
    state = forms.ChoiceField(
        label=pgettext_lazy("column", "Status"),
        choices=[
            ("", pgettext_lazy("referrals, filter", "In progress")),
            ("question", gettext_lazy("A question waits for us")),
            *((stage.code, stage.name) for stage in FUNNEL_STAGES.values()),
        ],
        required=False,
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("Service type"), choices=service_types, required=False
    )
    organization = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.is_valid()  # an answer that makes no sense is as good as none: never an error

    def said(self, name: str):
        return self.cleaned_data.get(name)

    @property
    def stage(self) -> str:
        return self.said("state") or "going_on"


class ReferralStatisticsForm(Form):
    """Counted by what, and since when."""

    by = forms.ChoiceField(
        label=pgettext_lazy("column", "By"),
        choices=[
            ("organization", gettext_lazy("Organization")),
            ("kind", gettext_lazy("Service type")),
        ],
        required=False,
    )
    since = forms.ChoiceField(
        label=gettext_lazy("Sent within"),
        choices=[
            ("365", gettext_lazy("A year")),
            ("90", gettext_lazy("Three months")),
            ("30", gettext_lazy("A month")),
        ],
        required=False,
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.is_valid()

    @property
    def counted_by(self) -> str:
        return self.cleaned_data.get("by") or "organization"

    @property
    def days(self) -> int:
        return int(self.cleaned_data.get("since") or 365)
