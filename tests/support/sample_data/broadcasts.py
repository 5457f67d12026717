"""Broadcasts in the sample data: subscribers, and a broadcast at each stage."""

from datetime import time, timedelta
from types import SimpleNamespace

FIRST_NUMBER = 59170000700


def add_broadcasts(world: SimpleNamespace) -> None:
    """Subscribers as their own forms leave them; one draft, one pending approval, one that waits
    for its hours, one that paused because the gateway failed.
    """
    from amparo.pillars.advocacy.broadcasts.links import token_of
    from amparo.pillars.advocacy.broadcasts.models import Broadcast, Subscription
    from amparo.pillars.advocacy.broadcasts.models.progress import Halt

    by, office, approver = world.communications_officer, world.office, world.supervisor
    for number in range(7):
        subscribed = Subscription.confirm(
            f"+{FIRST_NUMBER + number}", channel="sms", language="es", topics=["services"]
        )
    world.alert_link = token_of(subscribed.ref)
    today = office.today()

    def drafted() -> Broadcast:
        return Broadcast.draft(
            by=by, office=office, message=world.message, topic="services",
            languages=["es", "en"], channels=["sms"], first_day=today + timedelta(days=1),
            last_day=today + timedelta(days=3), begins=time(9), ends=time(18),
        )  # fmt: skip

    world.broadcast_draft = drafted()
    world.broadcast_submitted = drafted()
    world.broadcast_sending = drafted()
    world.broadcast_halted = drafted()
    for each in (world.broadcast_submitted, world.broadcast_sending, world.broadcast_halted):
        each.submit(by=by)
    world.broadcast_sending.approve(by=approver)
    world.broadcast_halted.approve(by=approver)
    world.broadcast_halted.halt(Halt.SILENT)
    world.broadcast = world.broadcast_halted
