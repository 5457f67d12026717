"""Returns: sample data, expected permissions and answers of forms."""

from datetime import timedelta
from decimal import Decimal
from types import SimpleNamespace

from amparo.foundation.core.clock import now
from tests.support.route_kinds import (
    CASE_FORM,
    CASEWORK_LIST,
    EVERYBODY,
    PUBLIC,
    SUPERVISOR,
    TEAM,
    WORKERS,
    form_route,
    page_route,
)

CHECKS = ["freedom", "informed", "alternatives", "can_withdraw", "capacity", "language"]
TIMES = {
    "leaves_on": "2031-03-04", "leaves_clock": "09:00", "arrives_on": "2031-03-04",
    "arrives_clock": "13:00",
}  # fmt: skip
YESTERDAY = (now() - timedelta(days=1)).date().isoformat()
# What a form must be answered besides its words: see `tests/canaries/http_client.py`.
FORM_CHOICES: dict[str, tuple[dict, ...]] = {
    "returns:begin": ({"to_team": ""},),
    "returns:decide": (
        {"goes": "yes", "checks": CHECKS, "language": "es", "signed": "witnessed",
         "by_guardian": "on", "situation": "can_stay"},
    ),
    "returns:check": (
        {"met": "no", "paper": "", "issuer": "", "issued_on": "", "until": ""},
    ),
    "returns:interview": (
        {"language": "es", "interpreter": "none", "is_alone": "yes", "is_voluntary": "yes"},
    ),
    "returns:asylum": (
        {"language": "es", "interpreter": "none", "is_alone": "yes", "is_informed": "yes",
         "wishes_asylum": "no"},
    ),
    "returns:qualification-new": ({"kind": "asylum", "valid_until": ""},),
    "returns:check-answer": ({"agreed": "no"},),
    "returns:leg-new": (TIMES,),
    "returns:leg-change": (TIMES | {"leaves_on": "2031-03-05", "arrives_on": "2031-03-05"},),
    "returns:document": ({"status": "applied", "good_until": "", "seen_on": ""},),
    "returns:exit-permission": ({"basis": "father", "guardianship": ""},),
    "returns:fitness-decide": (
        {"is_same_person": "yes", "code": "fit_conditions", "conditions": ["oxygen"],
         "examined_on": YESTERDAY, "examined_clock": "09:00", "holds_on": "", "holds_clock": ""},
    ),
    "returns:boarding-check": (
        {"held_on": YESTERDAY, "held_clock": "22:00", "checked_by": "escort",
         "feels_well": "yes", "has_medicines": "yes", "has_documents": "yes",
         "knows_where": "yes"},
    ),
}  # fmt: skip
FILES = frozenset(
    (
        "returns:qualification-file",
        "returns:declaration",
        "returns:pack",
        "returns:departures-take",
    )
)


