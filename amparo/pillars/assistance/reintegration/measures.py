"""What evidence may count of reintegration: assistance that was delivered, by dimension."""

from collections.abc import Iterator
from functools import partial

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from amparo.foundation.core.code_lists import codes
from amparo.foundation.core.measures import Column, Fact, OfficeDays, Unit, register_fact
from amparo.pillars.assistance.cases.measures import (
    case_paths,
    case_values,
    moved,
    persons_unit,
    read,
)
from amparo.pillars.assistance.cases.record_sources import case_source

from .models import PlanItem
from .models.items import Dimension, Level, Status


def _assistance() -> Iterator[tuple]:
    office_day = OfficeDays()
    rows = PlanItem.objects.filter(status=Status.DONE)
    for pk, at, ended_at, person, *case, place, dimension, level, activity, modality in read(
        rows, "pk", "at", "ended_at", "case__person_id", *case_paths("case"), "case__place_id",
        "dimension", "level", "activity", "modality",
    ):  # fmt: skip
        yield (
            pk, office_day(case[0], ended_at or at), at, None, person, *case_values(*case),
            place, None, dimension, level, activity, modality,
        )  # fmt: skip


register_fact(
    Fact(
        "reintegration", _("Reintegration assistance completed"),
        (persons_unit, Unit("items", _("Items of the plan"))), _assistance,
        (
            Column(
                "dimension", _("Dimension"), get_label=lambda code: str(Dimension(code).label)
            ),
            Column(
                "level", pgettext_lazy("need, reintegration", "Level"),
                get_label=lambda code: str(Level(code).label),
            ),
            Column(
                "activity", _("Planned assistance"),
                get_label=partial(codes.label, "reintegration_activity"),
            ),
            Column(
                "modality", pgettext_lazy("reintegration", "Modality"),
                get_label=lambda code: str(PlanItem.Modality(code).label),
            ),
        ),
        left_out=_("items that are still planned or in progress"),
        records=case_source(
            lambda: PlanItem.objects.filter(status=Status.DONE), "ended_at", is_moment=True,
            columns={
                "dimension": "dimension", "level": "level", "activity": "activity",
                "modality": "modality",
            },
        ),
        moved=moved(PlanItem),
    )
)  # fmt: skip
