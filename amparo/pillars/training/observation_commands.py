"""The rubric in the hand of an observer without a network: whom they are to observe, and what they
saw.
"""

from collections.abc import Iterable
from typing import Annotated, Any
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from pydantic import Field

from amparo.foundation.core.models import User
from amparo.foundation.core.refusals import Refusal
from amparo.foundation.fieldwork.extension_points import device_lists
from amparo.foundation.fieldwork.sync.command_fields import (
    Code,
    CommandFields,
    FieldLabel,
    LongText,
    format_list,
)
from amparo.foundation.fieldwork.sync.commands import (
    CommandContext,
    CommandResult,
    RecordLookup,
    offline_command,
    register_record_lookup,
)

from .models import EventObserver, Observation, ObservationScore
from .models.observations import MOST_POINTS, rubric_edition
from .practice_commands import day_of
from .rubric import POINTS
from .trainers import open_observations

# As many as one observer has before them.
MOST_OBSERVATIONS = 30
Points = Annotated[int, Field(ge=0, le=MOST_POINTS)]

device_lists.register("rubric_item", lambda: ObservationScore.Item.choices)
device_lists.register("rubric_points", lambda: POINTS)


def _said(points: Any) -> str:
    """Item by item, as a page shows it."""
    items, meanings = dict(ObservationScore.Item.choices), dict(POINTS)
    return format_list(
        f"{items.get(item, item)}: {meanings.get(given, given)}" for item, given in points.items()
    )


class JudgedTrainer(CommandFields):
    rubric: Annotated[Code, FieldLabel(pgettext_lazy("observation", "Edition of the rubric"))]
    points: Annotated[
        dict[str, Points], Field(max_length=40),
        FieldLabel(pgettext_lazy("observation", "Points"), _said),
    ]  # fmt: skip
    note: Annotated[
        LongText, FieldLabel(pgettext_lazy("observation", "What they do well, and what to change"))
    ]


@offline_command(
    "observation.give", about="observer", label=gettext_lazy("Observation of a trainer"),
    fields=JudgedTrainer,
)  # fmt: skip
def give_observation(asked: CommandContext) -> CommandResult:
    """Applied once by the key of the command; of several for one observation the first counts."""
    named, told = asked.record, asked.fields
    if told.rubric != rubric_edition():
        raise Refusal(
            _("The rubric was changed after you took it along. Renew, and judge by the new items.")
        )
    Observation.record(
        named.trainer, named.event, by=asked.by, on=day_of(asked, named.event),
        points=told.points, note=told.note.strip(), command=asked.entry.key, observer=named,
    )  # fmt: skip
    return CommandResult()


def _find_all(refs: Iterable[UUID], by: User) -> dict[UUID, EventObserver]:
    rows = EventObserver.objects.filter(ref__in=list(refs)).select_related(
        "trainer__participant", "event__office", "event__version"
    ).prefetch_related("event__version__texts", "event__sessions")  # fmt: skip
    # Whoever keeps the event may take over what somebody sent who no longer is to observe.
    found = [
        *rows.filter(Q(until=None)).accessible_to(by, "observe"), *rows.accessible_to(by, "keep")
    ]  # fmt: skip
    return {each.ref: each for each in found}


register_record_lookup(
    RecordLookup(
        "observer", _find_all, called=lambda named: named.event.title,
        url=lambda named: named.trainer.get_absolute_url(),
    )
)  # fmt: skip


def observations_along(user: User) -> list[dict[str, Any]]:
    """Whom the user is to observe: the trainer, the event, and by which rubric."""
    items = ObservationScore.Item.values
    return [
        {
            "ref": str(each.ref), "trainer": each.trainer.participant.label,
            "number": each.event.number, "title": each.event.title,
            "starts": _starts(each), "rubric": rubric_edition(), "items": items,
        }
        for each in open_observations(user).order_by("-pk")[:MOST_OBSERVATIONS]
    ]  # fmt: skip


def _starts(named: EventObserver) -> str | None:
    starts = [each.starts_at for each in named.event.sessions.all()]
    return min(starts).isoformat() if starts else None
