"""Template filter: a notification as a sentence."""

from django import template
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from amparo.foundation.core.audit import events
from amparo.foundation.core.models import Notification

register = template.Library()


@register.filter
def notification_text(notice: Notification) -> str | Promise:
    """Returns the sentence; an unknown code still links to its record."""
    return events.notices().get(notice.event, _("Something changed in a case of yours."))
