"""Periodic tasks of core: deletes what need not be kept, signs audit entries, maintains the disk
reserve.
"""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from .accounts.sessions import SessionStore
from .audit import blocks, witnesses
from .clock import now
from .database import disk_reserve
from .encryption import storage
from .files.scanning import PATIENCE, ask_again
from .idempotency import IdempotencyKey
from .jobs.backend import background_task
from .jobs.models import Job
from .jobs.schedule import periodic_task
from .webhooks import WebhookDelivery

SIGNING = timedelta(seconds=2)
RESERVING = timedelta(seconds=30)
NOTIFYING = timedelta(minutes=5)
DAILY = timedelta(days=1)
JOBS_KEPT = timedelta(days=14)
ONCES_KEPT = timedelta(days=30)
DELIVERIES_KEPT = timedelta(days=90)


# It leaves no row: most of the time there is nothing to ask about.
periodic_task(every=PATIENCE, durable=False)(ask_again)


@periodic_task(every=DAILY)
@background_task(name="delete-finished-jobs", title=_("Delete old task records"))
def forget_jobs() -> None:
    """Deletes rows of finished jobs; who asked for what is in the audit log."""
    Job.objects.done().filter(ended_at__lt=now() - JOBS_KEPT).delete()


@periodic_task(every=DAILY)
@background_task(name="delete-old-idempotency-keys", title=_("Delete old sent forms"))
def forget_onces() -> None:
    """No telephone tries again after a month."""
    IdempotencyKey.objects.filter(at__lt=now() - ONCES_KEPT).delete()


@periodic_task(every=DAILY)
@background_task(
    name="delete-old-webhook-deliveries",
    title=_("Delete old webhook deliveries"),
)
def forget_deliveries() -> None:
    """Deletes old deliveries; what happened is in the records."""
    WebhookDelivery.objects.filter(at__lt=now() - DELIVERIES_KEPT).delete()


@periodic_task(every=DAILY)
@background_task(name="delete-expired-sessions", title=_("Delete expired sessions"))
def forget_sessions() -> None:
    SessionStore.clear_expired()


@periodic_task(every=DAILY)
@background_task(name="delete-orphaned-files", title=_("Delete orphan files"), in_slices=True)
def delete_orphaned_files() -> None:
    """Deletes files in the store that no record names."""
    storage.delete_orphans()


@periodic_task(every=RESERVING, durable=False)
def maintain_disk_reserve() -> None:
    """Space for reading on a full disk: given back where there is no room, taken else."""
    disk_reserve.maintain_reserve()


@periodic_task(every=SIGNING, durable=False)
def sign_audit_entries() -> None:
    """Signs new audit entries and sends the head to witness files."""
    blocks.sign_pending_entries()
    witnesses.publish_head("file")


@periodic_task(every=NOTIFYING)
@background_task(
    name="notify-witnesses",
    title=_("Publish audit log checkpoint"),
    in_slices=True,
)
def tell_witnesses() -> None:
    """Sends the head to remote witnesses, so that a slow connection does not delay signing."""
    witnesses.publish_head("https", "mailto")


@periodic_task(every=DAILY)
@background_task(name="sign-late-blocks", title=_("Seal audit log"), in_slices=True)
def sign_late_entries() -> None:
    blocks.sign_pending_entries(late=True)