def route_permissions() -> dict:
    """Expected permissions, as `tests/support/route_kinds.py` spells them."""
    look, ask, tap = page_route(TEAM), form_route(TEAM), form_route(TEAM, post=303)
    at = {"ref": "homeward"}
    of_one = at | {"traveller": "homeward_traveller.ref"}

    def of(door, where=at, **more):
        told = where | more
        return door.of(told["ref"], **{key: ref for key, ref in told.items() if key != "ref"})

    return {
        "returns:begin": CASE_FORM,
        "returns:index": CASEWORK_LIST,
        "returns:departures": CASEWORK_LIST,
        "returns:departures-take": CASEWORK_LIST,
        "returns:journey": of(look),
        "returns:join": of(ask),
        "returns:part": of(ask),
        "returns:office": of(ask),
        "returns:end": of(ask),
        "returns:counsel": of(ask),
        "returns:decide": of(ask, of_one),
        # Nobody asks them for a reason.
        "returns:take-back": of(tap, of_one),
        "returns:document": of(ask, of_one),
        "returns:fitness-ask": of(ask, of_one),
        # Not by who asked.
        "returns:fitness-code": of(
            form_route(TEAM, post=200, post_by={"caseworker": 422}),
            {"ref": "homeward_booked", "traveller": "homeward_booked_traveller.ref"},
        ),
        "returns:boarding-check": of(
            ask, {"ref": "homeward_booked", "traveller": "homeward_booked_traveller.ref"}
        ),
        # The clinician who is asked, and no colleague; by a link nobody who is signed in.
        "returns:fitness-decide": form_route(frozenset({"nurse"}), may_not_yet=TEAM).of(
            "homeward_fitness"
        ),
        "returns:fitness-link": form_route(
            EVERYBODY, get=403, post=403, to_nobody=(200, 422), **PUBLIC
        ).of(token="homeward_token"),
        "returns:exit-permission": of(ask, of_one),
        "returns:exit-permission-end": of(ask, permission="homeward_permission.ref"),
        "returns:declaration": of(look, of_one),
        "returns:pack": of(look),
        "returns:interview": of(ask, of_one),
        "returns:asylum": of(ask, of_one),
        "returns:waive": of(form_route(SUPERVISOR, may_not_yet=WORKERS), of_one),
        # Colleagues of this office can do all of it: the office above is not asked.
        "returns:office-above": of(ask),
        "returns:qualifications": page_route(SUPERVISOR | {"colleague"}),  # one is theirs
        "returns:qualification-file": page_route(SUPERVISOR | {"colleague"}).of("qualification"),
        "returns:qualification-new": form_route(SUPERVISOR),
        "returns:qualification-end": form_route(
            SUPERVISOR,
            post=303,
            may_not_yet=frozenset({"colleague"}),  # it is theirs
        ).of("qualification"),
        "returns:check": of(ask, check="homeward_check.ref"),
        "returns:check-ask": of(ask, check="homeward_check.ref"),
        "returns:check-answer": of(
            form_route(SUPERVISOR, may_not_yet=WORKERS), check="homeward_check.ref"
        ),
        "returns:leg-new": of(ask),
        "returns:leg-change": of(ask, leg="homeward_leg.ref"),
        "returns:leg-call-off": of(ask, leg="homeward_leg.ref"),
        "returns:provide": of(ask),
        "returns:provision-end": of(ask, provision="homeward_help.ref"),
        "returns:book": of(ask),
        "returns:unbook": of(ask, {"ref": "homeward_booked"}),
        "returns:travel-cost-new": of(
            ask, {"ref": "homeward_booked"}, booking="homeward_booking.ref"
        ),
        "returns:travel-cost-cancel": of(
            ask, {"ref": "homeward_booked"}, cost="homeward_cost.ref"
        ),
        "returns:depart": of(ask, {"ref": "homeward_booked"}),
        "returns:arrive": of(ask, {"ref": "homeward_left"}),
        "returns:welcome": of(ask, {"ref": "homeward_arrived"}),
    }


