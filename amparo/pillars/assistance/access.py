"""Who may see and work on cases, and on everything in them."""

from amparo.foundation.trust.access import access_to, nobody, own, reached, role, through

from .models import (
    Action,
    ActionEnded,
    Agreement,
    AlertResolved,
    Approval,
    Assessment,
    Attachment,
    Case,
    CaseReach,
    CaseRules,
    Closure,
    Conference,
    Decision,
    Dependant,
    FollowUp,
    Goal,
    GoalOutcome,
    HandOver,
    Need,
    Note,
    NumberSeries,
    Plan,
    Reopening,
    SafetyAlert,
    Screening,
    ServiceGiven,
    ServiceVoided,
    Task,
    TaskDone,
    TimerSet,
)


access_to(
    Case,
    see=reached(CaseReach, "case.see"),
    work=reached(CaseReach, "case.work"),
    alert=reached(CaseReach, "case.alert"),
    approve=reached(CaseReach, "case.approve"),
    assign=reached(CaseReach, "case.assign"),
    reopen=reached(CaseReach, "case.reopen"),
)
for part in (
    Assessment, Attachment, Closure, Conference, Dependant, FollowUp, Goal, Need, Note, Plan,
    SafetyAlert, Screening, ServiceGiven, Task, Action,
):  # fmt: skip
    access_to(part, see=through("case"), work=through("case", "work"))
access_to(Approval, see=through("case"), decide=through("case", "approve"))
access_to(Decision, see=through("approval__case"))
access_to(Agreement, see=through("plan__case"))
access_to(ActionEnded, see=through("action__case"))
access_to(AlertResolved, see=through("alert__case"))
access_to(ServiceVoided, see=through("service__case"))
access_to(TaskDone, see=through("task__case"))
access_to(GoalOutcome, see=through("closure__case"))
access_to(Reopening, see=through("closure__case"))
access_to(HandOver, see=own("by"))
access_to(CaseRules, see=role("office.edit"), edit=role("office.edit"))
access_to(TimerSet, see=role("office.edit"))
for kept_by_verbs in (CaseReach, NumberSeries):
    access_to(kept_by_verbs, see=nobody)
