"""What one colleague sees of one project: its figures, and only those cases they may open."""

from functools import cached_property

from amparo.foundation.core.models import User
from amparo.foundation.core.permissions.rules import permissions_on
from amparo.foundation.protection import code_lists
from amparo.foundation.protection.models import Observation
from amparo.pillars.assistance.assessment.observations import ObservationLine, observation_line
from amparo.pillars.assistance.cases.models import Case
from amparo.pillars.assistance.pathways.payments.models import AssistanceGrant
from amparo.pillars.assistance.services.models import ServiceProvided

from .models import CommunityProject, CommunityProjectResult, ParticipantCount
from .models.headcounts import BANDS

MOST = 60


def place_observations(project: CommunityProject, user: User) -> list[ObservationLine]:
    """What is known of the place, and stands."""
    if project.place is None:
        return []
    found = Observation.objects.context_of(project.place).accessible_to(user)
    return [observation_line(each) for each in found.order_by("-severity", "pk")[:MOST]]


class CommunityProjectPage:
    """The parts of a project for one reader; templates call it `page`."""

    def __init__(self, project: CommunityProject, user: User):
        self.project = project
        self.user = user

    @cached_property
    def may_work(self) -> bool:
        case = self.project.case
        return "work" in permissions_on(case, self.user) and not case.is_ended

    @property
    def is_still_allowed(self) -> bool:
        return self.may_work and not self.project.is_over

    @property
    def is_late(self) -> bool:
        return self.project.is_late_on(self.project.case.office.today())

    @cached_property
    def grants(self) -> list[AssistanceGrant]:
        """What is asked for, approved and paid, for this project."""
        found = AssistanceGrant.objects.of(self.project.ref).filter(case=self.project.case)
        return list(found.accessible_to(self.user).select_related("line__fund", "case"))

    @cached_property
    def results(self) -> list[CommunityProjectResult]:
        return list(self.project.results.prefetch_related("measured")[:MOST])

    @cached_property
    def headcount(self) -> ParticipantCount | None:
        counts = self.project.headcounts.prefetch_related("lines").order_by("on", "pk")
        return counts.last()

    @property
    def bands(self) -> list[str]:
        return [name for _code, name in code_lists.choices(BANDS)]

    @property
    def counted(self) -> list[tuple[str, list[int], int]]:
        """One row a sex of whom somebody was counted: by age band, and all together."""
        people = self.headcount.people if self.headcount else {}
        rows = [
            (name, [people.get((sex, band), 0) for band, _b in code_lists.choices(BANDS)])
            for sex, name in code_lists.choices("sex")
        ]
        return [(name, numbers, sum(numbers)) for name, numbers in rows if any(numbers)]

    @cached_property
    def causes(self) -> list[ObservationLine]:
        """What it answers, as far as this colleague may read it."""
        named = Observation.objects.filter(pk__in=self.project.causes.values("observation"))
        return [
            observation_line(each) for each in named.accessible_to(self.user).order_by("pk")[:MOST]
        ]

    @cached_property
    def served(self) -> list[Case]:
        """Only cases that this colleague may open: of the others there is a number, no more."""
        found = Case.objects.filter(community_projects_that_serve__project=self.project)
        return list(found.with_subject().accessible_to(self.user).order_by("-pk")[:MOST])

    @property
    def served_besides(self) -> int:
        return max(self.project.cases_served - len(self.served), 0)

    @cached_property
    def services(self) -> list[ServiceProvided]:
        """What the community or institution was given in its case."""
        given = self.project.case.services.filter(voided_at=None)
        return list(given.order_by("-given_on", "-pk")[:10])
