"""Who reads and does what in plans and projects: whoever may so do in the case they lie in."""

from amparo.foundation.core.permissions.rules import register_rules, via_foreign_key

from .models import (
    CommunityProject,
    CommunityProjectResult,
    ParticipantCountLine,
    PlanItem,
    ReintegrationPlan,
)

for part in (PlanItem, CommunityProject, ReintegrationPlan):
    register_rules(part, work=via_foreign_key("case", "work"))
register_rules(
    CommunityProjectResult,
    work=via_foreign_key("project__case", "work"),
)
register_rules(ParticipantCountLine, see=via_foreign_key("headcount__project__case"))
# Who is served is read by whoever may open their own case, and by nobody through the project.
