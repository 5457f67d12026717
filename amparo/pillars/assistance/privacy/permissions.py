"""Who may see and confirm that files are held or deleted, and answer the people in them."""

from django.db import models
from django.db.models import Q

from amparo.foundation.core.models import User
from amparo.foundation.core.permissions.grants import NONE, any_of
from amparo.foundation.core.permissions.masking import set_field_classes
from amparo.foundation.core.permissions.rules import (
    is_owner,
    join_path,
    of_own_office,
    register_rules,
    via_foreign_key,
)
from amparo.pillars.assistance.cases.models import Case

from .models import (
    BulkDeletion,
    DataExport,
    DataSubjectRequest,
    DeletionRequest,
    LegalHold,
    WithheldRecord,
)


def of_office_above(user: User, model: type[models.Model], at: str = "") -> Q:
    """A second person where an office is small; a restricted file stays in its own circle."""
    above = user.offices_for("file.erase")
    ordinary = Case.Confidentiality.ORDINARY
    asked = {"case__team__office__parent__in": above, "case__confidentiality": ordinary}
    return Q(**{join_path(at, name): value for name, value in asked.items()}) if above else NONE


# A data officer who may erase a file sees that it is asked for, not what lies in it.
may_erase = any_of(
    via_foreign_key("case", "erase"), via_foreign_key("person", "erase"), of_office_above
)
register_rules(
    DeletionRequest,
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
    DataSubjectRequest,
    answer=via_foreign_key("person", "work"),
    prepare=via_foreign_key("person", "work"),
)
register_rules(WithheldRecord, see=is_owner("by"))
# What one colleague may open, another may not: an export is for who prepared it.
register_rules(DataExport, see=is_owner("by"), take=is_owner("by"))
register_rules(BulkDeletion, see=of_own_office("file.erase"), confirm=of_own_office("file.erase"))
set_field_classes(DeletionRequest, narrative=("because", "refused_reason"))
