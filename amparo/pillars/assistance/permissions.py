"""Who may see and work on cases, and on everything in them."""

from django.db import models
from django.db.models import Exists, OuterRef, Q

from amparo.foundation.fieldwork.permissions import is_here, works_on
from amparo.foundation.people.permissions import of_a_branch
from amparo.foundation.protection.permissions import kept_also
from amparo.foundation.trust.access import (
    NONE,
    Rule,
    access_to,
    either,
    in_office,
    nobody,
    open_to,
    own,
    path_to,
    reached,
    role,
    through,
)
from amparo.foundation.trust.models import Team, User
from amparo.foundation.trust.veil import classed, of_a_task

from .models import (
    Acknowledgement,
    Action,
    ActionEnded,
    Agreement,
    AlertResolved,
    AlikeLeave,
    Answer,
    Approval,
    Assessment,
    Attachment,
    AttachmentRemoved,
    BreakGlass,
    BreakGlassReview,
    Case,
    CaseReach,
    CaseRules,
    Closure,
    Concerned,
    Conference,
    Decision,
    Deletion,
    DeletionRefused,
    Dependant,
    Escalation,
    FilledFile,
    FollowUp,
    FormDraft,
    FormFilled,
    Goal,
    GoalOutcome,
    HandOver,
    HelpClearing,
    HelpConsent,
    HelpMessage,
    HelpRequest,
    HelpStep,
    HoldReleased,
    LegalHold,
    LinkRefused,
    Need,
    Note,
    NumberSeries,
    Outcome,
    Parcel,
    Plan,
    Reception,
    Referral,
    ReferralLink,
    Register,
    RegisterFamily,
    RegisterFile,
    RegisterRow,
    Reopening,
    Reply,
    RightsAnswer,
    RightsRequest,
    RowTrouble,
    SafetyAlert,
    Screening,
    ServiceGiven,
    ServiceReported,
    ServiceVoided,
    TakeOverAnswer,
    TakeOverRequest,
    Task,
    TaskDone,
    TimerSet,
    Transfer,
    TransferAccepted,
    TransferDeclined,
    TransferTakenBack,
    Withdrawn,
    Withheld,
)


def of_own_house(verb: str, path: str = "team") -> Rule:
    """What belongs to a team that one speaks for, or to a team of an office one speaks for.

    `path` leads to the team; "" where it is the team itself.
    """

    def rule(user: User, model: type[models.Model], at: str = "") -> Q:
        team = path_to(at, path) if path else at
        of_team = Q(**{path_to(team, "pk__in"): user.teams_for(verb)})
        return of_team | Q(**{path_to(team, "office__in"): user.offices_for(verb)})

    return rule


def of_own_cases(user: User, model: type[models.Model], at: str = "") -> Q:
    """What lies in a case that one accompanies oneself."""
    if "case.see" not in user.verbs:
        return NONE
    own = Case.objects.filter(owner=user.pk).values("ref")
    return Q(**{path_to(at, "case_ref__in"): own})


kept_also.append(of_own_cases)


def of_the_inbox(user: User, model: type[models.Model], at: str = "") -> Q:
    """Requests that lie with an office in which one receives them, until they are a case."""
    offices, teams = user.offices_for("help.receive"), user.teams_for("help.receive")
    if not offices and not teams:
        return NONE
    of_team = Team.objects.filter(pk__in=teams).values("office")
    here = Q(**{path_to(at, "office__in"): offices}) | Q(**{path_to(at, "office__in"): of_team})
    return here & Q(**{path_to(at, "case"): None})


access_to(
    Case,
    see=reached(CaseReach, "case.see"),
    work=reached(CaseReach, "case.work"),
    alert=reached(CaseReach, "case.alert"),
    approve=reached(CaseReach, "case.approve"),
    assign=reached(CaseReach, "case.assign"),
    reopen=reached(CaseReach, "case.reopen"),
    erase=reached(CaseReach, "file.erase"),
)
for part in (
    Assessment, Attachment, Closure, Conference, Dependant, FilledFile, FollowUp, FormDraft,
    FormFilled, Goal, Need, Note, Plan, SafetyAlert, Screening, ServiceGiven, Task, Action,
):  # fmt: skip
    access_to(part, see=through("case"), work=through("case", "work"))
