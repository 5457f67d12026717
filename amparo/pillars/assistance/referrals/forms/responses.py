"""What an organization answers to a referral: the same form with an account and by a link."""

from datetime import date
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.core.models import User
from amparo.foundation.core.records import new_reference
from amparo.pillars.assistance.planning.forms.plans import NOT_CHOSEN
from amparo.ui.forms import Form

from ..models import Referral, ReferralLink, ReferralResponse
from .link_codes import TelephoneCodeField

YES, NO, ASK = (
    ReferralResponse.Outcome.ACCEPTED,
    ReferralResponse.Outcome.REJECTED,
    ReferralResponse.Outcome.ASKED,
)


class ReferralResponseForm(Form):
    outcome = forms.ChoiceField(
        label=gettext_lazy("Can you provide this service?"),
        choices=[
            (YES, gettext_lazy("Yes, we can")),
            (NO, gettext_lazy("No")),
            (ASK, gettext_lazy("We need to ask something first")),
        ],
        widget=forms.RadioSelect,
    )
    reason = forms.ChoiceField(
        label=gettext_lazy("Reason for declining"),
        choices=[*NOT_CHOSEN, *ReferralResponse.Reason.choices],
        required=False,
    )
    text = forms.CharField(
        label=pgettext_lazy("field", "Explanation"),
        help_text=gettext_lazy(
            "When and where to come and whom to ask for; or your question. Do not write an "
            "address that must stay hidden: a place to meet is enough."
        ),
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
        max_length=4000,
    )

    def clean(self) -> dict:
        said = super().clean()
        outcome, words = said.get("outcome"), said.get("text", "").strip()
        if outcome == NO and not said.get("reason"):
            self.add_error("reason", _("Choose why it cannot be accepted."))
        if outcome == NO and said.get("reason") == ReferralResponse.Reason.OTHER and not words:
            self.add_error("text", _("Write the reason in a few words."))
        if outcome == ASK and not words:
            self.add_error("text", _("Write the question."))
        return said

    def answer_by(self, by: User | None, link: ReferralLink | None, referral: Referral) -> str:
        """Say it; and what is told to who said it, "" where something is missing."""
        if not self.is_valid():
            return ""
        said = self.cleaned_data
        who = {"by": by, "link": link, "text": said["text"]}
        if said["outcome"] == YES:
            referral.accept(**who)
            return _("Thank you. They are told that you help.")
        if said["outcome"] == NO:
            referral.decline(reason=said["reason"], **who)
            return _("Thank you for saying so in time: they look for another way.")
        referral.ask(**who)
        return _("Your question is sent. You are not late while it waits.")


class ReportForm(Form):
    # What the sender calls it: sent again on a bad line, it is the same report.
    ref = forms.UUIDField(widget=forms.HiddenInput, initial=new_reference)
    given_on = forms.DateField(label=gettext_lazy("Date of service"))
    text = forms.CharField(
        label=gettext_lazy("Service you provided"),
        help_text=gettext_lazy("In a few words, and nothing that they told you in confidence."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=4000,
    )
    goes_on = forms.BooleanField(label=gettext_lazy("Assistance continues"), required=False)

    def __init__(self, *args, today: date, **kwargs):
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["given_on"].initial = today

    def clean_given_on(self) -> date:
        if self.cleaned_data["given_on"] > self.today:
            raise forms.ValidationError(_("A service is reported when it was given, not before."))
        return self.cleaned_data["given_on"]

    def report_by(self, by: User | None, link: ReferralLink | None, referral: Referral) -> str:
        if not self.is_valid():
            return ""
        ref: UUID = self.cleaned_data["ref"]
        referral.report(by=by, link=link, **self.cleaned_data | {"ref": ref})
        return _("Thank you. It stands in their file now.")


class LinkCodeForm(Form):
    code = TelephoneCodeField()
