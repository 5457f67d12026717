"""Child protection: sample data, expected permissions and answers of forms."""

from datetime import date, timedelta
from types import SimpleNamespace

from tests.support.route_kinds import (
    CASE_ANSWER,
    CASE_FORM,
    CASE_PAGE,
    CASEWORK_LIST,
    PERSON_FORM,
    TEAM,
    form_route,
)

# What a form must be answered besides its words: see `tests/canaries/http_client.py`.
FORM_CHOICES: dict[str, tuple[dict, ...]] = {
    "child_protection:determination-invite": ({"user": ""},),
    "child_protection:determination-information": (
        {"heard": "directly", "not_heard": ""}, {"heard": "not", "views": "", "heard_on": ""},
    ),
    "child_protection:child-end": ({"why": "mistake"},),
}  # fmt: skip


def route_permissions() -> dict:
    """Expected permissions, as `tests/support/route_kinds.py` spells them."""
    of_a_child = (
        "child-change", "child-end", "contact-restriction-new", "contact-restriction-end",
        "care-new", "care-visit", "guardian-new", "guardian-end", "interests-assess",
        "authority-new", "determine",
    )  # fmt: skip
    return {
        "child_protection:children": CASEWORK_LIST,
        "child_protection:minors": CASEWORK_LIST,
        "child_protection:minor": PERSON_FORM.of("minor"),
        "child_protection:minor-accept": PERSON_FORM.of("minor"),
        "child_protection:child-new": CASE_FORM.of("childs_case"),
        "child_protection:child": CASE_PAGE.of("child"),
        **{f"child_protection:{name}": CASE_FORM.of("child") for name in of_a_child},
        # Nobody has leave for such files: others are refused, a supervisor is asked nothing.
        "child_protection:child-accept": form_route(TEAM, post_by={"supervisor": 303}).of("child"),
        "child_protection:interests-assessment": CASE_PAGE.of("bia"),
        "child_protection:interests-answer": CASE_ANSWER.of("bia"),
        "child_protection:determination": CASE_PAGE.of("bid"),
        "child_protection:determination-report": CASE_PAGE.of("bid"),
        "child_protection:determination-information": CASE_FORM.of("bid_begun"),
        "child_protection:determination-option": CASE_FORM.of("bid_begun"),
        "child_protection:determination-invite": CASE_FORM.of("bid_begun"),
        "child_protection:determination-opinion": CASE_FORM.of("panel_member"),
        "child_protection:determination-excuse": CASE_FORM.of("panel_member"),
        "child_protection:determination-decide": CASE_ANSWER.of("bid_begun"),
        "child_protection:determination-child-informed": CASE_FORM.of("bid"),
        "child_protection:determination-reopen": CASE_ANSWER.of("bid"),
    }


def add_sample_data(world: SimpleNamespace) -> None:
    """One record of each kind, made by the verb that makes it in life."""
    from amparo.pillars.assistance.child_protection import models

    cast, by = world.cast, world.caseworker
    person = cast._person(
        given_names="Yacouba", family_names="Haddad", sex="male", birth_date=date(2012, 2, 3),
        birth_precision="exact", nationality="ML", languages=["fr"],
    )  # fmt: skip
    case = world.childs_case = cast.open_case(person=person, channel="walk_in")
    today = case.office.today()
    child = world.child = models.UnaccompaniedChild.register(
        case, by=by, person=person, status="unaccompanied", cause="conflict",
        last_known_family="An aunt in Oruro.", wishes="To go to school.",
    )  # fmt: skip
    models.FamilyContactRestriction.ask(
        child, by=by, reason="fear", text="My uncle beats me."
    ).take_back(by=by, text="Call my aunt.")
    models.FamilyContactRestriction.ask(child, by=by, reason="self", text="I call her myself.")
    care = models.CareArrangement.begin(
        child, by=by, kind="foster", since=today - timedelta(days=5), carer="Doña Julia",
        where="Calle 3",
    )  # fmt: skip
    models.CareVisit.hold(
        care, by=by, on=today, saw_child=True, spoke_alone=True, text="He sleeps well."
    )
    models.Guardian.name_one(
        child, by=by, name="Elsa Tola", basis="court", since=today, contact="At the court."
    )
    _assessed(world, models)
    _determined(world, models, today)
    models.AuthorityDecision.note(
        child, by=by, authority="Juzgado de la Niñez", on=today, code="local_care"
    )
    _over(world, models)
    _minors(world, models)


