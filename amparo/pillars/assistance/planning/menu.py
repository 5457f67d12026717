"""What case plans add to the menu and to the search for pages."""

from amparo.foundation.core.extension_points import impersonation_routes, practice_routes

impersonation_routes.register("planning:case-plan")
for route in (
    "planning:action",
    "planning:action-complete",
    "planning:action-drop",
    "planning:action-new",
    "planning:action-start",
    "planning:case-plan",
    "planning:conference-new",
    "planning:followup-new",
    "planning:goal",
    "planning:goal-new",
    "planning:plan-agree",
    "planning:plan-begin",
    "planning:plan-revise",
):
    practice_routes.register(route)
