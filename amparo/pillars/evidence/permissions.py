"""Who reads figures: who answers for the records of an office, exact; nobody else."""

from django.db import models
from django.db.models import Exists, OuterRef, Q

from amparo.foundation.core.accounts.roles import give_permissions
from amparo.foundation.core.models import User
from amparo.foundation.core.permissions.grants import NONE, PermissionRule, any_of
from amparo.foundation.core.permissions.masking import unmasked_for
from amparo.foundation.core.permissions.rules import (
    any_signed_in_user,
    has_permission,
    join_path,
    no_one,
    register_rules,
    via_foreign_key,
)
from amparo.foundation.directory.permissions import of_own_institution
from amparo.foundation.funding.permissions import by_own_office, in_own_office

from .models import (
    Computation,
    CrossTable,
    DataCall,
    DataCallDelivery,
    DataCallOffice,
    DataCallRemark,
    DataCallReminder,
    DHIS2DataElement,
    DHIS2OrgUnit,
    DonorAgreement,
    DonorSheet,
    FactPart,
    FrozenErasure,
    FrozenFigures,
    FrozenSet,
    FundSpending,
    Indicator,
    IndicatorVersion,
    LegacyTotal,
    MonthlyReport,
    ProjectResult,
    Publication,
    Release,
    ReleasedTable,
    ReportRelease,
    Restatement,
    ResultIndicator,
    StoredFigures,
    Target,
    TargetFigure,
)

give_permissions(
    "supervisor",
    "donor.agree",
    "donor.sign",
    "figure.see",
    "figure.sign",
    "release.propose",
    "release.sign",
)
give_permissions("official", "figure.read")
give_permissions(
    "data_officer",
    "donor.compose",
    "figure.define",
    "figure.freeze",
    "figure.see",
    "release.propose",
    "release.sign",
)
give_permissions("programme_manager", "donor.agree")
give_permissions("donor_reader", "figure.read")


def of_state(state: str) -> PermissionRule:
    """What is in this state, to anybody."""

    def rule(user: User, model: type[models.Model], at: str = "") -> Q:
        return Q(**{join_path(at, "state"): state})

    return rule


def sent_to_own_office(path: str = "") -> PermissionRule:
    """A report, or what belongs to the one at `path`, that was sent to an office of one's own."""
    received = in_own_office("figure.see", "owed__asked_by")

    def rule(user: User, model: type[models.Model], at: str = "") -> Q:
        if "figure.see" not in user.permissions:
            return NONE
        report = OuterRef(join_path(at, path or "pk"))
        sent = DataCallDelivery.objects.filter(received(user, DataCallDelivery, ""), report=report)
        return Q(Exists(sent))

    return rule


def in_own_projects(verb: str) -> PermissionRule:
    """What belongs to a project that an office carries out for which one speaks."""
    of_projects = by_own_office(verb)

    def rule(user: User, model: type[models.Model], at: str = "") -> Q:
        return of_projects(user, model, join_path(at, "project"))

    return rule


def asked_of_own_office(user: User, model: type[models.Model], at: str = "") -> Q:
    """A data call under which an office of one's own owes reports."""
    if "figure.see" not in user.permissions:
        return NONE
    owing = in_own_office("figure.see", "office")(user, DataCallOffice, "")
    call = OuterRef(join_path(at, "pk"))
    return Q(Exists(DataCallOffice.objects.filter(owing, call=call)))


def of_own_sheets(user: User, model: type[models.Model], at: str = "") -> Q:
    """What was sent to an institution for which one reads, unless the agreement was ended."""
    own = of_own_institution("figure.read", "agreement__recipient")(user, model, at)
    if own is NONE:
        return NONE
    is_open = {"state": DonorSheet.State.SENT, "agreement__ended_at": None}
    return own & Q(**{join_path(at, name): value for name, value in is_open.items()})


_READS = any_of(has_permission("figure.see"), has_permission("figure.read"))
# What is counted is known to all who work here: a commitment names its indicator.
register_rules(
    Indicator, see=_READS, name=any_signed_in_user, define=has_permission("figure.define")
)
register_rules(IndicatorVersion, see=_READS)
register_rules(Computation, see=has_permission("figure.see"))
# Facts are read by the computation alone.
register_rules(FactPart, see=no_one)
register_rules(StoredFigures, see=in_own_office("figure.see", "office"))
register_rules(CrossTable, see=in_own_office("figure.see", "office"))

