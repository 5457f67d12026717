"""What evidence may count of training: enrolments at events that were held, and the persons behind
them. A participant is no person of the case register, so their row names none: distinct persons
are counted as records of a fact of their own, apart from how often they took part.

Where attendance was recorded, who was at no session does not count; where none was recorded for an
event, or it was imported from a list, all who had a seat count. No list of records stands behind
these figures: who reads them need not know who took part. What leaves is hidden by how many
participants are in a cell, whom a pseudonym of their own stands for.
"""

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from itertools import batched

from django.db.models import Max, QuerySet
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.core.measures import (
    Column,
    Fact,
    OfficeDays,
    Unit,
    register_fact,
)

from .after_measures import FOLLOW_UPS
from .attendance_records import shares_of_events
from .gain_rows import GAINS
from .models import Course, Enrolment, TrainingEvent, TrainingType
from .participant_columns import UNSAID, WHO
from .participant_pseudonyms import ParticipantPseudonyms

# Events whose attendance is read at once.
TOGETHER = 500
_HELD = TrainingEvent.State.HELD
_COLUMNS = (
    *WHO,
    Column(
        "training_type", pgettext_lazy("course", "Type"),
        get_label=lambda code: str(TrainingType(code).label),
    ),
    Column(
        "level", pgettext_lazy("course", "Level"),
        get_label=lambda code: str(Course.Level(code).label),
    ),
    Column("course", pgettext_lazy("training", "Course")),
)  # fmt: skip


def _took_part() -> Iterator[tuple[int, date, datetime, int, int, int | None, tuple]]:
    """Yields enrolment, day, when it was recorded, participant, office, place and the columns,
    which end with the pseudonym.
    """
    days, pseudonyms = OfficeDays(), ParticipantPseudonyms()
    events = TrainingEvent.objects.filter(state=_HELD).annotate(ended=Max("sessions__ends_at"))
    events = events.exclude(ended=None).prefetch_related("sessions").order_by("pk")
    for some in batched(events.iterator(chunk_size=TOGETHER), TOGETHER, strict=False):
        on = {each.pk: (each, days(each.office_id, each.ended)) for each in some}
        shares = shares_of_events(some)
        for pk, of_event, at, participant, ref, sex, kind, *course in _seated(on):
            event, day = on[of_event]
            recorded = shares.get(of_event)
            if day is None or (recorded and not recorded.get(pk)):
                continue
            columns = (sex or UNSAID, kind or UNSAID, *course, pseudonyms.of(ref))
            yield pk, day, at, participant, event.office_id, event.place_id, columns


def _seated(events: Iterable[int]) -> QuerySet:
    """Who had a seat at these events, event by event."""
    rows = Enrolment.objects.filter(event__in=list(events), state=Enrolment.State.ENROLLED)
    return rows.order_by("event", "pk").values_list(
        "pk", "event", "at", "participant", "participant__ref", "participant__sex",
        "participant__institution_type", "event__version__course__type",
        "event__version__course__level", "event__version__course__code",
    )  # fmt: skip


def _row(record: int, day: date, at: datetime, office: int, place: int | None) -> tuple:
    return record, day, at, None, None, office, None, None, False, place, None


def _enrolments() -> Iterator[tuple]:
    for pk, day, at, _who, office, place, columns in _took_part():
        yield (*_row(pk, day, at, office, place), *columns)


def _persons() -> Iterator[tuple]:
    for _pk, day, at, participant, office, place, columns in _took_part():
        yield (*_row(participant, day, at, office, place), *columns)


_LEFT_OUT = gettext_lazy(
    "events that were not marked as held; who has a seat and was at no session; waiting lists"
)
register_fact(
    Fact(
        "training_participants", gettext_lazy("Persons trained: each person once"),
        (Unit("trained_persons", gettext_lazy("Persons trained")),), _persons, _COLUMNS,
        left_out=_LEFT_OUT, has_members=True,
    )
)  # fmt: skip
register_fact(
    Fact(
        "training_enrolments", gettext_lazy("Times that somebody took part in a training"),
        (Unit("training_participations", gettext_lazy("Participations")),), _enrolments,
        _COLUMNS, left_out=_LEFT_OUT, has_members=True,
    )
)  # fmt: skip
register_fact(FOLLOW_UPS)
register_fact(GAINS)
