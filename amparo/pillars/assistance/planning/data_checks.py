"""Data quality checks of follow-up: cases without a contact in the last months."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from django import forms
from django.db.models import Q
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.core.clock import now
from amparo.foundation.core.models import User
from amparo.foundation.data_quality.checks import DataCheck, Finding, register_check
from amparo.foundation.data_quality.forms import AnswerForm
from amparo.foundation.data_quality.models import DataIssue

from ..cases.data_check_records import case_of_issue, subjects_of
from ..cases.data_checks import (
    MANY,
    OfficeLimits,
    active_cases,
    case_paths,
    finding,
    is_over,
)
from ..cases.models import Case
from .forms.follow_ups import modes
from .models import FollowUp

_Reason = DataIssue.Reason


def _find_without_contact(since: date) -> Iterator[Finding]:
    limits, today = OfficeLimits.of("data.contact"), localdate(now())
    if limits.least is None:
        return
    latest = today - timedelta(days=limits.least)
    quiet = Q(last_contact_on__lt=latest) | Q(last_contact_on=None, identified_on__lt=latest)
    rows = active_cases().filter(quiet).order_by()
    for contact, identified_on, ref, *case in rows.values_list(
        "last_contact_on", "identified_on", *case_paths()
    ).iterator(chunk_size=MANY):  # fmt: skip
        quiet_since, days = contact or identified_on, limits[case[0]]
        if days is not None and is_over(days, quiet_since, today):
            over = quiet_since + timedelta(days=days)
            yield finding(ref, over, [ref, *case], is_open=True)


def _is_quiet(case: Case) -> bool:
    days = case.rules.amount("data.contact")
    today = now().astimezone(case.office.zone).date()
    return not case.is_ended and days is not None and is_over(days, case.quiet_since, today)


class ContactForm(AnswerForm):
    on = forms.DateField(label=pgettext_lazy("contact", "Last spoke with them on"), required=False)
    mode = forms.ChoiceField(
        label=gettext_lazy("Mode of contact"), choices=modes, widget=forms.RadioSelect,
        required=False,
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        if self.errors or said["reason"]:
            return said
        if not said["on"]:
            self.add_error("on", _("Enter the day on which you spoke."))
        elif not said["mode"]:
            self.add_error("mode", _("Choose how you spoke."))
        return said


def record_contact(case: Case, *, by: User, on: date, mode: str) -> None:
    """A follow-up on which nothing is known but that it took place."""
    FollowUp.hold(case, by=by, on=on, mode=mode, reached=True, change=FollowUp.Change.UNKNOWN)


def closure_link(case: Case, issue: DataIssue) -> tuple[str, str | Promise]:
    return reverse("cases:closure-new", args=[case.ref]), gettext_lazy("Close case")


register_check(
    DataCheck(
        "contact", gettext_lazy("No contact for a long time"),
        (_Reason.UNREACHABLE, _Reason.UNSAFE, _Reason.DECLINED), _find_without_contact,
        subjects_of, case_of_issue, _is_quiet, ContactForm, record_contact, closure_link,
    )
)  # fmt: skip
