"""Who may work on the plan of a case, its goals and actions, conferences and follow-ups."""

from amparo.foundation.core.permissions.rules import register_rules, via_foreign_key

from .models import Action, CaseConference, CasePlan, FollowUp, Goal

for part in (Action, CaseConference, FollowUp, Goal, CasePlan):
    register_rules(part, work=via_foreign_key("case", "work"))
