"""What the way out of exploitation does by the clock: copies that have served leave this house."""

from datetime import timedelta

from django.conf import settings
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from amparo.foundation.core.clock import now
from amparo.foundation.core.jobs import background_task, periodic_task

from .htcds.imports import check_file, import_file  # noqa: F401 - tasks, loaded with those below
from .models import HtcdsExport, HtcdsImportFile


@periodic_task(every=timedelta(days=1))
@background_task(
    name="delete-old-htcds-files",
    title=_("Delete HTCDS files"),
)
def delete_htcds_files() -> None:
    """What came has served once its people are here; what was made to leave has its day."""
    before = now() - timedelta(days=settings.AMPARO_REGISTER_FILE_KEPT_DAYS)
    served = Q(done_at__lt=before) | Q(done_at=None, at__lt=before)
    for file in HtcdsImportFile.objects.filter(served, deleted_at=None):
        if file.state != HtcdsImportFile.State.IMPORTING:
            file.delete_file()
    for export in HtcdsExport.objects.over():
        export.delete_file()
