"""What evidence may count of training: enrolments at events that were held, and the persons behind
them. A participant is no person of the case register, so their row names none: distinct persons
are counted as records of a fact of their own, apart from how often they took part.

Where attendance was recorded, who was at no session does not count; where none was recorded for an
event, or it was imported from a list, all who had a seat count. No list of records stands behind
these figures: who reads them need not know who took part. What leaves is hidden by how many
participants are in a cell, whom a pseudonym of their own stands for.
"""

from collections.abc import Iterator
from datetime import date, datetime

from django.db.models import Max
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.core.measures import (
    Column,
    Fact,
    OfficeDays,
    Unit,
    register_fact,
)

from .after_measures import FOLLOW_UPS
from .gain_rows import GAINS
from .models import Course, Enrolment, TrainingEvent, TrainingType
from .participant_columns import UNSAID, WHO
from .participant_pseudonyms import ParticipantPseudonyms
from .results import attendance_shares

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
    for event in events.exclude(ended=None).order_by("pk").iterator(chunk_size=500):
        shares = attendance_shares(event)
        day = days(event.office_id, event.ended)
        if day is None:
            continue
        seated = event.enrolments.filter(state=Enrolment.State.ENROLLED)
        for row in seated.order_by().values_list(
            "pk", "at", "participant", "participant__sex", "participant__institution_type",
            "participant__ref", "event__version__course__type",
            "event__version__course__level", "event__version__course__code",
        ):  # fmt: skip
            pk, at, participant, sex, kind, ref, *course = row
            if shares and not shares.get(pk):
                continue
            columns = (sex or UNSAID, kind or UNSAID, *course, pseudonyms.of(ref))
            yield pk, day, at, participant, event.office_id, event.place_id, columns


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