def _assessed(world: SimpleNamespace, models) -> None:
    found = {"views": "School.", "safety": "Safe.", "recommendations": "Stay."}
    make = models.BestInterestsAssessment.make
    read = make(world.child, by=world.caseworker, found=found, urgency="soon")
    read.answer_it(by=world.supervisor, approved=False, note="And his health?")
    found["health"] = "Well."
    world.bia = make(world.child, by=world.caseworker, found=found, urgency="soon")


def _determined(world: SimpleNamespace, models, today: date) -> None:
    """One decided, opened again and decided anew is on its way; before it, one in force."""
    bid = world.bid = _decided(world, models, today, why="care")
    bid.decision.record_child_informed(by=world.caseworker, on=today, text="He was glad.")
    reopened = _decided(world, models, today, why="parents")
    world.bid_begun = reopened.decision.reopen(by=world.supervisor, because="News of his aunt.")
    ill = models.PanelMember.invite(
        world.bid_begun, by=world.caseworker, name="Don Teófilo", role="culture"
    )
    ill.excuse(by=world.caseworker, because="He is ill.")
    world.panel_member = models.PanelMember.invite(
        world.bid_begun, by=world.caseworker, name="Doña Elena", role="law"
    )


def _decided(world: SimpleNamespace, models, today: date, why: str):
    by, supervisor = world.caseworker, world.supervisor
    bid = models.BestInterestsDetermination.begin(world.child, by=by, why=why)
    found = {"safety": "Safe.", "care": "Doña Julia.", "family": "An aunt."}
    models.BestInterestsInformation.gather(
        bid, by=by, found=found, heard="interpreter", heard_on=today, views="I want to stay."
    )
    for code in ("local_care", "reunification"):
        option = models.BestInterestsOption.weigh(bid, by=by, code=code, pros="Yes.", cons="No.")
    for user, role in ((by, "social_work"), (supervisor, "law")):
        member = models.PanelMember.invite(bid, by=by, user=user, role=role)
        models.PanelOpinion.give(member, by=user, option=option, text="It is best.")
    models.BestInterestsDecision.take(
        bid, by=supervisor, review_on=today + timedelta(days=60), because="He is well here."
    )
    return bid


def _over(world: SimpleNamespace, models) -> None:
    """Somebody whose age is disputed is a child; then they were not alone after all."""
    other = world.cast._person(given_names="Basma", family_names="Haddad", is_age_disputed=True)
    case = world.cast.open_case(person=other, channel="walk_in")
    alone = models.UnaccompaniedChild.register(
        case, by=world.caseworker, person=other, status="separated"
    )
    alone.no_longer(by=world.caseworker, why="mistake", text="Her mother waited outside.")


def _minors(world: SimpleNamespace, models) -> None:
    """Two who were registered without an adult: one waits, of the other somebody found out why."""
    by, found = world.caseworker, []
    for name in ("Idriss", "Safia"):
        person = world.cast._person(
            given_names=name, family_names="Haddad", birth_year=2014, birth_precision="year"
        )
        case = world.cast.open_case(person=person, channel="walk_in")
        found += models.MinorWithoutAdult.find(
            [person], {person.pk: case}, by=by, on=case.office.today()
        )
    world.minor, other = found
    other.look_at(by=world.supervisor, because="Her aunt comes for her tonight.")
