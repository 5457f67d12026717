"""What campaigns put into the communications calendar: starts, ends, placements, survey rounds."""

from datetime import date

from django.db.models import Q
from django.utils.translation import pgettext_lazy

from amparo.foundation.core.models import User
from amparo.pillars.advocacy.message_bank.extension_points import CalendarEntry

from .models import Campaign, Placement, SurveyRound

MOST = 200
START = pgettext_lazy("calendar", "Campaign starts")
END = pgettext_lazy("calendar", "Campaign ends")
PLACED = pgettext_lazy("calendar", "Placement begins")
ROUND = pgettext_lazy("calendar", "Survey round due")
MEASURE = pgettext_lazy("calendar", "Campaign to be measured")


def calendar_entries(user: User, first: date, last: date) -> list[CalendarEntry]:
    """Returns what stands between two days, as far as the user may see it. Three queries."""
    if "campaign.see" not in user.permissions:
        return []
    days = (first, last)
    return [*_campaigns(user, days), *_placements(user, days), *_rounds(user, days)]


def _campaigns(user: User, days: tuple[date, date]) -> list[CalendarEntry]:
    rows = Campaign.objects.accessible_to(user).exclude(state=Campaign.State.CANCELLED)
    found = rows.filter(
        Q(begins_on__range=days) | Q(ends_on__range=days) | Q(measured_by__range=days)
    )
    entries = []
    for each in found[:MOST]:
        for day, kind in (
            (each.begins_on, START), (each.ends_on, END), (each.measured_by, MEASURE)
        ):  # fmt: skip
            if day is not None and days[0] <= day <= days[1]:
                entries.append(CalendarEntry(day, each.title, kind, each.get_absolute_url()))
    return entries


def _placements(user: User, days: tuple[date, date]) -> list[CalendarEntry]:
    rows = Placement.objects.accessible_to(user).exclude(state=Placement.State.CANCELLED)
    found = rows.filter(from_on__range=days).select_related("campaign")
    return [
        CalendarEntry(
            each.from_on, f"{each.channel_label} · {each.where}", PLACED,
            each.campaign.get_absolute_url(),
        )
        for each in found[:MOST]
    ]  # fmt: skip


def _rounds(user: User, days: tuple[date, date]) -> list[CalendarEntry]:
    rows = SurveyRound.objects.accessible_to(user).filter(held_from=None, due_on__range=days)
    found = rows.exclude(campaign__state=Campaign.State.CANCELLED).select_related("campaign")
    return [
        CalendarEntry(
            each.due_on, f"{each.get_kind_display()} · {each.campaign.title}", ROUND,
            each.campaign.get_absolute_url(), "warn",
        )
        for each in found[:MOST]
    ]  # fmt: skip
