"""First screens: the sections and queues that apps bring, counted in one query."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from amparo.foundation.core.models import User

from .extension_points import (
    DashboardPlace,
    DashboardSection,
    PendingPanel,
    PendingQueue,
    dashboard_sections,
    pending_queues,
)
from .models import Case


@dataclass(frozen=True)
class ShownPart:
    """A template, and what it is told."""

    template: str
    context: dict[str, Any]


def register_dashboard_sections(*sections: DashboardSection) -> None:
    for section in sections:
        dashboard_sections.register(section.name, section)


def register_pending_queues(*queues: PendingQueue) -> None:
    for queue in queues:
        pending_queues.register(queue.name, queue)


class Dashboard:
    """The sections of a first screen that stand in these places, for one user."""

    def __init__(self, user: User, *places: DashboardPlace):
        self.places = places
        found = [each for each in dashboard_sections.values() if each.templates.keys() & places]
        self.sections = sorted(found, key=lambda section: section.position)
        self.prepared = {section.name: section.prepare(user) for section in self.sections}

    def rows(self) -> dict[str, Mapping[str, QuerySet]]:
        """Returns what is counted for each section, for `count_groups`."""
        return {
            section.name: section.get_rows(self.prepared[section.name])
            for section in self.sections
        }

    def show(self, counts: Mapping[str, Mapping[str, int]]) -> dict[str, list[ShownPart]]:
        """Returns what each place shows, in its order."""
        shown: dict[str, list[ShownPart]] = {place: [] for place in self.places}
        for section in self.sections:
            for place in self.places:
                template = section.templates.get(place, "")
                context = self._context(section, place, counts) if template else None
                if context is not None:
                    shown[place].append(ShownPart(template, context))
        return shown

    def _context(
        self,
        section: DashboardSection,
        place: DashboardPlace,
        counts: Mapping[str, Mapping[str, int]],
    ) -> dict[str, Any] | None:
        prepared = self.prepared[section.name]
        return section.get_context(prepared, place, counts.get(section.name, {}))


def listed_cases(shown: Mapping[str, Iterable[ShownPart]]) -> set[Case]:
    """Returns the cases that sections list by name."""
    parts = (part for found in shown.values() for part in found)
    return {case for part in parts for case in part.context.get("cases", ())}


def queues_of(panel: PendingPanel) -> list[PendingQueue]:
    found = [queue for queue in pending_queues.values() if queue.panel == panel]
    return sorted(found, key=lambda queue: queue.position)


def urgent_queues() -> list[PendingQueue]:
    """Returns the queues whose first items stand at the top, in their order there."""
    found = [queue for queue in pending_queues.values() if queue.urgent_template]
    return sorted(found, key=lambda queue: queue.urgent_position)


def attach_cases(records: Sequence[Any]) -> None:
    """Gives each record its case: fetched for the few that are shown, not joined to all that wait.
    One query. A record names its case by key, or by ref; `case` is None where there is none.
    """
    keys = {record.case_id for record in records if hasattr(record, "case_id")}
    refs: set[UUID] = {record.case_ref for record in records if not hasattr(record, "case_id")}
    if not keys and not refs:
        return
    found = list(Case.objects.filter(Q(pk__in=keys) | Q(ref__in=refs)).with_subject())
    by_key, by_ref = {case.pk: case for case in found}, {case.ref: case for case in found}
    for record in records:
        if hasattr(record, "case_id"):
            record.case = by_key[record.case_id]
        else:
            record.case = by_ref.get(record.case_ref)
