"""Who reads what was endorsed, adopted and self-assessed, and who answers for an institution."""

from amparo.foundation.core.permissions.grants import any_of
from amparo.foundation.core.permissions.rules import (
    any_signed_in_user,
    has_permission,
    register_rules,
    via_foreign_key,
)
from amparo.foundation.directory.permissions import of_own_institution
from amparo.foundation.funding.permissions import in_own_office

from .models import Adoption, AssessmentItem, Endorsement, ImprovementAction, SelfAssessment

register_rules(Endorsement, see=any_signed_in_user)
register_rules(
    Adoption,
    see=any_signed_in_user,
    end=any_of(
        has_permission("guidance.write_for_all"), in_own_office("guidance.adopt", "office")
    ),
)
# An institution reads and answers its own; ours help it, and invite it.
register_rules(
    SelfAssessment,
    see=any_of(has_permission("capacity.see"), of_own_institution("figure.read", "organization")),
    answer=any_of(
        has_permission("capacity.assess"), of_own_institution("figure.read", "organization")
    ),
    invite=has_permission("capacity.assess"),
)
register_rules(AssessmentItem, see=via_foreign_key("assessment"))
register_rules(
    ImprovementAction,
    see=via_foreign_key("item__assessment"),
    finish=via_foreign_key("item__assessment", "answer"),
)
