"""What waits for those who keep campaigns: the first screen of communications, and the menu."""

from collections.abc import Iterator
from datetime import date, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from amparo.foundation.core.models import User
from amparo.pillars.advocacy.message_bank.extension_points import PendingItem

from .models import Campaign, Exposure, Placement, SurveyRound

MOST = 20
# So long before the first day somebody says what the contact line can take.
CAPACITY_DUE_BEFORE = timedelta(days=14)
State = Campaign.State


def pending_items(user: User) -> list[PendingItem]:
    """Returns at most twenty things that this user may do now, the late first. Four queries."""
    if "campaign.keep" not in user.permissions:
        return []
    today = _today(user)
    found = [
        *_of_campaigns(user, today), *_to_measure(user, today), *_placements(user, today),
        *_rounds(user, today),
    ]  # fmt: skip
    found.sort(key=lambda each: (not each.is_late, each.day or today))
    return found[:MOST]


def campaigns_to_act_on(user: User) -> QuerySet[Campaign]:
    """Campaigns that wait for their keeper: to be started, ended or measured."""
    today = _today(user)
    return Campaign.objects.accessible_to(user, "keep").filter(
        Q(state=State.PLANNED, begins_on__lte=today)
        | Q(state__in=(State.RUNNING, State.PAUSED), ends_on__lt=today)
        | Q(state=State.ENDED)
    )


def _today(user: User) -> date:
    from django.utils.timezone import localdate

    return user.office.today() if user.office else localdate()


def _of_campaigns(user: User, today: date) -> Iterator[PendingItem]:
    rows = Campaign.objects.accessible_to(user, "keep").filter(
        Q(state=State.PLANNED, begins_on__lte=today + CAPACITY_DUE_BEFORE)
        | Q(state__in=(State.RUNNING, State.PAUSED), ends_on__lt=today)
    )
    for each in rows.order_by("begins_on", "pk")[:MOST]:
        if each.state != State.PLANNED:
            yield _item(_("End campaign"), each, each.ends_on, is_late=True)
        elif each.capacity_at is None:
            yield _item(
                _("Say what the contact line can take"), each, each.begins_on,
                is_late=each.begins_on <= today,
            )  # fmt: skip
        elif each.begins_on <= today:
            yield _item(
                _("Start campaign"), each, each.begins_on, is_late=each.begins_on < today
            )  # fmt: skip


def _to_measure(user: User, today: date) -> Iterator[PendingItem]:
    rows = Campaign.objects.accessible_to(user, "keep").filter(state=State.ENDED)
    for each in rows.order_by("ends_on", "pk")[:MOST]:
        day = each.measure_day
        yield _item(_("Measure campaign"), each, day, is_late=bool(day and day < today))


def _placements(user: User, today: date) -> Iterator[PendingItem]:
    """Placements whose last day passed: not recorded as done, or done without a figure."""
    has_figure = Exists(Exposure.objects.filter(placement=OuterRef("pk"), removed_at=None))
    rows = Placement.objects.accessible_to(user, "keep").filter(
        Q(state=Placement.State.PLANNED) | Q(state=Placement.State.DONE) & ~has_figure,
        until_on__lt=today,
        campaign__state__in=(State.RUNNING, State.PAUSED, State.ENDED),
    )
    for each in rows.select_related("campaign").order_by("until_on", "pk")[:MOST]:
        is_done = each.state == Placement.State.DONE
        action = _("Record reach") if is_done else _("Record placement as done")
        yield PendingItem(
            action, f"{each.channel_label} · {each.where}",
            f"{each.campaign.get_absolute_url()}#placements", each.until_on, not is_done,
        )  # fmt: skip


def _rounds(user: User, today: date) -> Iterator[PendingItem]:
    rows = SurveyRound.objects.accessible_to(user, "keep").filter(
        held_from=None, due_on__lte=today
    ).exclude(campaign__state__in=(State.CANCELLED, State.MEASURED))  # fmt: skip
    for each in rows.select_related("campaign").order_by("due_on", "pk")[:MOST]:
        yield PendingItem(
            _("Record survey round"), f"{each.get_kind_display()} · {each.campaign.title}",
            f"{each.campaign.get_absolute_url()}#survey", each.due_on, each.due_on < today,
        )  # fmt: skip


def _item(action, campaign: Campaign, day: date | None, *, is_late: bool) -> PendingItem:
    return PendingItem(
        action, f"{campaign.number} {campaign.title}", campaign.get_absolute_url(), day, is_late
    )
