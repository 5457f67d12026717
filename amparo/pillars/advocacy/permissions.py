"""Who may see and answer complaints: those who receive them, by name, and nobody by their rank."""

from amparo.foundation.trust.access import access_to, nobody, reached, role, through
from amparo.foundation.trust.veil import of_a_task

from .models import (
    Acknowledged,
    Answered,
    Closed,
    Complaint,
    ComplaintReach,
    ComplaintRules,
    DeletionAsked,
    Endorsed,
    LookedInto,
    NamedIn,
    Referred,
    Reopened,
    Resorted,
    Said,
    TakenDown,
    Told,
    Withdrawn,
    YouSaid,
)

access_to(
    Complaint,
    see=reached(ComplaintReach, "complaint.see"),
    answer=reached(ComplaintReach, "complaint.see"),
)
for step in (
    Acknowledged, Answered, Closed, DeletionAsked, NamedIn, LookedInto, Referred, Reopened,
    Resorted, Said, Told, Withdrawn,
):  # fmt: skip
    access_to(step, see=through("complaint"))
access_to(ComplaintReach, see=nobody)
access_to(ComplaintRules, see=role("office.edit"), edit=role("office.edit"))
# What changed because of them names nobody: a second person sees to that before it is published.
access_to(YouSaid, see=role("complaint.publish"), edit=role("complaint.publish"))
access_to(Endorsed, see=role("complaint.publish"))
access_to(TakenDown, see=role("complaint.publish"))

# Whoever receives a complaint reads all of it: it lies in the file of no person.
for told in (
    Complaint, Answered, LookedInto, Referred, Reopened, Said, Told, Withdrawn,
):  # fmt: skip
    of_a_task(told, "see")
