"""What waits for somebody in stories, and which days come."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import islice

from django.db.models import F, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from amparo.foundation.core.models import User
from amparo.pillars.advocacy.message_bank.extension_points import CalendarEntry, PendingItem

from .consent_terms import EXPIRES_SOON_DAYS
from .models import PhotoCopy, Story, StoryState, StoryUse
from .models.stories import ENDED

MOST = 20
SOON = timedelta(days=EXPIRES_SOON_DAYS)
CLEAR = pgettext_lazy("story", "Clear story")
COMPARE = pgettext_lazy("story", "Compare photo with the consent")
ASK_AGAIN = pgettext_lazy("story", "Ask for the consent again")
ENDS_SOON = pgettext_lazy("story", "The consent ends soon")
NOTIFY = pgettext_lazy("story", "Tell who has it that it is no longer used")


def pending_items(user: User) -> list[PendingItem]:
    """Returns what this user may do now: who has a story that ended first."""
    if "story.see" not in user.permissions:
        return []
    sources = (_to_notify, _to_clear, _to_compare, _consents)
    return list(islice((item for source in sources for item in source(user)), MOST))


def to_clear(user: User) -> QuerySet[Story]:
    """Drafts that are read back and whose risk check was answered, written by others."""
    rows = Story.objects.filter(
        state=StoryState.DRAFTED, read_back_on__isnull=False, risk_checks__isnull=False
    ).exclude(by=user).exclude(written_by=user)  # fmt: skip
    return rows.accessible_to(user, to="approve").distinct().order_by("at", "pk")


def to_compare(user: User) -> QuerySet[PhotoCopy]:
    """Photos that somebody else marked and nobody compared."""
    stories = Story.objects.accessible_to(user, to="approve").exclude(state__in=ENDED)
    rows = PhotoCopy.objects.filter(compared_at=None, photo__story__in=stories).exclude(by=user)
    return rows.order_by("at", "pk")


def to_notify(user: User) -> QuerySet[StoryUse]:
    return StoryUse.objects.to_notify().filter(
        story__in=Story.objects.accessible_to(user, to="keep")
    )  # fmt: skip


def _to_notify(user: User) -> Iterator[PendingItem]:
    url = reverse("stories:take-down-list")
    rows = to_notify(user).select_related("story__office").prefetch_related("story__texts")
    for use in rows.order_by("story__ended_at", "pk")[:MOST]:
        title = f"{use.story.number} · {use.channel_label}"
        yield PendingItem(NOTIFY, title, url, _day(use.story), is_late=True)


def _to_clear(user: User) -> Iterator[PendingItem]:
    for story in to_clear(user).prefetch_related("texts")[:MOST]:
        yield PendingItem(CLEAR, story.title, story.get_absolute_url())


def _to_compare(user: User) -> Iterator[PendingItem]:
    for copy in to_compare(user).select_related("photo__story")[:MOST]:
        yield PendingItem(COMPARE, copy.story.number, copy.photo.get_absolute_url())


def _consents(user: User) -> Iterator[PendingItem]:
    rows = Story.objects.in_use().accessible_to(user, to="keep").select_related("office")
    for story in rows.prefetch_related("texts", "consents__items")[: MOST * 5]:
        consent, today = story.consent, story.office.today()
        if consent is None or consent.terms.invalid_reason(today) is not None:
            continue
        url = story.get_absolute_url()
        if consent.expires_on - today <= SOON:
            yield PendingItem(ENDS_SOON, story.title, url, consent.expires_on)
        elif consent.must_ask_again(today):
            yield PendingItem(ASK_AGAIN, story.title, url, consent.ask_again_on)


def _day(story: Story) -> date | None:
    return story.ended_at.astimezone(story.office.zone).date() if story.ended_at else None


def calendar_entries(user: User, first: date, last: date) -> list[CalendarEntry]:
    """Returns the days between these on which the consent of a story in use ends."""
    if "story.see" not in user.permissions:
        return []
    rows = Story.objects.in_use().accessible_to(user).filter(
        consents__expires_on__range=(first, last), consents__withdrawn_at=None
    ).distinct().order_by("pk")  # fmt: skip
    found = []
    for story in rows.prefetch_related("texts", "consents")[: MOST * 5]:
        if story.consent and first <= story.consent.expires_on <= last:
            found.append(
                CalendarEntry(
                    story.consent.expires_on, story.title, _("Media consent ends"),
                    story.get_absolute_url(), "warn",
                )
            )  # fmt: skip
    return found


def awaiting_second_person(user: User) -> QuerySet[Story]:
    """Stories that wait for this user as the second person, for the menu."""
    return Story.objects.filter(pk__in=to_clear(user).values("pk")) | Story.objects.filter(
        pk__in=to_compare(user).values(story_pk=F("photo__story"))
    )  # fmt: skip
