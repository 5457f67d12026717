"""What evidence may count of tests: of each pair of tests whether enough was gained (OPT-11b).

Tests are taken without a name, so a row knows its event alone: no sex, no institution. Under five
pairs, and of forms that cannot be compared, nothing of an event counts, as on its own pages.
"""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.core.measures import Column, ColumnType, Fact, OfficeDays, Unit

from .gain import FEW
from .gain_measures import gain_definition
from .learning_figures import LearningFigures
from .models import TestMoment, TestSitting, TrainingEvent
from .models.sittings import Moment
from .participant_pseudonyms import ParticipantPseudonyms

_HELD = TrainingEvent.State.HELD


def pairs_that_count() -> Iterator[tuple]:
    """Yields a row for each pair. It counts from the last day of its event."""
    days, pseudonyms, definition = OfficeDays(), ParticipantPseudonyms(), gain_definition()
    for event in _events():
        figures = LearningFigures(event, is_protected=True)
        pairs = figures.pairing.pairs
        if not figures.is_comparable or len(pairs) < FEW:
            continue
        later = TestSitting.objects.filter(pk__in=[second for _first, second in pairs])
        told = {pk: (ref, at) for pk, ref, at in later.values_list("pk", "ref", "at")}
        scores = zip(pairs, figures.scores_of(figures.pairing), strict=True)
        day, course = days(event.office_id, event.ends_at), event.version.course
        for (_first, second), pair in scores:
            ref, at = told[second]
            yield (
                second, day, at, None, None, event.office_id, None, None, False, event.place_id,
                None, course.code, course.type, course.level, definition.has_gained(pair),
                pseudonyms.of(ref),
            )  # fmt: skip


def _events() -> Iterator[TrainingEvent]:
    """Those that were held with a test before and one after."""
    after = TestMoment.objects.filter(moment=Moment.AFTER).values("event")
    rows = TrainingEvent.objects.filter(state=_HELD, ends_at__isnull=False, pk__in=after)
    rows = rows.filter(test_moments__moment=Moment.BEFORE).distinct()
    rows = rows.select_related("version__course").prefetch_related("sessions").order_by("pk")
    yield from rows.iterator(chunk_size=200)


GAINS = Fact(
    "training_gains", gettext_lazy("Who took the tests before and after a training"),
    (Unit("training_pairs", gettext_lazy("Pairs of tests")),), pairs_that_count,
    (
        Column("course", pgettext_lazy("training", "Course")),
        Column("training_type", pgettext_lazy("course", "Type")),
        Column("level", pgettext_lazy("course", "Level")),
        Column("has_gained", gettext_lazy("Gained enough to count"), ColumnType.FLAG),
    ),
    left_out=gettext_lazy(
        "events with fewer than five pairs, and those whose two forms cannot be compared"
    ),
    has_members=True,
)  # fmt: skip