access_to(Approval, see=through("case"), decide=through("case", "approve"))
access_to(Decision, see=through("approval__case"))
reviewers = either(through("case", "approve"), of_a_branch("case.approve", "case__team"))
access_to(BreakGlass, see=either(own("by"), reviewers), end=own("by"), review=reviewers)
access_to(BreakGlassReview, see=through("emergency"))
access_to(Agreement, see=through("plan__case"))
access_to(ActionEnded, see=through("action__case"))
access_to(AlertResolved, see=through("alert__case"))
access_to(AttachmentRemoved, see=through("attachment__case"))
access_to(ServiceVoided, see=through("service__case"))
access_to(TaskDone, see=through("task__case"))
access_to(GoalOutcome, see=through("closure__case"))
access_to(Reopening, see=through("closure__case"))


def referred_to_own_organization(verb: str) -> Rule:
    """What was referred to the organization that one answers for, while the consent stands."""

    def rule(user: User, model: type[models.Model], at: str = "") -> Q:
        if verb not in user.verbs or not user.partner_of:
            return NONE
        theirs = Concerned.objects.live().filter(shared__organization__in=user.partner_of)
        return Q(Exists(theirs.filter(referral=OuterRef(path_to(at, "pk")))))

    return rule


# A colleague notes what they said by telephone; a partner says it here.
access_to(
    Referral,
    see=either(through("case"), referred_to_own_organization("referral.see")),
    work=through("case", "work"),
    watch=through("case", "approve"),
    receive=referred_to_own_organization("referral.see"),
    answer=either(through("case", "work"), referred_to_own_organization("referral.answer")),
)
for said_of_it in (
    Acknowledgement, Answer, Concerned, Escalation, Outcome, ServiceReported, Withdrawn,
):  # fmt: skip
    access_to(said_of_it, see=through("referral"))
access_to(Reply, see=through("question__referral"))
access_to(ReferralLink, see=through("referral", "work"))
access_to(LinkRefused, see=through("link__referral", "work"))


def from_the_office_above(user: User, model: type[models.Model], at: str = "") -> Q:
    """A second person where an office is small; a restricted file stays in its own circle."""
    above = user.offices_for("file.erase")
    ordinary = Case.Confidentiality.ORDINARY
    asked = {"case__team__office__parent__in": above, "case__confidentiality": ordinary}
    return Q(**{path_to(at, name): value for name, value in asked.items()}) if above else NONE


# A data officer who may erase a file sees that it is asked for, not what lies in it.
may_erase = either(through("case", "erase"), through("person", "erase"), from_the_office_above)
access_to(
    Deletion,
    see=either(through("case"), through("person"), may_erase),
    confirm=may_erase,
    refuse=either(own("by"), may_erase),
)
access_to(DeletionRefused, see=through("deletion"))
access_to(
    LegalHold,
    see=either(through("case"), through("person")),
    release=either(through("case", "approve"), through("person", "approve")),
)
access_to(HoldReleased, see=through("hold"))
access_to(
    RightsRequest,
    see=through("person"),
    answer=through("person", "work"),
    prepare=through("person", "work"),
)
access_to(RightsAnswer, see=through("request"))
access_to(Withheld, see=own("by"))
# What one colleague may open, another may not: a parcel is for who prepared it.
access_to(Parcel, see=own("by"), take=own("by"))
access_to(HandOver, see=own("by"))


