"""What a page shows of a request: all to those who trace, to others what the relative told."""

from collections.abc import Iterator
from datetime import date
from functools import cached_property
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, QuerySet

from amparo.foundation.core.models import User
from amparo.foundation.core.permissions.masking import mask, visible_classes
from amparo.foundation.people.models import Person
from amparo.pillars.assistance.cases.extension_points.stages import NextStep
from amparo.pillars.assistance.child_protection.relatives import SoughtRelative
from amparo.ui.charts import LineStage

from . import progress, reasons
from .models import (
    InquirerNotification,
    Reunification,
    SoughtPerson,
    TracingMatch,
    TracingRequest,
)
from .status import next_step

MOST_SOUGHT = 20


def listed_for(user: User, which: str) -> QuerySet[TracingRequest]:
    """The requests that this colleague reads, of one kind, with what a line shows of them."""
    found: Any = TracingRequest.objects.accessible_to(user)
    if which == "closed":
        found = found.closed()
    elif which == "new":
        found = found.filter(state=TracingRequest.State.OPEN)
    elif which == "verify":
        waiting = TracingMatch.objects.accessible_to(user).filter(
            state=TracingMatch.State.PROPOSED, sought__request=OuterRef("pk")
        )
        found = found.open().filter(Exists(waiting))
    else:
        found = found.open()
    told = InquirerNotification.objects.filter(request=OuterRef("pk"))
    rows = found.select_related("office", "inquirer").annotate(is_notified=Exists(told))
    return rows.prefetch_related(Prefetch("sought", SoughtPerson.objects.order_by("pk")))


def relatives_sought_by(person: Person, user: User) -> Iterator[SoughtRelative]:
    """For whom a person looks, in open requests that `user` reads; never who looks for them."""
    requests = TracingRequest.objects.open().accessible_to(user).filter(inquirer=person)
    found = SoughtPerson.objects.filter(request__in=requests).select_related("request")
    for row in found.order_by("pk")[:MOST_SOUGHT]:
        sought = mask(row, visible_classes(user, row))
        yield SoughtRelative(
            str(sought.name), sought.relation, str(sought.last_seen_where),
            row.request.get_absolute_url(),
        )  # fmt: skip


class RequestPage:
    """One request as one colleague reads it."""

    def __init__(self, request: TracingRequest, user: User, verbs: frozenset[str]):
        self.request, self.user = request, user
        self.traces = "match" in verbs
        self.may_work = "work" in verbs and not request.is_closed
        self.may_trace = self.traces and not request.is_closed
        self.state = request.state_for(user)
        self.has_consent = request.has_consent

    @property
    def today(self) -> date:
        return self.request.office.today()

    @property
    def stages(self) -> list[LineStage]:
        return progress.stages_of(self)

    @cached_property
    def step(self) -> NextStep | None:
        return progress.next_step_of(self)

    @cached_property
    def consents(self):
        return self.request.consents.select_related("by").order_by("-pk")

    @cached_property
    def sought(self) -> list[tuple[SoughtPerson, list[tuple[TracingMatch, str]]]]:
        """Each who is looked for; to those who trace, with whom they may be."""
        found = list(self.request.sought.order_by("pk"))
        return [(each, self._matches.get(each.pk, [])) for each in found]

    @cached_property
    def _matches(self) -> dict[int, list[tuple[TracingMatch, str]]]:
        found: dict[int, list[tuple[TracingMatch, str]]] = {}
        for match, code in self.matches:
            found.setdefault(match.sought_id, []).append((match, str(reasons.NEXT[code])))
        return found

    @cached_property
    def matches(self) -> list[tuple[TracingMatch, str]]:
        """To those who trace, each match to which both agree, with the code of what comes next."""
        if not self.traces:
            return []
        pairs = ((match, match.pair) for match in self._all_matches())
        return [(match, next_step(pair)) for match, pair in pairs if pair.may_be_shown]

    @cached_property
    def reunifications(self) -> dict[int, Reunification]:
        """The latest of each verified match, by its key, where its case opens to the reader."""
        verified = [match.pk for match, _code in self.matches if match.is_verified]
        if not verified:
            return {}
        found = Reunification.objects.filter(match__in=verified).accessible_to(self.user)
        return {
            each.match_id: each
            for each in found.select_related("case").order_by("pk")
            if each.match_id is not None
        }

    def _all_matches(self) -> list[TracingMatch]:
        rows = TracingMatch.objects.standing().filter(sought__request=self.request)
        rows = rows.select_related("sought", "person").prefetch_related("verifications")
        matches = list(rows.order_by("pk"))
        for match in matches:
            match.sought.request = self.request
        return matches

    @cached_property
    def actions(self):
        rows = self.request.actions.select_related("by").order_by("-on", "-pk")
        return rows if self.traces else []

    @cached_property
    def notifications(self):
        return self.request.notifications.select_related("by").order_by("-on", "-pk")

    @cached_property
    def closings(self):
        rows = self.request.closings.select_related("by", "reopened_by").order_by("-pk")
        return rows if self.traces else []