# Who freezes never signs: the roles are kept apart, and so are the persons (`MonthlyReport.sign`).
register_rules(
    MonthlyReport,
    see=any_of(in_own_office("figure.see", "office"), sent_to_own_office()),
    freeze=in_own_office("figure.freeze", "office"),
    sign=in_own_office("figure.sign", "office"),
)
for part in (FrozenFigures, Restatement, FrozenErasure, ReportRelease):
    register_rules(
        part,
        see=any_of(in_own_office("figure.see", "report__office"), sent_to_own_office("report")),
    )
register_rules(FrozenSet, see=no_one)
register_rules(
    LegacyTotal,
    see=in_own_office("figure.see", "office"),
    keep=in_own_office("figure.define", "office"),
)
# What an institution was given: itself, and the office whose figures they are.
register_rules(
    Publication,
    see=any_of(
        of_own_institution("figure.read", "recipient"), in_own_office("figure.see", "office")
    ),
)
unmasked_for(Publication, "see")
# What a donor is sent of a project: agreed by its programme manager, composed by a data officer,
# signed by a supervisor; its reader sees what was sent, while the
# agreement runs (`DonorSheetQuerySet.readable`).
register_rules(
    DonorAgreement,
    see=any_of(via_foreign_key("project"), of_own_institution("figure.read", "recipient")),
    keep=in_own_projects("donor.agree"),
    compose=in_own_projects("donor.compose"),
)
register_rules(
    DonorSheet,
    see=any_of(
        of_own_sheets,
        in_own_office("project.see", "office"),
    ),
    compose=in_own_office("donor.compose", "office"),
    sign=in_own_office("donor.sign", "office"),
)
unmasked_for(DonorSheet, "see")
# Who proposes never signs: the persons are kept apart (`Release.sign`). Signed it is of anybody.
register_rules(
    Release,
    see=any_of(of_state("signed"), in_own_office("release.propose", "office")),
    propose=in_own_office("release.propose", "office"),
    sign=in_own_office("release.sign", "office"),
)
register_rules(ReleasedTable, see=via_foreign_key("release"))
unmasked_for(ReleasedTable, "see")
# The results framework belongs to its project.
register_rules(
    ProjectResult,
    see=via_foreign_key("project"),
    keep=via_foreign_key("project", "keep"),
)
register_rules(
    ResultIndicator,
    see=via_foreign_key("result__project"),
    keep=via_foreign_key("result__project", "keep"),
)
register_rules(Target, see=via_foreign_key("of__result__project"))
register_rules(TargetFigure, see=via_foreign_key("target__of__result__project"))
register_rules(FundSpending, see=in_own_office("figure.see", "fund__office"))

# A call opens to who asks and to who owes.
register_rules(
    DataCall,
    see=any_of(in_own_office("figure.see", "office"), asked_of_own_office),
    define=in_own_office("figure.define", "office"),
)
register_rules(
    DataCallOffice,
    see=any_of(in_own_office("figure.see", "office"), in_own_office("figure.see", "asked_by")),
    send=any_of(in_own_office("figure.freeze", "office"), in_own_office("figure.sign", "office")),
    remind=in_own_office("figure.define", "asked_by"),
)
for of_office in (DataCallDelivery, DataCallRemark, DataCallReminder):
    register_rules(of_office, see=via_foreign_key("owed"))

# Codes of another system: who defines indicators maps them.
register_rules(
    DHIS2DataElement, see=has_permission("figure.see"), map=has_permission("figure.define")
)
register_rules(
    DHIS2OrgUnit, see=has_permission("figure.see"), map=in_own_office("figure.define", "office")
)

# Figures are of an office and lie in the file of no person: who may see them reads them whole.
for figures in (
    StoredFigures,
    CrossTable,
    FrozenFigures,
    Restatement,
    ReportRelease,
    TargetFigure,
):
    unmasked_for(figures, "see")
