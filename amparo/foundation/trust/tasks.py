"""What trust does by the clock: forgetting what need not be kept."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from . import blocks, disk_reserve, inventory, witness
from .clock import now
from .jobs import in_background, periodic
from .models import Delivery, Job, Once
from .sessions import SessionStore
from .webhooks import deliver  # noqa: F401 - tasks, loaded with those below

SEALING = timedelta(seconds=2)
RESERVING = timedelta(seconds=30)
TELLING = timedelta(minutes=5)
DAILY = timedelta(days=1)
JOBS_KEPT = timedelta(days=14)
ONCES_KEPT = timedelta(days=30)
DELIVERIES_KEPT = timedelta(days=90)


@periodic(every=DAILY)
@in_background(name="delete-finished-jobs", title=_("Forget work that was done"))
def forget_jobs() -> None:
    """Who asked for what and when is in the ledger; the row has served."""
    Job.objects.done().filter(ended_at__lt=now() - JOBS_KEPT).delete()


@periodic(every=DAILY)
@in_background(name="delete-old-idempotency-keys", title=_("Forget forms that were sent long ago"))
def forget_onces() -> None:
    """No telephone tries again after a month."""
    Once.objects.filter(at__lt=now() - ONCES_KEPT).delete()


@periodic(every=DAILY)
@in_background(
    name="delete-old-webhook-deliveries",
    title=_("Forget what partners’ systems were told"),
)
def forget_deliveries() -> None:
    """No partner asks for it again after so long; what happened stands in the records."""
    Delivery.objects.filter(at__lt=now() - DELIVERIES_KEPT).delete()


@periodic(every=DAILY)
@in_background(name="delete-expired-sessions", title=_("Forget sessions that have ended"))
def forget_sessions() -> None:
    SessionStore.clear_expired()


@periodic(every=DAILY)
@in_background(name="delete-orphaned-files", title=_("Take away files of nobody"), in_slices=True)
def sweep_files() -> None:
    """What a killed process left in the store belongs to no record, and opens for nobody."""
    inventory.sweep()


@periodic(every=RESERVING, durable=False)
def look_after_the_reserve() -> None:
    """Space for reading on a full disk: given back where there is no room, taken else."""
    disk_reserve.look_after_the_reserve()


@periodic(every=SEALING, durable=False)
def seal_the_ledger() -> None:
    """What was written since goes into a block, and the witness at hand hears of it."""
    blocks.seal_waiting()
    witness.tell_witnesses("file")


@periodic(every=TELLING)
@in_background(
    name="notify-witnesses",
    title=_("Tell the witnesses of the ledger"),
    in_slices=True,
)
def tell_witnesses() -> None:
    """Those far away: a slow line must not keep the ledger from being sealed."""
    witness.tell_witnesses("https", "mailto")


@periodic(every=DAILY)
@in_background(name="sign-late-blocks", title=_("Seal what was settled late"), in_slices=True)
def seal_what_came_late() -> None:
    blocks.seal_waiting(late=True)
