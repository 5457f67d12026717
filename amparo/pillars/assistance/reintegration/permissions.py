"""Who reads and does what in plans and projects: whoever may so do in the case they lie in."""

from amparo.foundation.core.permissions.rules import register_rules, via_foreign_key

from .models import (
    Headcount,
    HeadcountLine,
    ItemEnded,
    ItemStarted,
    PlanItem,
    Project,
    ProjectCause,
    ProjectEnded,
    ProjectResult,
    ReintegrationAgreement,
    ReintegrationEnded,
    ReintegrationPlan,
    ReintegrationReview,
    ResultReached,
    ServedCase,
)

for part in (PlanItem, Project, ReintegrationPlan):
    register_rules(part, see=via_foreign_key("case"), work=via_foreign_key("case", "work"))
for of_a_plan in (ReintegrationAgreement, ReintegrationEnded, ReintegrationReview):
    register_rules(of_a_plan, see=via_foreign_key("plan__case"))
for of_an_item in (ItemEnded, ItemStarted):
    register_rules(of_an_item, see=via_foreign_key("item__case"))
for of_a_project in (Headcount, ProjectCause, ProjectEnded):
    register_rules(of_a_project, see=via_foreign_key("project__case"))
register_rules(
    ProjectResult,
    see=via_foreign_key("project__case"),
    work=via_foreign_key("project__case", "work"),
)
register_rules(HeadcountLine, see=via_foreign_key("headcount__project__case"))
register_rules(ResultReached, see=via_foreign_key("result__project__case"))
# Who is served is read by whoever may open their own case, and by nobody through the project.
register_rules(ServedCase, see=via_foreign_key("case"))
