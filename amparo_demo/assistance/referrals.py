"""Whom the teams of the demo asked to help: answered, asked back, late, refused, taken back."""

from datetime import datetime

from amparo.foundation.core import clock
from amparo.foundation.core.models import Organization, User
from amparo.foundation.directory.models import Service
from amparo.foundation.people.models import Consent, Person
from amparo.foundation.people.models.consents import Choice, ConsentGiven
from amparo.pillars.assistance.cases.models import Case
from amparo.pillars.assistance.referrals.extract import default_items
from amparo.pillars.assistance.referrals.models import Referral
from amparo_demo.world import Story, World


def tell(world: World) -> None:
    for story in (_to_the_doctor, _no_room, _nobody_answers, _they_ask, _takes_it_back):
        world.tell(story(world))


def send(
    world: World, case: Case, to: Organization, kind: str, urgency: str, text: str,
    people: list[Person] | None = None,
) -> Referral:  # fmt: skip
    """With the yes of each of them, said on the same day."""
    people, by = people or case.persons()[:1], case.owner
    assert by is not None  # noqa: S101 - whose case was looked for
    for person in people:
        _agree(person, to, by=by)
    offers = Service.objects.running().filter(provider__organization=to, types__code=kind)
    return Referral.send(
        case, by=by, to=to, people=people, service_type=kind, urgency=urgency,
        items=default_items(kind), text=text, service=offers.first(),
    )  # fmt: skip


def _agree(person: Person, to: Organization, *, by: User) -> None:
    is_state = to.kind == Organization.Kind.GOVERNMENT
    choice = (
        Choice("share_authorities", True, "authorities")
        if is_state
        else Choice("share_services", True, "organization", to)
    )
    is_child = person.is_child(clock.now().date())
    given = ConsentGiven(
        choices=(choice,), method="verbal", language=next(iter(person.languages), "es"),
        given_by="parent" if is_child else "self",
        consenting_person="Su madre" if is_child else "",
        relationship="mother" if is_child else "",
        assent=True if is_child else None,
    )  # fmt: skip
    Consent.record(person, given, by=by)


def _case_of(world: World, owner: str, at: datetime) -> Case:
    """One of theirs, with somebody in it, that goes on and is restricted to nobody."""
    cases = Case.objects.active().filter(
        owner=world.users[owner], person__isnull=False, opened_at__lt=at,
        confidentiality=Case.Confidentiality.ORDINARY, referrals=None,
    )  # fmt: skip
    found = cases.select_related("person", "owner", "team__office").order_by("pk")
    return next(case for case in found if case.person and case.person.may_be_assisted)


def _to_the_doctor(world: World) -> Story:
    """Accepted, given, and confirmed by the person."""
    start = world.at(-12, "09:40")
    yield start
    by, doctors = world.users["lucia"], world.organizations["Cruz del Sur"]
    case = _case_of(world, "lucia", start)
    referral = send(
        world, case, doctors, "health.primary", "standard",
        "Necesita un control médico general. Prefiere por la mañana.",
    )  # fmt: skip
    yield world.at(-11, "10:15")
    referral.accept(by=by, text="Por teléfono: el jueves a las nueve, sin documento.")
    yield world.at(-9, "12:00")
    referral.report(by=by, given_on=world.day(-9), text="Control hecho; vuelve en un mes.")
    yield world.at(-7, "17:20")
    referral.confirm(by=by, text="Me atendieron bien y no me pidieron papeles.")


def _no_room(world: World) -> Story:
    """They asked something, were answered, and had no place: another way must be found."""
    start = world.at(-6, "16:00")
    yield start
    by, home = world.users["salma"], world.organizations["Hogar Luz de Mar"]
    case = _case_of(world, "salma", start)
    referral = send(
        world, case, home, "shelter.emergency", "urgent",
        "تحتاج إلى مكان هادئ للنوم بضعة أيام.",
    )  # fmt: skip
    yield world.at(-5, "08:30")
    referral.ask(by=None, text="¿Viene con niñas o niños?")
    yield world.at(-5, "11:00")
    referral.reply(by=by, text="No, viene sola.")
    yield world.at(-4, "09:10")
    referral.decline(by=None, reason="full", text="No hay cama hasta el lunes.")


def _nobody_answers(world: World) -> Story:
    """A week has passed, and the supervisor was told."""
    start = world.at(-9, "11:30")
    yield start
    case = _case_of(world, "daniel", start)
    referral = send(
        world, case, world.organizations["Ministerio de Trabajo y Movilidad"], "legal.documents",
        "standard", "Asks how to register an address without a lease.",
    )  # fmt: skip
    yield world.at(-1, "12:00")
    referral.escalate()


def _they_ask(world: World) -> Story:
    """The question waits for us."""
    start = world.at(-2, "15:00")
    yield start
    case = _case_of(world, "baptiste", start)
    referral = send(
        world, case, world.organizations["Consultorio Andino"], "legal.counsel", "urgent",
        "Contrat de travail à relire avant de signer.",
    )  # fmt: skip
    yield world.at(-1, "10:40")
    referral.acknowledge(by=case.owner)
    referral.ask(by=None, text="¿En qué idioma está escrito el contrato?")


def _takes_it_back(world: World) -> Story:
    """The person changed their mind: from then on nobody there read anything."""
    start = world.at(-5, "09:00")
    yield start
    case = _case_of(world, "ines", start)
    send(
        world, case, world.organizations["Casa Alba"], "counselling.individual", "standard",
        "Quisiera hablar con alguien fuera de la oficina.",
    )  # fmt: skip
    yield world.at(-4, "18:00")
    assert case.person is not None  # noqa: S101 - one was looked for
    agreed = Consent.objects.of(case.person).in_force().filter(purpose="share_services")
    agreed.latest("pk").withdraw(by=world.users["ines"], statement="Mejor más adelante.")
