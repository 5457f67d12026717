"""What reintegration plans and projects add to the page of a case and to work lists."""

from django.utils.translation import gettext_lazy as _

from amparo.pillars.assistance.cases.field_values import register_code_lists
from amparo.pillars.assistance.pathways.base import Pathway, Programme, add_pathway

from . import worklists

LISTS = {
    "dimension": "reintegration_dimension", "activity": "reintegration_activity",
    "planitem.level": "reintegration_level", "communityproject.level": "reintegration_level",
    "reintegrationagreement.how": "consent_method",
}  # fmt: skip


def register_pathway() -> None:
    register_code_lists(LISTS)
    add_pathway(
        Pathway(
            name="reintegration", icon="home-heart", begins="reintegration:plan-begin",
            offer=_("Begin a reintegration plan"), exists=worklists.has_a_plan,
            standings=worklists.plan_standing, may_begin=worklists.may_plan,
            mine=worklists.caseworker_counts, watched=worklists.supervisor_counts,
            programme=Programme.RETURN,
            filter_name=_("Reintegration"),
        )
    )  # fmt: skip
    add_pathway(
        Pathway(
            name="community_project", icon="users-group",
            begins="reintegration:community-project-new",
            offer=_("Plan community-based project"), exists=worklists.has_projects,
            standings=worklists.project_standings, may_begin=worklists.may_begin_a_project,
        )
    )  # fmt: skip