def add_sample_data(world: SimpleNamespace) -> None:
    """One return in preparation, with one record of each kind; and those further on their way."""
    from amparo.foundation.directory.models import Provider, Service, ServiceType
    from amparo.pillars.assistance.pathways.models import CheckOverride
    from amparo.pillars.assistance.returns import rules
    from amparo.pillars.assistance.returns.models import (
        FitnessRequest,
        JourneyMilestone,
        Qualification,
        TravelAssistance,
        TravelCost,
        TravelGroupSplit,
        WaitingTimeWaiver,
    )
    from amparo.pillars.assistance.returns.tests import ways
    from tests.support.uploads import certificate

    by, today = world.caseworker, world.office.today()
    # Not on the case that other tests change as a whole.
    _journey(world, "homeward", "Elena", "Marta")
    one, other = world.homeward.going()
    world.homeward_traveller = one
    ways.planned(world.homeward, days=9)
    world.homeward_permission = ways.permitted(one)
    world.homeward_leg = ways.leg(world.homeward, days=10, number="LP 77")
    off = ways.leg(world.homeward, days=12, number="LP 78")
    late = ways.at_day(world.homeward, 13)
    off.change(by=by, leaves_at=late, arrives_at=ways.at_day(world.homeward, 14), because="Snow")
    off.call_off(by=by, because="The road is closed.")
    world.homeward_help = TravelAssistance.arrange(
        world.homeward, by=by, kind="medicines", text="For her heart, one each morning."
    )
    spare = TravelAssistance.arrange(world.homeward, by=by, kind="transit", text="A bed in Lima.")
    spare.end(by=by, because="Her cousin meets her.")
    ways.settle(world.homeward, rules.DOCUMENTS, rules.SHARING)
    WaitingTimeWaiver.give(one, by=world.supervisor, because="The boat leaves tonight.")
    world.qualification = Qualification.enter(
        world.colleague, by=world.supervisor, kind="children", valid_from=today,
        paper="Certificate 12", issuer="Training centre", upload=certificate(),
    )  # fmt: skip
    TravelGroupSplit.separate(world.homeward, [other], by=by, how="stays", because="School.")
    world.homeward_check = ways.check(world.homeward, rules.DOCUMENTS, one.person)
    CheckOverride.ask(world.homeward_check, by=by, because="The consul meets her.")
    for name, given in (("booked", "Irma"), ("left", "Julia"), ("arrived", "Lidia"),
                        ("welcomed", "Nora"), ("over", "Olga")):  # fmt: skip
        _journey(world, f"homeward_{name}", given)
        ways.booked(getattr(world, f"homeward_{name}"), days=0)
    world.homeward_booked_traveller = world.homeward_booked.travellers.get()
    world.homeward_booking = world.homeward_booked.bookings.get()
    refunded, world.homeward_cost = (
        TravelCost.charge(
            world.homeward_booking,
            by=by,
            on=today,
            value=Decimal(value),
            currency="USD",
            line=world.budget_line,
            text=words,
        )
        for value, words in ((40, "A seat"), (55, "The next day"))
    )
    refunded.void(by=by, because="She had a ticket already.")
    # Only who works where health services are offered decides fitness to travel.
    there, _is_new = Provider.objects.get_or_create(organization=world.office.organization)
    clinic = Service.objects.create(provider=there, name={"en": "Clinic"})
    ServiceType.objects.create(service=clinic, code="health.primary")
    world.homeward_fitness, _no_link = FitnessRequest.ask(one, by=by, clinician=world.nurse)
    _asked, world.homeward_token = FitnessRequest.ask(
        world.homeward_booked_traveller, by=by, addressee="Ana Flores, Hospital 2"
    )
    for name in ("left", "arrived", "welcomed"):
        ways.checked(getattr(world, f"homeward_{name}"))
        JourneyMilestone.depart(getattr(world, f"homeward_{name}"), by=by, left_on=today)
    for name in ("arrived", "welcomed"):
        JourneyMilestone.arrive(getattr(world, f"homeward_{name}"), by=by, arrived_on=today)
    JourneyMilestone.welcome(world.homeward_welcomed, by=by, welcomed_on=today, text="A bed.")
    over = world.homeward_over
    over.travellers.get().decision.withdraw(by=by, text="Her sister needs her.")
    over.end(by=by, reason="taken_back", text="She stays with her sister.")


def _journey(world: SimpleNamespace, name: str, *given: str) -> None:
    """A case of its own, and a return begun in it."""
    from amparo.pillars.assistance.returns.tests import ways

    people = [
        world.cast._person(given_names=each, family_names="Solano", sex="female",
                           birth_year=1990, birth_precision="year", languages=["es"])
        for each in given
    ]  # fmt: skip
    case = world.cast.open_case(person=people[0])
    for each in people[1:]:
        case.add_dependant(each, "sibling", by=world.caseworker)
    setattr(world, name, ways.begun(case, *people))
