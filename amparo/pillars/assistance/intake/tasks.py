"""What is done by the clock about imported lists, and the jobs that import them."""

from datetime import timedelta

from django.conf import settings
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from amparo.foundation.core.clock import now
from amparo.foundation.core.jobs import background_task, periodic_task

from .imports.job import check_file, import_file  # noqa: F401 - tasks, loaded with the one below
from .models import ImportFile


@periodic_task(every=timedelta(days=1))
@background_task(name="delete-old-register-files", title=_("Delete original list files"))
def delete_import_files() -> None:
    """The list has served once its people are here; it is asked for again where it is needed."""
    before = now() - timedelta(days=settings.AMPARO_REGISTER_FILE_KEPT_DAYS)
    served = Q(done_at__lt=before) | Q(done_at=None, at__lt=before)
    for file in ImportFile.objects.filter(served, deleted_at=None).select_related("register"):
        if file.state != ImportFile.State.IMPORTING:
            file.delete_file()
