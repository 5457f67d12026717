"""How plans and projects are told: in the ledger, in the story of a case, to the person."""

from django.utils.translation import gettext_lazy as _

from amparo.foundation.core.audit import events

from ..arrivals import hears
from ..timeline import aside, narrates, said
from ..told import words as told
from ..undertakings import Undertaking, undertakes
from . import figures
from .arriving import begin_a_plan
from .models import (
    ItemEnded,
    ProjectEnded,
    ReintegrationAgreement,
    ReintegrationEnded,
    ReintegrationReview,
)

DEEDS = {
    "reintegrationplan.begun": _("Began a reintegration plan"),
    "reintegrationplan.arrived": _("Noted when somebody arrived, for their reintegration plan"),
    "reintegrationplan.agreed": _("Agreed on a reintegration plan with the person"),
    "reintegrationplan.revised": _("Began a new version of a reintegration plan"),
    "reintegrationplan.reviewed": _("Looked at a reintegration plan again with the person"),
    "reintegrationplan.ended": _("Ended a reintegration plan"),
    "reintegrationplan.printed": _("Made a paper of a reintegration plan"),
    "planitem.added": _("Planned something for a reintegration"),
    "planitem.changed": _("Changed something planned for a reintegration"),
    "planitem.referred": _("Tied a referral to a reintegration plan"),
    "planitem.started": _("Began with something planned for a reintegration"),
    "planitem.done": _("Marked something planned for a reintegration as done"),
    "planitem.dropped": _("Dropped something planned for a reintegration"),
    "project.planned": _("Planned a project for a community or an institution"),
    "project.changed": _("Changed the plan of a project"),
    "project.begun": _("Began a project"),
    "project.counted": _("Counted who takes part in a project"),
    "project.result_expected": _("Wrote down what a project should change"),
    "project.result_measured": _("Measured what a project changed"),
    "project.cause_named": _("Named what a project answers"),
    "project.ended": _("Ended a project"),
    "servedcase.linked": _("Noted that a project serves this case"),
    "plans.listed": _("Looked through reintegration plans"),
    "projects.listed": _("Looked through projects"),
}
PLAN = {
    "reintegrationplan.begun": aside("home-heart", _("A reintegration plan was begun")),
    "reintegrationplan.arrived": said("home-check", _("Arrived")),
    "reintegrationplan.agreed": said("signature", _("The reintegration plan was agreed")),
    "reintegrationplan.revised": said("target", _("A new version of the reintegration plan")),
    "reintegrationplan.reviewed": said("eye", _("The reintegration plan was reviewed")),
    "reintegrationplan.ended": said("flag", _("The reintegration plan ended")),
    "reintegrationplan.printed": aside("printer", _("The reintegration plan was put on paper")),
    "planitem.added": aside("target", _("Into the reintegration plan")),
    "planitem.changed": aside("target", _("The reintegration plan was changed")),
    "planitem.referred": aside("arrows-exchange", _("A referral serves the reintegration plan")),
    "planitem.started": aside("player-skip-forward", _("Part of the reintegration is under way")),
    "planitem.done": said("circle-check", _("Part of the reintegration is done")),
    "planitem.dropped": said("x", _("Part of the reintegration was dropped")),
    "servedcase.linked": aside("users-group", _("A project of the community serves them")),
}
PROJECT = {
    "project.planned": said("users-group", _("A project was planned")),
    "project.changed": aside("pencil", _("The plan of the project was changed")),
    "project.begun": said("player-skip-forward", _("The project began")),
    "project.counted": aside("users", _("Who takes part was counted")),
    "project.result_expected": aside("target", _("What the project should change")),
    "project.result_measured": said("chart-dots", _("What the project changed was measured")),
    "project.cause_named": aside("link", _("What the project answers")),
    "project.ended": said("flag", _("The project ended")),
}
LISTS = {
    "dimension": "reintegration_dimension", "activity": "reintegration_activity",
    "planitem.level": "reintegration_level", "project.level": "reintegration_level",
    "reintegrationagreement.how": "consent_method",
}  # fmt: skip


def tell() -> None:
    events.EVENTS.update(DEEDS)
    told.LISTS.update(LISTS)
    undertakes(
        Undertaking(
            name="reintegration", icon="home-heart", begins="reintegration:plan-begin",
            offer=_("Begin a reintegration plan"), exists=figures.has_a_plan,
            standings=figures.plan_standing, may_begin=figures.may_plan,
            mine=figures.mine, watched=figures.watched, told=PLAN,
        )
    )  # fmt: skip
    undertakes(
        Undertaking(
            name="project", icon="users-group", begins="reintegration:project-new",
            offer=_("Plan a project"), exists=figures.has_projects,
            standings=figures.project_standings, may_begin=figures.may_begin_a_project,
            told=PROJECT,
        )
    )  # fmt: skip
    narrates(ReintegrationAgreement, "words")
    narrates(ReintegrationReview, "words")
    narrates(ReintegrationEnded, "words")
    narrates(ItemEnded, "words")
    narrates(ProjectEnded, "words")
    hears(begin_a_plan)
