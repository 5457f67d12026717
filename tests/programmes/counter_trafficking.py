"""Counter-trafficking: sample data, expected permissions and answers of forms."""

from datetime import timedelta
from types import SimpleNamespace

from tests.support.route_kinds import (
    CASE_FORM,
    CASE_OWNER,
    CASEWORK_LIST,
    SUPERVISION,
    action_route,
    form_route,
    page_route,
)

# What a form must be answered besides its words: see `tests/canaries/http_client.py`.
FORM_CHOICES: dict[str, tuple[dict, ...]] = {
    # The case of the tests stays open to the team: others look for canaries in it.
    "counter_trafficking:begin": ({"act": ["A1"], "restrict": ""},),
    "counter_trafficking:signs-new": ({"act": ["A1"]},),
    "counter_trafficking:review-new": ({"looked_at": ["income"]},),
    "counter_trafficking:exploitation-new": (
        {"types": ["ForcedLabour"], "from_on": "2024-01-01", "until_on": "2024-06-01"},
    ),
    "counter_trafficking:perpetrator-new": ({"roles": ["Transporter"]},),
    "counter_trafficking:reflection-extend": ({"until_on": "2099-01-01"},),
    "counter_trafficking:reflection-end": ({"is_their_wish": "on"},),
    "counter_trafficking:testimony-open": ({"until": "2099-01-01", "person_agrees": "on"},),
}


def route_permissions() -> dict:
    """Expected permissions, as `tests/support/route_kinds.py` spells them."""
    way = {"way": "way_out.ref"}
    # The case is kept to those with leave: of the cast, whoever accompanies it opens it.
    one_page, one_form, one_deed = (
        each(CASE_OWNER).of("way_case", **way) for each in (page_route, form_route, action_route)
    )
    doors = {
        "ways": CASEWORK_LIST,
        "figures": SUPERVISION,
        "begin": CASE_FORM,
        "way": one_page,
        "safety": one_page,
        "testimony": one_page.of("way_case", testimony="testimony.ref", **way),
        "testimony-open": one_form.of("way_case", testimony="testimony.ref", **way),
        "testimony-erase": one_form.of("way_case", testimony="testimony.ref", **way),
        "testimony-shut": one_deed.of("way_case", grant="testimony_grant.ref", **way),
        "other-view-new": one_form.of("way_case", determination="determination.ref", **way),
        "reflection-extend": one_form.of("way_case", period="reflection.ref", **way),
        "reflection-end": one_form.of("way_case", period="reflection.ref", **way),
        "safety-look": one_form.of("way_case", plan="safety_plan.ref", **way),
    }
    for name in (
        "signs", "determination", "cooperation", "exploitation", "event", "perpetrator",
        "reflection", "review", "safety", "testimony",
    ):  # fmt: skip
        doors[f"{name}-new"] = one_form
    return {f"counter_trafficking:{name}": door for name, door in doors.items()}


def add_sample_data(world: SimpleNamespace) -> None:
    """One record of each kind, made by the verb that makes it in life."""
    from django.utils.timezone import now

    from amparo.pillars.assistance.counter_trafficking.models import (
        AuthorityCooperation,
        DeterminationObjection,
        Exploitation,
        IndicatorObservation,
        Perpetrator,
        ReflectionPeriod,
        RetraffickingReview,
        SafetyPlan,
        StatusDetermination,
        Testimony,
        TraffickingEvent,
        TraffickingRecord,
    )
    from amparo.pillars.assistance.counter_trafficking.models.ways import POSSIBLE

    by, cast = world.caseworker, world.cast
    person = cast._person(given_names="Mirela", family_names="Dancu", languages=["ro"])
    case = cast.open_case(person=person, kind="trafficking")
    today = case.office.today()
    way = TraffickingRecord.begin(case, person, by=by)
    IndicatorObservation.note(
        way, by=by, indicators=["A1", "M5", "P2"], text="Seen.", restrict=True
    )
    made = StatusDetermination.make(
        way, by=by, status=POSSIBLE, decided_on=today, text="We think so."
    )
    DeterminationObjection.put(made, by=by, whose="lawyer", text="It is more than that.")
    ended = ReflectionPeriod.grant(way, by=by, from_on=today, basis="The law of the country")
    ended.end_early(by=by, on=today, is_their_wish=True, text="I am ready.")
    world.reflection = ReflectionPeriod.grant(way, by=by, from_on=today)
    longer = today + timedelta(days=60)
    world.reflection.extend(by=by, until_on=longer, because="She needs it.")
    AuthorityCooperation.hear(way, by=by, wish="not_yet", on=today, text="I do not know yet.")
    plan = SafetyPlan.agree(way, by=by, dangers="He calls.", what_to_do="Leave by the back.")
    plan.look_at(by=by, still_holds=True, text="It holds.")
    RetraffickingReview.hold(
        way, by=by, reviewed_on=today, level="medium", looked_at=["income", "debt"],
        text="He asks for money.",
    )  # fmt: skip
    Exploitation.write_down(way, by=by, types=["ForcedLabour"], text="A workshop.")
    TraffickingEvent.write_down(
        way, by=by, kind="Recruitment", city="Oruro", description="At a fair."
    )
    Perpetrator.write_down(way, by=by, roles=["Transporter"], details="Drives a van.")
    gone = Testimony.write(way, by=by, taken_on=today, text="She told it once.")
    gone.erase(by=by, because="She asked.")
    testimony = Testimony.write(way, by=by, taken_on=today, text="She told it.")
    until, because = now() + timedelta(days=9), "For the lawyer."
    for days in (0, 1):
        grant = testimony.open_to(
            world.keeper, by=by, because=because, until=until + timedelta(days=days),
            person_agrees=True,
        )  # fmt: skip
        if not days:
            grant.revoke(by=by)
    world.way_case, world.way_out, world.determination = case, way, made
    world.safety_plan, world.testimony, world.testimony_grant = plan, testimony, grant
