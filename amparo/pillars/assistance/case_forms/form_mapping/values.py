"""Answers as the records take them: days, hours, and what a page would have checked."""

from datetime import date, datetime, time
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from amparo.foundation.core.models import User
from amparo.foundation.core.refusals import Refusal
from amparo.pillars.assistance.cases.models import Case


def parse_date(told: object) -> date | None:
    if isinstance(told, datetime):
        return told.date()
    if isinstance(told, date):
        return told
    return date.fromisoformat(str(told)[:10]) if told else None


def parse_time(told: object) -> time | None:
    """Hours are written as text, since not every browser has a field for them."""
    if isinstance(told, time):
        return told
    return time.fromisoformat(str(told).strip()) if told else None


def cleaned_data(form: forms.Form) -> dict[str, Any]:
    """What a page would take, or what it would say."""
    if form.is_valid():
        return form.cleaned_data
    raise Refusal(" ".join(_said_of(form, name) for name in form.errors))


def _said_of(form: forms.Form, name: str) -> str:
    said = " ".join(map(str, form.errors[name]))
    return f"{form.fields[name].label}: {said}" if name in form.fields else said


def must_be_past(day: date | None, case: Case, by: User) -> None:
    if day and day > case.office.today_for(by):
        raise Refusal(_("This day is still to come."))
