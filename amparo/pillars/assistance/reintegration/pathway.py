"""What reintegration plans and projects add to the page of a case and to work lists."""

from django.utils.translation import gettext_lazy as _

from ..told.words import register_code_lists
from ..undertakings import Programme, Undertaking, undertakes
from . import figures

LISTS = {
    "dimension": "reintegration_dimension", "activity": "reintegration_activity",
    "planitem.level": "reintegration_level", "communityproject.level": "reintegration_level",
    "reintegrationagreement.how": "consent_method",
}  # fmt: skip


def register_pathway() -> None:
    register_code_lists(LISTS)
    undertakes(
        Undertaking(
            name="reintegration", icon="home-heart", begins="reintegration:plan-begin",
            offer=_("Begin a reintegration plan"), exists=figures.has_a_plan,
            standings=figures.plan_standing, may_begin=figures.may_plan,
            mine=figures.mine, watched=figures.watched,
            programme=Programme.RETURN,
            filter_name=_("Reintegration"),
        )
    )  # fmt: skip
    undertakes(
        Undertaking(
            name="community_project", icon="users-group",
            begins="reintegration:community-project-new",
            offer=_("Plan community-based project"), exists=figures.has_projects,
            standings=figures.project_standings, may_begin=figures.may_begin_a_project,
        )
    )  # fmt: skip
