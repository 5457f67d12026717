"""How long each step may take. These are defaults: an office sets its own.

Sources: review at least every three months (Inter-Agency Guidelines for Case Management and
Child Protection, 2014); first meeting within 7 to 14 days (one NGO manual); a reintegration plan
preferably within a month of return (IOM Reintegration Handbook, 2019). The others are common
practice or our choice, and clinical limits are not set until an office sets them.
"""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from .extension_points import timers


@dataclass(frozen=True)
class TimeLimit:
    """A limit: so many hours, days or working days."""

    code: str
    name: Promise
    amount: int | None
    unit: str


def register_timers(*limits: TimeLimit) -> None:
    for limit in limits:
        timers.register(limit.code, limit)


register_timers(
    TimeLimit("acknowledge", _("Acknowledge a request or referral"), 3, "working_days"),
    TimeLimit("first_meeting", _("First contact after identification"), 7, "days"),
    # In hours, since no day of rest puts it off: the same day.
    TimeLimit(
        "first_meeting.child",
        _("First meeting with a child without parent or legal guardian"),
        12,
        "hours",
    ),
    TimeLimit("assess", pgettext_lazy("field", "Assessment after screening"), 10, "working_days"),
    TimeLimit("assess.high", _("Assessment when something is urgent"), 72, "hours"),
    TimeLimit("plan", _("Plan after assessment"), 5, "working_days"),
    TimeLimit("contact.critical", _("Contact when risk is critical"), 2, "days"),
    TimeLimit("contact.high", _("Contact when risk is high"), 7, "days"),
    TimeLimit("contact.medium", _("Contact when risk is medium"), 14, "days"),
    TimeLimit("contact.low", _("Contact when risk is low"), 30, "days"),
    TimeLimit(
        "leave.child",
        _("Leave of a supervisor for files of child protection where nobody has it"),
        14,
        "days",
    ),
    TimeLimit("care_visit", _("Visit to child in alternative care"), 30, "days"),
    TimeLimit(
        "best_interests.panel",
        _("Minimum BID panel members"),
        2,
        "people",
    ),
    TimeLimit("review.critical", _("Review when risk is critical"), 14, "days"),
    TimeLimit("review.high", _("Review when risk is high"), 30, "days"),
    TimeLimit("review.medium", _("Review when risk is medium"), 60, "days"),
    TimeLimit("review.low", _("Review when risk is low"), 90, "days"),
    TimeLimit("answer.emergency", _("Answer to a referral: emergency"), 12, "hours"),
    TimeLimit("answer.urgent", _("Answer to a referral: urgent"), 72, "hours"),
    TimeLimit("answer.standard", _("Answer to a referral: routine"), 7, "days"),
    TimeLimit("reintegration_plan", _("Reintegration plan after arrival"), 30, "days"),
    TimeLimit(
        "referral.confirm", _("Confirmation of referral outcome with the person"), 7, "days"
    ),
    TimeLimit("lost_contact.attempts", _("Failed attempts before lost to follow-up"), 3, "times"),
    TimeLimit("lost_contact.days", _("Days before lost to follow-up"), 30, "days"),
    # What a monthly report should know; without a figure it is not checked.
    TimeLimit("data.contact", _("Data quality: days without contact"), 90, "days"),
    TimeLimit("data.disability", _("Data quality: days until disability is asked"), 30, "days"),
    TimeLimit("office_above", _("The office above may work on a case, once asked"), 14, "days"),
    # How long files are kept: defaults by experience, not law. See `retention.py`.
    TimeLimit("retention", _("Retention: closed case"), 5, "years"),
    TimeLimit("retention.trafficking", _("Retention: closed trafficking case"), 7, "years"),
    TimeLimit("retention.child", _("Retention: closed case with a child"), 7, "years"),
    TimeLimit(
        "retention.child_age",
        _("And at least until the child reaches the age of"),
        25,
        "years",
    ),
    TimeLimit(
        "retention.screening",
        _("Retention: intake without a case"),
        90,
        "days",
    ),
    # Clinical limits are facts of medicine, not of software: an office sets them.
    TimeLimit(
        "clinical.pep", _("Treatment that prevents HIV after sexual violence"), None, "hours"
    ),
    TimeLimit("clinical.contraception", _("Emergency contraception"), None, "hours"),
)
