"""Template filter: a notification as a sentence."""

from django import template
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from amparo.foundation.core.audit import events
from amparo.foundation.core.extension_points import counted_notice_texts
from amparo.foundation.core.models import Notification

register = template.Library()


@register.filter
def notice_is_counted(notice: Notification) -> bool:
    """Returns whether it is about a number of records, which its sentence says."""
    return notice.event in counted_notice_texts and notice.about.isdecimal()


@register.filter
def notification_text(notice: Notification) -> str | Promise:
    """Returns the sentence, with its number; an unknown code still links to its record."""
    if notice_is_counted(notice):
        return counted_notice_texts[notice.event] % {"count": int(notice.about)}
    return events.notices().get(notice.event, _("Something changed in a case of yours."))
