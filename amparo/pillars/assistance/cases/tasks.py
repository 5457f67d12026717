"""What is done by the clock about lists of cases."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from amparo.foundation.core.jobs import background_task, periodic_task

from .models import SavedView


@periodic_task(every=timedelta(days=1))
@background_task(name="delete-old-saved-views", title=_("Delete saved views of closed accounts"))
def delete_saved_views() -> None:
    """A saved view is kept as long as its account is open."""
    SavedView.objects.filter(user__is_active=False).delete()
