"""Who may work on the plan of a case, its goals and actions, conferences and follow-ups."""

from amparo.foundation.core.permissions.rules import register_rules, via_foreign_key

from .models import Action, Conference, FollowUp, Goal, Plan

for part in (Action, Conference, FollowUp, Goal, Plan):
    register_rules(part, work=via_foreign_key("case", "work"))
