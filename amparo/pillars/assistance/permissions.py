"""Who may see and work on cases, and on everything in them."""

from django.db import models
from django.db.models import Exists, OuterRef, Q

from amparo.foundation.core.models import Team, User
from amparo.foundation.core.permissions.grants import NONE, PermissionRule, any_of
from amparo.foundation.core.permissions.masking import set_field_classes, unmasked_for
from amparo.foundation.core.permissions.rules import (
    _accessible_to,
    has_grant,
    has_permission,
    is_owner,
    join_path,
    no_one,
    of_own_office,
    register_rules,
    via_foreign_key,
)
from amparo.foundation.fieldwork.extension_points import RecordRules, record_rules
from amparo.foundation.funding.permissions import in_own_office
from amparo.foundation.people.permissions import of_a_branch
from amparo.foundation.protection.extension_points import restricted_group_exceptions

from .models import (
    Action,
    Answer,
    Approval,
    Assessment,
    Attachment,
    BreakGlass,
    BulkDeletion,
    Case,
    CaseReach,
    CaseRules,
    Closure,
    Concerned,
    Conference,
    Deletion,
    Dependant,
    FilledFile,
    FollowUp,
    FormDraft,
    FormFilled,
    GivenAndErased,
    Goal,
    HandOver,
    HelpConsent,
    HelpMessage,
    HelpRequest,
    HelpStep,
    LegalHold,
    Need,
    Note,
    Parcel,
    Plan,
    Reception,
    Referral,
    ReferralLink,
    Register,
    RegisterFile,
    RegisterRow,
    RightsRequest,
    RowTrouble,
    SafetyAlert,
    SavedView,
    Screening,
    ServiceGiven,
    ServiceReported,
    TakeOverRequest,
    Task,
    Transfer,
    Withheld,
)


def of_own_house(verb: str, path: str = "team") -> PermissionRule:
    """What belongs to a team that one speaks for, or to a team of an office one speaks for.

    `path` leads to the team; "" where it is the team itself.
    """

    def rule(user: User, model: type[models.Model], at: str = "") -> Q:
        team = join_path(at, path) if path else at
        of_team = Q(**{join_path(team, "pk__in"): user.teams_for(verb)})
        return of_team | Q(**{join_path(team, "office__in"): user.offices_for(verb)})

    return rule


def of_own_cases(user: User, model: type[models.Model], at: str = "") -> Q:
    """What lies in a case that one accompanies oneself."""
    if "case.see" not in user.permissions:
        return NONE
    own = Case.objects.filter(owner=user.pk).values("ref")
    return Q(**{join_path(at, "case_ref__in"): own})


restricted_group_exceptions.register(of_own_cases)


def of_the_inbox(user: User, model: type[models.Model], at: str = "") -> Q:
    """Requests that lie with an office in which one receives them, until they are a case."""
    offices, teams = user.offices_for("help.receive"), user.teams_for("help.receive")
    if not offices and not teams:
        return NONE
    of_team = Team.objects.filter(pk__in=teams).values("office")
    here = Q(**{join_path(at, "office__in"): offices}) | Q(
        **{join_path(at, "office__in"): of_team}
    )
    return here & Q(**{join_path(at, "case"): None})


register_rules(
    Case,
    see=has_grant(CaseReach, "case.see"),
    work=has_grant(CaseReach, "case.work"),
    alert=has_grant(CaseReach, "case.alert"),
    approve=has_grant(CaseReach, "case.approve"),
    assign=has_grant(CaseReach, "case.assign"),
    reopen=has_grant(CaseReach, "case.reopen"),
    erase=has_grant(CaseReach, "file.erase"),
    export=has_grant(CaseReach, "case.export"),
)
for part in (
    Assessment, Attachment, Closure, Conference, Dependant, FilledFile, FollowUp, FormDraft,
    FormFilled, Goal, Need, Note, Plan, SafetyAlert, Screening, ServiceGiven, Task, Action,
):  # fmt: skip
    register_rules(part, work=via_foreign_key("case", "work"))
register_rules(GivenAndErased, see=in_own_office("fund.keep", "line__fund__office"))
register_rules(Approval, decide=via_foreign_key("case", "approve"))
reviewers = any_of(via_foreign_key("case", "approve"), of_a_branch("case.approve", "case__team"))
register_rules(
    BreakGlass, see=any_of(is_owner("by"), reviewers), end=is_owner("by"), review=reviewers
)


def referred_to_own_organization(verb: str) -> PermissionRule:
    """What was referred to the organization that one answers for, while the consent stands."""

    def rule(user: User, model: type[models.Model], at: str = "") -> Q:
        if verb not in user.permissions or not user.partner_organizations:
            return NONE
        theirs = Concerned.objects.live().filter(
            shared__organization__in=user.partner_organizations
        )
        return Q(Exists(theirs.filter(referral=OuterRef(join_path(at, "pk")))))

    return rule


# A colleague notes what they said by telephone; a partner says it here.
register_rules(
    Referral,
    see=any_of(via_foreign_key("case"), referred_to_own_organization("referral.see")),
    work=via_foreign_key("case", "work"),
    watch=via_foreign_key("case", "approve"),
    receive=referred_to_own_organization("referral.see"),
    answer=any_of(
        via_foreign_key("case", "work"), referred_to_own_organization("referral.answer")
    ),
)
for said_of_it in (Answer, Concerned, ServiceReported):
    register_rules(said_of_it, see=via_foreign_key("referral"))
register_rules(ReferralLink, see=via_foreign_key("referral", "work"))


