"""Messages that anybody may read: approved ones on public pages, and that a withdrawn one is over.

Who wrote, checked or approved them is never among it, nor any count.
"""

from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from .models import KeyMessage, KeyMessagePlace, KeyMessageState, MessageLink, Recording
from .models.key_messages import KeyMessageQuerySet
from .permissions import SHOWN_STATES


def public_messages(topic: str = "", place: UUID | None = None) -> KeyMessageQuerySet:
    """Returns those in use, the newest first, of a topic and for a place if asked: those for
    everywhere are for each place.
    """
    rows = KeyMessage.objects.public().order_by("-approved_at", "-pk")
    if topic:
        rows = rows.filter(topic=topic)
    if place is not None:
        own = KeyMessagePlace.objects.filter(message=OuterRef("pk"))
        rows = rows.filter(~Exists(own) | Q(Exists(own.filter(place__ref=place))))
    return rows.prefetch_related("wordings")


def public_message(ref: UUID) -> KeyMessage | None:
    """Returns one that is or was in use, with what its page shows; None for any other."""
    rows = KeyMessage.objects.filter(is_public=True, state__in=SHOWN_STATES)
    return (
        rows.select_related("office")
        .prefetch_related("wordings", "pretests", "waivers", "recordings", "replacements",
                          "places__place")
        .filter(ref=ref)
        .first()
    )  # fmt: skip


def topics_in_use() -> list[str]:
    """Returns the topics of public messages."""
    rows = KeyMessage.objects.public().order_by("topic")
    return list(rows.values_list("topic", flat=True).distinct())


def places_in_use() -> list[tuple[UUID, str]]:
    """Returns ref and name of each area that a public message is for."""
    rows = KeyMessagePlace.objects.filter(message__in=KeyMessage.objects.public())
    return list(rows.order_by("place__name").values_list("place__ref", "place__name").distinct())


def public_recording(ref: UUID, language: str) -> Recording | None:
    """Returns what may be heard of a message in use."""
    rows = Recording.objects.not_removed().filter(
        message__ref=ref, message__is_public=True, language=language,
        message__state=KeyMessageState.APPROVED,
    )  # fmt: skip
    found = rows.select_related("message").first()
    return found if found and found.may_be_opened else None


def link_of(code: str) -> MessageLink | None:
    """Returns a short link of a message that has a public page."""
    rows = MessageLink.objects.filter(
        code=code, message__is_public=True, message__state__in=SHOWN_STATES
    )
    return rows.select_related("message__office").first()


def count_visit(link: MessageLink) -> date:
    """Counts one opening today, on the clock of the office; returns that day."""
    day = link.message.office.today()
    link.count_visit(day)
    return day
