"""Forms of certificates: an exception, another name, a renewal, a withdrawal, a report closed."""

from django import forms
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.ui.forms import Form, RadioList

from ..models import Certificate, CertificateReport


class ExceptionForm(Form):
    """Why a certificate is issued although something is missing."""

    exception = forms.CharField(
        label=gettext_lazy("Reason for the exception"), max_length=500,
        widget=forms.Textarea({"rows": 3}),
        help_text=gettext_lazy("It stays with the certificate, with your name and today's date."),
    )  # fmt: skip


class NameForm(Form):
    """The name that the new paper shows."""

    name = forms.CharField(label=gettext_lazy("Name on the certificate"), max_length=200)


class RenewalForm(Form):
    exception = forms.CharField(
        label=pgettext_lazy("certificate", "On what the renewal rests"), max_length=500,
        widget=forms.Textarea({"rows": 3}),
        help_text=gettext_lazy("For example: a refresher course, with its number and date."),
    )  # fmt: skip


class WithdrawalForm(Form):
    reason = forms.ChoiceField(
        label=pgettext_lazy("certificate", "Reason"), choices=Certificate.Reason,
        widget=RadioList,
    )  # fmt: skip
    note = forms.CharField(
        label=pgettext_lazy("certificate", "Note"), required=False, max_length=500,
        widget=forms.Textarea({"rows": 2}),
    )  # fmt: skip


class ReportOutcomeForm(Form):
    outcome = forms.ChoiceField(
        label=pgettext_lazy("false certificate", "Outcome"), choices=CertificateReport.Outcome,
        widget=RadioList,
    )  # fmt: skip
