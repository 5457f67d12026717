"""What training does in the background for learning record stores: collects, recalls, sends."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from amparo.foundation.core.jobs import background_task, periodic_task
from amparo.foundation.core.outbound import attempt

from .learning_statements import collect, delete_old_statements, recall_all, send_statement
from .models import LearningStatement


@background_task(name="collect-learning-statements", title=_("Collect learning statements"))
def collect_learning_statements(kind: str, ref: str) -> None:
    """Queues what the stores of an office are told of one record, or recalls it."""
    collect(kind, ref)


@background_task(name="recall-learning-statements", title=_("Recall learning statements"))
def recall_learning_statements(participant_ref: str) -> None:
    """Takes back what was told of somebody who was erased, or no longer agrees."""
    recall_all(participant_ref)


# In slices: a slow store must not keep the database waiting.
@background_task(
    name="deliver-learning-statement", title=_("Send learning statement"), in_slices=True
)
def deliver_learning_statement(ref: str, tries: int) -> None:
    """Makes one attempt. The request runs outside a transaction."""
    found = LearningStatement.objects.waiting().select_related(
        "store", "participant", "version__course", "voids"
    )
    statement = found.filter(ref=ref, tries=tries).first()
    if statement is not None:  # else it was taken or recalled, or is tried by another job
        attempt(statement, send_statement)


@periodic_task(every=timedelta(days=1))
@background_task(name="delete-old-learning-statements", title=_("Delete old learning statements"))
def delete_old_learning_statements() -> None:
    delete_old_statements()
