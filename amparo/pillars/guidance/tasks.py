"""Periodic tasks of guidance: cards that are shipped, reviews that are due, remarks that wait."""

from datetime import timedelta

from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from amparo.foundation.core.audit import log
from amparo.foundation.core.clock import now
from amparo.foundation.core.jobs.backend import background_task
from amparo.foundation.core.jobs.schedule import periodic_task
from amparo.foundation.core.models import Notification

from . import shipped
from .models import Edition, Remark

DAILY = timedelta(days=1)


@periodic_task(every=DAILY)
@background_task(name="install-shipped-cards", title=_("Add the guidance cards that are shipped"))
def install_shipped_cards() -> None:
    """Adds cards that came with an update."""
    shipped.install()


@periodic_task(every=DAILY)
@background_task(name="remind-of-guidance", title=_("Remind of guidance reviews and remarks"))
def remind_of_guidance() -> None:
    """Tells who is responsible, once for each: what is past its date to be reviewed, and which
    remarks wait longer than was promised.
    """
    for edition in Edition.objects.review_due(localdate()).filter(is_review_notified=False):
        edition.is_review_notified = True
        edition.save(update_fields=["is_review_notified"])
        log.log_event(None, "guidanceedition.review_due", edition)
        Notification.notify(
            edition.product.responsible_users(), event="guidanceedition.review_due",
            about=edition.title, url=edition.product.get_absolute_url(), by=None,
        )  # fmt: skip
    for remark in Remark.objects.overdue(now()).filter(was_reminded=False):
        remark.remind()
