"""What evidence may count after trainings: follow-ups that were asked, and what was answered.

Indicator OUT-6 is the share of `is_applying` among those with `is_answered`: who did not answer
is counted neither as yes nor as no.
"""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.core.measures import Column, ColumnType, Fact, OfficeDays, Unit

from .models import TrainingFollowUp
from .models.answers_by_link import is_late
from .models.follow_ups import APPLIES
from .participant_columns import UNSAID, WHO
from .participant_pseudonyms import ParticipantPseudonyms


def _asked() -> Iterator[tuple]:
    """Participants are no persons of the case register: a row knows its event and office alone.
    It counts from the day on which it was asked.
    """
    day_of, pseudonyms = OfficeDays(), ParticipantPseudonyms()
    rows = TrainingFollowUp.objects.exclude(asked_at=None).order_by()
    for pk, office, place, asked, answered, month, used, sex, kind, ref in rows.values_list(
        "pk", "enrolment__event__office_id", "enrolment__event__place_id", "asked_at",
        "answered_at", "month", "used", "enrolment__participant__sex",
        "enrolment__participant__institution_type", "enrolment__participant__ref",
    ).iterator(chunk_size=5_000):  # fmt: skip
        is_answered = answered is not None
        yield (
            pk, day_of(office, asked), asked, None, None, office, None, None, False, place, None,
            str(month), sex or UNSAID, kind or UNSAID, is_answered,
            used in APPLIES if is_answered else None, is_late(asked, answered),
            pseudonyms.of(ref),
        )  # fmt: skip


FOLLOW_UPS = Fact(
    "training_follow_ups", gettext_lazy("Participants of trainings who were asked later"),
    (Unit("training_follow_ups", gettext_lazy("Follow-ups of trainings")),), _asked,
    (
        Column("month", pgettext_lazy("follow-up", "Months after the training")),
        *WHO,
        Column("is_answered", pgettext_lazy("follow-up", "Answered"), ColumnType.FLAG),
        Column("is_applying", gettext_lazy("Applies what was learned"), ColumnType.FLAG),
        Column("is_late", pgettext_lazy("follow-up", "Answered late"), ColumnType.FLAG),
    ),
    left_out=gettext_lazy("participants who did not agree to be asked, or have no address"),
    has_members=True,
)  # fmt: skip
