"""What links do by the clock: patterns are counted each night."""

from datetime import timedelta

from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from amparo.foundation.core.jobs import background_task, periodic_task

from .counting import count_patterns


@periodic_task(every=timedelta(days=1))
@background_task(name="count-patterns", title=_("Count patterns of unmet needs"))
def count_patterns_nightly() -> None:
    """Counts the unmet needs of the running month, rolled up until nobody can be found."""
    count_patterns(localdate())
