"""Who sees and keeps campaigns: whoever works in communications, evidence or policy sees them; who
keeps campaigns keeps those of an office of theirs.
"""

from amparo.foundation.core.accounts.roles import give_permissions
from amparo.foundation.core.permissions.rules import (
    has_permission,
    register_rules,
    via_foreign_key,
)
from amparo.foundation.funding.permissions import in_own_office

from .models import (
    Campaign,
    Exposure,
    Placement,
    SurveyAnswer,
    SurveyItem,
    SurveyItemText,
    SurveyRound,
)

give_permissions("supervisor", "campaign.see")
give_permissions("data_officer", "campaign.see")
give_permissions("policy_officer", "campaign.see")
give_permissions("communications", "campaign.keep", "campaign.see")


register_rules(
    Campaign, see=has_permission("campaign.see"), keep=in_own_office("campaign.keep", "office")
)
for part in (Placement, Exposure, SurveyItem, SurveyRound):
    register_rules(
        part,
        see=via_foreign_key("campaign"),
        keep=in_own_office("campaign.keep", "campaign__office"),
    )
register_rules(SurveyItemText, see=via_foreign_key("item"))
register_rules(SurveyAnswer, see=via_foreign_key("round"))
