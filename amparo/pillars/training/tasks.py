"""What training does in the background: reminders."""
"""What training does in the background: reminders, notices of changes, and their mails."""
"""What training does in the background."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from amparo.foundation.core.jobs import background_task, periodic_task

from .requirement_reminders import remind_of_requirements


@periodic_task(every=timedelta(days=1))
@background_task(
    name="remind-of-required-competencies", title=_("Remind of required competencies")
)
def remind_of_required_competencies() -> None:
    """Tells who has to renew something their work requires, once for each warning."""
    remind_of_requirements()
from .models import TrainingNotice
from .notices import send_notice
from .reminders import remind_of_trainings, tell_of_changes


@periodic_task(every=timedelta(hours=6))
@background_task(name="remind-of-trainings", title=_("Remind participants of trainings"))
def remind_of_trainings_soon() -> None:
    """A week and a day before, once each, whoever agreed to be reminded."""
    remind_of_trainings()


@periodic_task(every=timedelta(minutes=10))
@background_task(
    name="tell-of-changed-trainings", title=_("Notify participants of changed trainings")
)
def tell_of_changed_trainings() -> None:
    """Whose time or place changed a while ago, in one mail."""
    tell_of_changes()


# In slices: a slow mail server must not keep the database waiting.
@background_task(
    name="send-training-notice", title=_("E-mail participant of training"), in_slices=True
)
def send_training_notice(ref: str) -> None:
    """The mail of one notice; none where participant or notice were erased meanwhile."""
    notice = TrainingNotice.objects.filter(ref=ref).first()
    if notice is not None:
        send_notice(notice)
from . import registration_mails  # noqa: F401 - how participants stand
from .seats import check_counters


@periodic_task(every=timedelta(days=1))
@background_task(name="check-training-seats", title=_("Check the counted seats of trainings"))
def check_training_seats() -> None:
    """Corrects counters that do not fit the list of an event, and tells its organizers."""
    check_counters()
