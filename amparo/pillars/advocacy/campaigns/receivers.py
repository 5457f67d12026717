"""When a message is withdrawn, what is still planned of it stops, and its keepers are told."""

from typing import Any

from django.utils.translation import gettext as _

from amparo.foundation.core.audit import log
from amparo.foundation.core.models import User
from amparo.foundation.core.permissions.rls.bypass import rls_bypass
from amparo.pillars.advocacy.message_bank.extension_points import message_withdrawn
from amparo.pillars.advocacy.message_bank.models import KeyMessage

from .models import Campaign, Placement


def connect() -> None:
    message_withdrawn.connect(stop_placements, dispatch_uid="campaigns.stop_placements")


def stop_placements(sender: Any, *, message: KeyMessage, by: User, **_signal: Any) -> None:
    """Cancels planned placements of the message in every campaign, also of other offices, and
    tells who keeps these. What was made stays in the reports.
    """
    with rls_bypass(reason="a withdrawn message stops wherever it is placed"):
        rows = Placement.objects.filter(message=message, state=Placement.State.PLANNED)
        stopped = list(rows.select_related("campaign__by").order_by("pk"))
        because = _("The message %(number)s was withdrawn.") % {"number": message.number}
        for each in stopped:
            each.cancel(by=by, because=because)
        concerned: dict[int, Campaign] = {each.campaign_id: each.campaign for each in stopped}
        for campaign in _with(message):
            concerned.setdefault(campaign.pk, campaign)
        for campaign in concerned.values():
            log.log_event(by, "campaign.message_withdrawn", campaign)
            campaign.tell("campaign.message_withdrawn", by=None)


def _with(message: KeyMessage) -> list[Campaign]:
    """Open campaigns that carry it: what was made may still hang on a wall."""
    rows = Campaign.objects.filter(messages=message, state__in=("planned", "running", "paused"))
    return list(rows.select_related("by"))
