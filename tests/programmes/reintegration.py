"""Reintegration: sample data, expected permissions and answers of forms."""

from datetime import timedelta
from decimal import Decimal
from types import SimpleNamespace

from tests.support.route_kinds import CASE_ACTION, CASE_FORM, CASE_PAGE, CASEWORK_LIST

# What a form must be answered besides its words: see `tests/canaries/http_client.py`.
FORM_CHOICES: dict[str, tuple[dict, ...]] = {
    "reintegration:plan-begin": ({"has_arrived": "yes", "arrived_on": "2020-01-05"},),
    "reintegration:plan-end": ({"how": "choice"},),
    "reintegration:community-project-serves": ({"number": lambda told: told["number"]},),
}
# Papers, not pages.
FILES = frozenset({"reintegration:plan-pdf"})


def route_permissions() -> dict:
    """Expected permissions, as `tests/support/route_kinds.py` spells them."""
    item = {"item": "plan_item.ref"}
    project = {"project": "project.ref"}
    in_project = CASE_FORM.of("shared", **project)
    return {
        "reintegration:plans": CASEWORK_LIST,
        "reintegration:community-projects": CASEWORK_LIST,
        "reintegration:plan": CASE_PAGE,
        "reintegration:plan-begin": CASE_FORM,
        "reintegration:plan-agree": CASE_FORM.of("planned_for"),
        "reintegration:plan-revise": CASE_ACTION.of("planned_for"),
        "reintegration:plan-review": CASE_FORM.of("planned_for"),
        "reintegration:plan-end": CASE_FORM.of("planned_for"),
        "reintegration:plan-print": CASE_PAGE.of("planned_for"),
        "reintegration:plan-pdf": CASE_PAGE.of("planned_for"),
        "reintegration:plan-version": CASE_PAGE.of("planned_for", plan="agreed_plan.ref"),
        "reintegration:item-new": CASE_FORM.of("planned_for"),
        "reintegration:item": CASE_FORM.of("planned_for", **item),
        "reintegration:item-start": CASE_ACTION.of("planned_for", **item),
        "reintegration:item-complete": CASE_FORM.of("planned_for", **item),
        "reintegration:item-drop": CASE_FORM.of("planned_for", **item),
        "reintegration:item-refer": CASE_FORM.of("planned_for", **item),
        "reintegration:community-project-new": CASE_FORM.of("shared"),
        "reintegration:community-project": CASE_PAGE.of("shared", **project),
        "reintegration:community-project-edit": in_project,
        "reintegration:community-project-begin": CASE_ACTION.of("shared", **project),
        "reintegration:community-project-end": in_project,
        "reintegration:community-project-headcount": in_project,
        "reintegration:community-project-result-new": in_project,
        "reintegration:community-project-result": CASE_FORM.of(
            "shared", **project, result="project_result.ref"
        ),
        "reintegration:community-project-causes": in_project,
        "reintegration:community-project-serves": in_project,
    }


def add_sample_data(world: SimpleNamespace) -> None:
    """One record of each kind, made by the verb that makes it in life."""
    _plan(world)
    _project(world)


def _plan(world: SimpleNamespace) -> None:
    """Agreed, and now being changed: one thing is done, one dropped, one still to begin."""
    from amparo.pillars.assistance.reintegration.models import PlanItem, ReintegrationPlan

    by, today = world.caseworker, world.office.today()
    world.planned_for = world.case  # not every case has a plan: these doors need one
    plan = ReintegrationPlan.begin(world.case, by=by, arrived_on=today - timedelta(days=9))
    world.plan_item, done, dropped = (
        plan.add(
            by=by, dimension=dimension, level="individual", activity=activity,
            objective="She stands on her own.", responsible=by, starts_on=today,
            ends_on=today + timedelta(days=30), budget=Decimal(100), currency="BOB",
        )
        for dimension, activity in (
            ("economic", "microbusiness"), ("social", "housing"), ("psychosocial", "mediation"),
        )
    )  # fmt: skip
    plan.agree(by=by, on=today, how="verbal", text="She says yes.")
    for item in (world.plan_item, done, dropped):
        item.refresh_from_db()
    world.plan_item.start(by=by)
    done.complete(by=by, text="We saw the room.")
    dropped.drop(by=by, because="Languages again.")
    plan.review(by=by, on=today, text="She smiles more.", next_on=today + timedelta(days=60))
    plan.refresh_from_db()
    world.agreed_plan = plan
    world.draft_plan = plan.revise(by=by)
    world.plan_item = PlanItem.objects.get(pk=world.plan_item.pk)
    _ended(world)


def _ended(world: SimpleNamespace) -> None:
    from amparo.pillars.assistance.reintegration.models import ReintegrationPlan

    plan = ReintegrationPlan.begin(world.shelved, by=world.caseworker)
    plan.finish(by=world.caseworker, how="choice", text="He goes on alone.")


def _project(world: SimpleNamespace) -> None:
    from amparo.pillars.assistance.reintegration.models import CommunityProject

    by, today = world.caseworker, world.office.today()
    about = {
        "by": by, "aim": "Bread, and a place to meet.", "activity": "community_project",
        "dimension": "social", "level": "community", "starts_on": today,
        "ends_on": today + timedelta(days=90),
    }  # fmt: skip
    world.project = CommunityProject.plan(world.shared, title="An oven for all", **about)
    world.project.count(by=by, on=today, people={("female", "18-59"): 7})
    world.project_result = world.project.expect(by=by, text="Families", expected=Decimal(9))
    world.project_result.measure(by=by, on=today, number=Decimal(3), text="We counted.")
    world.project.address(world.known, by=by)
    world.project.serve(world.case, by=by)
    over = CommunityProject.plan(world.shared, title="A well", **about)
    over.finish(by=by, how="stopped", text="The ground is rock.")