def from_the_office_above(user: User, model: type[models.Model], at: str = "") -> Q:
    """A second person where an office is small; a restricted file stays in its own circle."""
    above = user.offices_for("file.erase")
    ordinary = Case.Confidentiality.ORDINARY
    asked = {"case__team__office__parent__in": above, "case__confidentiality": ordinary}
    return Q(**{join_path(at, name): value for name, value in asked.items()}) if above else NONE


# A data officer who may erase a file sees that it is asked for, not what lies in it.
may_erase = any_of(
    via_foreign_key("case", "erase"), via_foreign_key("person", "erase"), from_the_office_above
)
register_rules(
    Deletion,
    see=any_of(via_foreign_key("case"), via_foreign_key("person"), may_erase),
    confirm=may_erase,
    refuse=any_of(is_owner("by"), may_erase),
)
register_rules(
    LegalHold,
    see=any_of(via_foreign_key("case"), via_foreign_key("person")),
    release=any_of(via_foreign_key("case", "approve"), via_foreign_key("person", "approve")),
)
register_rules(
    RightsRequest,
    answer=via_foreign_key("person", "work"),
    prepare=via_foreign_key("person", "work"),
)
register_rules(Withheld, see=is_owner("by"))
# What one colleague may open, another may not: a parcel is for who prepared it.
register_rules(Parcel, see=is_owner("by"), take=is_owner("by"))
register_rules(HandOver, see=is_owner("by"))
register_rules(SavedView, see=is_owner(), delete=is_owner())


def of_who_gave_it(user: User, model: type[models.Model], at: str = "") -> Q:
    """The team and office that a case left know that it did; of a restricted one, its group."""
    if "case.see" not in user.permissions:
        return NONE
    ordinary = Q(**{join_path(at, "kept_from"): ""})
    here = of_own_house("case.see", "from_team")(user, model, at)
    return ordinary & here | Q(**{join_path(at, "kept_from__in"): user.groups})


def of_who_may_take_it(user: User, model: type[models.Model], at: str = "") -> Q:
    """Who shares out cases where it is offered, as long as it waits; and has leave, if need be."""
    if "case.assign" not in user.permissions:
        return NONE
    waits = Q(**{join_path(at, "state"): Transfer.State.WAITING.value})
    ordinary = Q(**{join_path(at, "kept_to"): ""})
    here = of_own_house("case.assign", "to_team")(user, model, at)
    return waits & (ordinary & here | Q(**{join_path(at, "kept_to__in"): user.groups}))


def of_who_is_asked(user: User, model: type[models.Model], at: str = "") -> Q:
    """Who may hand over the person's cases, in the office that is asked."""
    teams = Team.objects.filter(pk__in=user.teams_for("case.approve")).values("office")
    here = Q(**{join_path(at, "office__in"): user.offices_for("case.approve")})
    here |= Q(**{join_path(at, "office__in"): teams})
    return here & via_foreign_key("person", "approve")(user, model, at)


register_rules(
    Transfer,
    see=any_of(via_foreign_key("case"), of_who_gave_it, of_who_may_take_it),
    answer=of_who_may_take_it,
    take_back=via_foreign_key("case", "work"),
)
register_rules(
    TakeOverRequest,
    see=any_of(of_own_house("person.see"), of_who_is_asked),
    answer=of_who_is_asked,
)
received = any_of(of_the_inbox, via_foreign_key("case", "work"))
register_rules(
    HelpRequest,
    see=any_of(of_the_inbox, via_foreign_key("case")),
    work=received,
    take=of_the_inbox,
)
for line in (HelpConsent, HelpMessage, HelpStep):
    register_rules(line, see=via_foreign_key("request"))
register_rules(BulkDeletion, see=of_own_office("file.erase"), confirm=of_own_office("file.erase"))
register_rules(Reception, see=has_permission("office.edit"), edit=has_permission("office.edit"))
register_rules(CaseRules, see=has_permission("office.edit"), edit=has_permission("office.edit"))
for kept_by_verbs in (CaseReach, RegisterRow):
    register_rules(kept_by_verbs, see=no_one)

set_field_classes(Answer, narrative=("words", "reply_text"))
set_field_classes(Referral, narrative=("words", "end_text", "outcome_text"))
set_field_classes(Task, location=("where",))
set_field_classes(
    HelpRequest,
    contact=("contact", "hours", "who_may_answer", "code_word"),
    identity=("other_language",),
)
set_field_classes(Deletion, narrative=("because", "refused_reason"))
# Until a row has become a file, its register is one paper in the hands of who brings it.
unmasked_for(RegisterFile, "see")
unmasked_for(RowTrouble, "see")

bring = of_own_house("register.bring")
register_rules(Register, see=bring, bring=bring)
register_rules(
    RegisterFile, see=via_foreign_key("register"), bring=via_foreign_key("register", "bring")
)
register_rules(RowTrouble, see=via_foreign_key("of_file"))


def a_case_worked_on(user: User, model: type[models.Model], at: str = "") -> Q:
    """What a telephone sent about a case that one works on."""
    theirs = _accessible_to(Case.objects.all(), user, "work")
    return Q(Exists(theirs.filter(ref=OuterRef(join_path(at, "file_ref")))))


def a_known_case(user: User, model: type[models.Model], at: str = "") -> Q:
    return Q(Exists(Case.objects.filter(ref=OuterRef(join_path(at, "file_ref")))))


record_rules.register("case", RecordRules(a_case_worked_on, a_known_case))
