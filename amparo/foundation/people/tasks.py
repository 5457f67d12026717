"""Background tasks: messages sent and looked after, names counted, boundaries read."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from amparo.foundation.core.clock import now
from amparo.foundation.core.jobs import background_task, periodic_task
from amparo.foundation.core.models import User
from amparo.foundation.core.refusals import Refusal

from .deduplication.tasks import run_deduplication  # noqa: F401 - tasks, loaded with those below
from .messaging import delivery
from .models import BoundaryUpload
from .models.boundaries import WAITS
from .search import index

OVERDUE_INTERVAL = timedelta(minutes=10)
NAME_COUNT_INTERVAL = timedelta(days=1)


# In slices: a provider that is slow to answer must not keep the database waiting.
@background_task(name="send-text-message", title=_("Send SMS"), in_slices=True)
def send_message(ref: str) -> None:
    delivery.send_message(ref)


@periodic_task(every=OVERDUE_INTERVAL)
@background_task(
    name="check-waiting-text-messages",
    title=_("Retry pending SMS"),
    in_slices=True,
)
def handle_overdue_messages() -> None:
    delivery.handle_overdue_messages()


@periodic_task(every=NAME_COUNT_INTERVAL)
@background_task(name="count-names", title=_("Compute name frequencies"), in_slices=True)
def count_names() -> None:
    index.count_names()


@background_task(name="read-boundaries", title=_("Read a file with boundaries"), in_slices=True)
def read_boundaries(ref: str) -> None:
    """Reads what a large file holds."""
    for upload in BoundaryUpload.objects.filter(ref=ref).select_related("by"):
        upload.read()


@background_task(name="import-boundaries", title=_("Import boundaries"), in_slices=True)
def import_boundaries(ref: str, by: str) -> None:
    """Draws the areas of a large file; why that cannot be stands on its page."""
    for upload in BoundaryUpload.objects.filter(ref=ref).select_related("office"):
        try:
            upload.finish(by=User.objects.get(ref=by))
        except Refusal as refusal:
            upload.refusal = str(refusal)
            upload.save(update_fields=["refusal"])


@periodic_task(every=NAME_COUNT_INTERVAL)
@background_task(name="delete-boundary-files", title=_("Delete files with boundaries"))
def delete_boundary_files() -> None:
    """Lets files go that nobody imported within a day."""
    BoundaryUpload.objects.filter(at__lt=now() - WAITS).delete()
