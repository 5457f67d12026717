"""What returns do by the clock: certificates of colleagues are deleted once their time is over."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from amparo.foundation.core.clock import now
from amparo.foundation.core.jobs import background_task, periodic_task

from .models import QualificationFile


@periodic_task(every=timedelta(days=1))
@background_task(
    name="delete-old-qualification-files", title=_("Delete old certificates of colleagues")
)
def delete_old_qualification_files() -> None:
    for file in QualificationFile.objects.over(now().date()).select_related("qualification"):
        file.delete_old()