def of_who_gave_it(user: User, model: type[models.Model], at: str = "") -> Q:
    """The team and office that a case left know that it did; of a restricted one, its group."""
    if "case.see" not in user.verbs:
        return NONE
    ordinary = Q(**{path_to(at, "kept_from"): ""})
    here = of_own_house("case.see", "from_team")(user, model, at)
    return ordinary & here | Q(**{path_to(at, "kept_from__in"): user.groups})


def of_who_may_take_it(user: User, model: type[models.Model], at: str = "") -> Q:
    """Who shares out cases where it is offered, as long as it waits; and has leave, if need be."""
    if "case.assign" not in user.verbs:
        return NONE
    waits = Q(**{path_to(at, "state"): Transfer.State.WAITING.value})
    ordinary = Q(**{path_to(at, "kept_to"): ""})
    here = of_own_house("case.assign", "to_team")(user, model, at)
    return waits & (ordinary & here | Q(**{path_to(at, "kept_to__in"): user.groups}))


def of_who_is_asked(user: User, model: type[models.Model], at: str = "") -> Q:
    """Who may hand over the person's cases, in the office that is asked."""
    teams = Team.objects.filter(pk__in=user.teams_for("case.approve")).values("office")
    here = Q(**{path_to(at, "office__in"): user.offices_for("case.approve")})
    here |= Q(**{path_to(at, "office__in"): teams})
    return here & through("person", "approve")(user, model, at)


access_to(
    Transfer,
    see=either(through("case"), of_who_gave_it, of_who_may_take_it),
    answer=of_who_may_take_it,
    take_back=through("case", "work"),
)
for outcome in (TransferAccepted, TransferDeclined, TransferTakenBack):
    access_to(outcome, see=through("transfer"))
access_to(
    TakeOverRequest,
    see=either(of_own_house("person.see"), of_who_is_asked),
    answer=of_who_is_asked,
)
access_to(TakeOverAnswer, see=through("request"))
received = either(of_the_inbox, through("case", "work"))
access_to(HelpRequest, see=either(of_the_inbox, through("case")), work=received, take=of_the_inbox)
for line in (HelpConsent, HelpMessage, HelpStep):
    access_to(line, see=through("request"))
access_to(HelpClearing, see=in_office("file.erase"), confirm=in_office("file.erase"))
access_to(Reception, see=role("office.edit"), edit=role("office.edit"))
access_to(CaseRules, see=role("office.edit"), edit=role("office.edit"))
access_to(TimerSet, see=role("office.edit"))
for kept_by_verbs in (CaseReach, NumberSeries, RegisterFamily, RegisterRow):
    access_to(kept_by_verbs, see=nobody)

for worded in (Answer, Outcome, Referral, Reply, Withdrawn):
    classed(worded, narrative=("words",))
classed(Task, location=("where",))
classed(
    HelpRequest,
    contact=("contact", "hours", "who_may_answer", "code_word"),
    identity=("other_language",),
)
for asked_for in (Deletion, DeletionRefused):
    classed(asked_for, narrative=("because",))
# Until a row has become a file, its register is one paper in the hands of who brings it.
of_a_task(RegisterFile, "see")
of_a_task(AlikeLeave, "see")
of_a_task(RowTrouble, "see")

bring = of_own_house("register.bring")
access_to(Register, see=bring, bring=bring)
access_to(RegisterFile, see=through("register"), bring=through("register", "bring"))
access_to(AlikeLeave, see=through("of_file"))
access_to(RowTrouble, see=through("of_file"))


def a_case_worked_on(user: User, model: type[models.Model], at: str = "") -> Q:
    """What a telephone sent about a case that one works on."""
    theirs = open_to(Case.objects.all(), user, "work")
    return Q(Exists(theirs.filter(ref=OuterRef(path_to(at, "file_ref")))))


def a_known_case(user: User, model: type[models.Model], at: str = "") -> Q:
    return Q(Exists(Case.objects.filter(ref=OuterRef(path_to(at, "file_ref")))))


works_on["case"], is_here["case"] = a_case_worked_on, a_known_case
