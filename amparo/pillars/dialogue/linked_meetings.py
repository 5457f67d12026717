"""Agenda items and meetings as ends of links."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.core.models import User
from amparo.foundation.links.extension_points import LinkedRecord, LinkKind

from .models import AgendaItem, Convening

AGENDA_ITEM, MEETING = "agenda_item", "meeting"


def _items(items: Iterable[Any], user: User) -> list[LinkedRecord]:
    return [
        LinkedRecord(
            each.ref, each.title, each.get_absolute_url(), str(each.get_state_display()),
            "good" if each.state == AgendaItem.State.TAKEN else "",
        )
        for each in items
    ]  # fmt: skip


def _meetings(meetings: Iterable[Any], user: User) -> list[LinkedRecord]:
    return [
        LinkedRecord(
            each.ref, each.title, each.get_absolute_url(), str(each.get_state_display()),
            "late" if each.state == Convening.State.CANCELLED else "",
        )
        for each in meetings
    ]  # fmt: skip


agenda_items_kind = LinkKind(
    gettext_lazy("Agenda item"),
    lambda user: AgendaItem.objects.accessible_to(user).select_related("convening"),
    _items,
)
meetings_kind = LinkKind(
    pgettext_lazy("convening", "Meeting"),
    lambda user: Convening.objects.accessible_to(user),
    _meetings,
)
