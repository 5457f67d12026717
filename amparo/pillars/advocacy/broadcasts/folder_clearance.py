"""What lies in the folder of texts: fetched broadcasts need not lie there in the clear, and what
nobody fetched in two days was not sent.
"""

from datetime import timedelta

from django.db import transaction

from amparo.foundation.core.audit import log
from amparo.foundation.core.clock import now
from amparo.foundation.core.jobs import checkpoint
from amparo.foundation.people.messaging.providers import Folder, provider

from .models import AddressConfirmation, Batch
from .models.batches import BatchState

FOLDER_RETENTION = timedelta(days=2)
FORGOTTEN_AFTER = timedelta(days=14)


def clear_folder() -> None:
    """Deletes files of batches from the folder after two days; tells whoever wrote a broadcast of
    which one was not fetched. Deletes old codes with their addresses.
    """
    with transaction.atomic():
        checkpoint()
        AddressConfirmation.delete_old()
    chosen = provider()
    if not isinstance(chosen, Folder):
        return
    old = Batch.objects.filter(
        state=BatchState.HANDED, provider=chosen.name,
        handed_at__lt=now() - FOLDER_RETENTION, handed_at__gt=now() - FORGOTTEN_AFTER,
    )  # fmt: skip
    for batch in old.select_related("broadcast__by").order_by("broadcast", "number"):
        if chosen.remove_many(batch.ref):
            with transaction.atomic():
                checkpoint()
                _note(batch)


def _note(batch: Batch) -> None:
    others = batch.broadcast.batches.filter(state=BatchState.UNFETCHED)
    is_first = not others.exists()
    batch.state = BatchState.UNFETCHED
    batch.save(update_fields=["state"])
    log.log_event(None, "broadcast.unfetched", batch.broadcast, step=batch.number)
    if is_first:
        batch.broadcast.tell("broadcast.unfetched")
