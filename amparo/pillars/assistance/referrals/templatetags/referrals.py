"""Referrals on a page: where each stands in a word, and how much time is left to answer."""

from datetime import timedelta

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from amparo.foundation.core.clock import now
from amparo.foundation.protection import code_lists
from amparo.ui import formats
from amparo.ui.tags.formats import overdue
from amparo.ui.tags.icons import badge

from ..models import Referral

register = template.Library()

_SIGNS = {
    "sent": ("", "hourglass"),
    "acknowledged": ("", "eye"),
    "asked": ("warn", "messages"),
    "accepted": ("info", "circle-check"),
    "in_progress": ("info", "heart-handshake"),
    "rejected": ("warn", "x"),
    "completed": ("good", "circle-check"),
}


@register.simple_tag
def referral_state(referral: Referral) -> SafeString:
    tone, icon = _SIGNS.get(referral.status, ("", "check"))
    return badge(tone, icon, code_lists.label("referral_status", referral.status))


@register.simple_tag
def time_left(referral: Referral) -> SafeString | str:
    """How long they still have; late with its clock when it is over."""
    if not referral.is_waiting:
        return ""
    if referral.is_overdue:
        return overdue(referral.answer_due)
    left = _("%(time)s left to answer") % {"time": _length(referral.answer_due - now())}
    return format_html('<time datetime="{}">{}</time>', referral.answer_due.isoformat(), left)


def _length(left: timedelta) -> str:
    """Days, or hours where it is less than two days."""
    hours = max(1, int(left.total_seconds() // 3600))
    if hours < 48:
        text = ngettext("%(count)s hour", "%(count)s hours", hours)
        return text % {"count": formats.number(hours)}
    return formats.days(hours // 24)


@register.simple_tag
def figure(
    count: int, doors: dict[str, str] | None = None, stage: str = "", heat: int = 0
) -> SafeString | str:
    """A number that opens its list; too few are said to be so; none leads nowhere."""
    if count < 0:
        return _("fewer than 5")
    if not count or not doors:
        return formats.number(count)
    lost = format_html('<span class="only-heard">, {}</span>', _("many")) if heat > 1 else ""
    return format_html(
        '<a class="figure-link{}" href="{}">{}{}</a>', " figure-late" if heat > 1 else "",
        doors[stage], formats.number(count), lost,
    )  # fmt: skip


@register.simple_tag
def days_of(days: int | None) -> SafeString | str:
    if days is not None:
        return formats.number(days)
    return format_html(
        '<span class="soft" aria-hidden="true">–</span><span class="only-heard">{}</span>',
        _("not known"),
    )
