"""Who reads figures: who answers for the records of an office, exact; nobody else."""

from amparo.foundation.core.permissions.masking import unmasked_for
from amparo.foundation.core.permissions.rules import (
    has_permission,
    no_one,
    register_rules,
    via_foreign_key,
)
from amparo.foundation.funding.permissions import in_own_office

from .models import (
    Computation,
    DHIS2DataElement,
    DHIS2OrgUnit,
    FactPart,
    FrozenErasure,
    FrozenFigures,
    FrozenSet,
    FundSpending,
    Indicator,
    IndicatorVersion,
    MonthlyReport,
    ProjectResult,
    ReportRelease,
    Restatement,
    ResultIndicator,
    StoredFigures,
    Target,
    TargetFigure,
)

register_rules(Indicator, see=has_permission("figure.see"), define=has_permission("figure.define"))
register_rules(IndicatorVersion, see=has_permission("figure.see"))
register_rules(Computation, see=has_permission("figure.see"))
# Facts are read by the computation alone.
register_rules(FactPart, see=no_one)
register_rules(StoredFigures, see=in_own_office("figure.see", "office"))

# Who freezes never signs: the roles are kept apart, and so are the persons (`MonthlyReport.sign`).
register_rules(
    MonthlyReport,
    see=in_own_office("figure.see", "office"),
    freeze=in_own_office("figure.freeze", "office"),
    sign=in_own_office("figure.sign", "office"),
)
for part in (FrozenFigures, Restatement, FrozenErasure, ReportRelease):
    register_rules(part, see=in_own_office("figure.see", "report__office"))
register_rules(FrozenSet, see=no_one)
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

# Codes of another system: who defines indicators maps them.
register_rules(
    DHIS2DataElement, see=has_permission("figure.see"), map=has_permission("figure.define")
)
register_rules(
    DHIS2OrgUnit, see=has_permission("figure.see"), map=in_own_office("figure.define", "office")
)

# Figures are of an office and lie in the file of no person: who may see them reads them whole.
for figures in (StoredFigures, FrozenFigures, Restatement, ReportRelease, TargetFigure):
    unmasked_for(figures, "see")
