"""When a message is withdrawn, what is still planned of it stops, and its keepers are told."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from amparo.foundation.core.audit import log
from amparo.foundation.core.models import User
from amparo.foundation.core.permissions.rls.records import lock_rows
from amparo.pillars.advocacy.message_bank.extension_points import message_withdrawn
from amparo.pillars.advocacy.message_bank.models import KeyMessage

from .models import Campaign, Placement


def connect() -> None:
    message_withdrawn.connect(stop_placements, dispatch_uid="campaigns.stop_placements")


def stop_placements(sender: Any, *, message: KeyMessage, by: User, **_signal: Any) -> None:
    """Cancels planned placements of the message in every campaign, also of other offices, and
    tells who keeps these. What was made stays in the reports.
    """
    planned = Placement.objects.filter(message=message, state=Placement.State.PLANNED)
    because = _("The message %(number)s was withdrawn.") % {"number": message.number}
    for each in lock_rows(planned, owners=("campaign",)):
        each.cancel(by=by, because=because)
    for campaign in lock_rows(_open_campaigns_with(message), "by"):
        log.log_event(by, "campaign.message_withdrawn", campaign)
        campaign.tell("campaign.message_withdrawn", by=None)


def _open_campaigns_with(message: KeyMessage) -> QuerySet[Campaign]:
    """Open campaigns that carry it: what was made may still hang on a wall."""
    return Campaign.objects.filter(messages=message, state__in=Campaign.OPEN)
