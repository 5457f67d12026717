"""Who reads and does what in plans and projects: whoever may so do in the case they lie in."""

from amparo.foundation.trust.access import access_to, through

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
    access_to(part, see=through("case"), work=through("case", "work"))
for of_a_plan in (ReintegrationAgreement, ReintegrationEnded, ReintegrationReview):
    access_to(of_a_plan, see=through("plan__case"))
for of_an_item in (ItemEnded, ItemStarted):
    access_to(of_an_item, see=through("item__case"))
for of_a_project in (Headcount, ProjectCause, ProjectEnded):
    access_to(of_a_project, see=through("project__case"))
access_to(ProjectResult, see=through("project__case"), work=through("project__case", "work"))
access_to(HeadcountLine, see=through("headcount__project__case"))
access_to(ResultReached, see=through("result__project__case"))
# Who is served is read by whoever may open their own case, and by nobody through the project.
access_to(ServedCase, see=through("case"))
