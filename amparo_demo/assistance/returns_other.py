"""Ways that turned: a decision taken back, an override, a family that parted, a no-show."""

from amparo.pillars.assistance.pathways.models import Check, CheckOverride
from amparo.pillars.assistance.returns import rules
from amparo.pillars.assistance.returns.models import TravelGroupSplit
from amparo_demo.persons import PersonGenerator
from amparo_demo.world import Story, World

from . import return_steps
from .generated_cases import BORDER, NORTH


def tell(world: World, generator: PersonGenerator) -> None:
    world.tell(_changed_her_mind(world, generator))
    world.tell(_without_papers(world, generator))
    world.tell(_father_first(world, generator))
    world.tell(_did_not_come(world, generator))


def _changed_her_mind(world: World, generator: PersonGenerator) -> Story:
    """Everything was booked; two days before, her sister found her work."""
    profile = generator.somebody("CO", sex="female", ages=(24, 40)).speaking("es")
    yield world.at(-38, "09:20")
    case = return_steps.met(
        world, profile, [], by=world.users["tomas"], team=world.teams[BORDER],
        text="Se le acabó el dinero y quiere volver a Cali.",
    )  # fmt: skip
    going = return_steps.begin(world, case, country="CO", where="Cali, barrio Siloé")
    return_steps.counsel(going, "Dice que vuelve porque no ve otra salida. Hablamos de otras.")
    yield world.at(-33, "11:00")
    return_steps.decide(going, situation="can_stay")
    return_steps.plan(going, 12, "Puerto Alto", "Cali", "Aerolínea del Sur", "AS 118")
    return_steps.papers(going)
    yield world.at(-24, "08:40")
    return_steps.settle(going)
    return_steps.book(going, "QX81LM")
    yield world.at(-23, "10:05")
    decision = going.fresh().travellers.get().decision
    assert decision is not None  # noqa: S101 - she had decided
    decision.withdraw(by=going.by, text="Su hermana le consiguió trabajo. Se queda.")
    going.fresh().end(by=going.by, reason="taken_back", text="Se queda y seguimos con su caso.")


def _without_papers(world: World, generator: PersonGenerator) -> Story:
    """His passport was lost; the consul meets him at the border. Two people answered for it."""
    profile = generator.somebody("VE", sex="male", ages=(22, 50)).speaking("es")
    yield world.at(-20, "09:00")
    case = return_steps.met(
        world, profile, [], by=world.users["tomas"], team=world.teams[BORDER],
        text="Le robaron la mochila con el pasaporte. Su padre está enfermo.",
    )  # fmt: skip
    going = return_steps.begin(world, case, country="VE", where="Maracaibo, donde su padre")
    return_steps.counsel(going, "Quiere llegar a tiempo para ver a su padre.")
    yield world.at(-16, "10:00")
    return_steps.decide(going, situation="obliged")
    return_steps.papers(going, "missing")
    return_steps.plan(going, 18, "Puerto Alto", "Maracaibo", "Aerolínea del Sur", "AS 402")
    return_steps.settle(going, rules.DOCUMENTS, rules.FITNESS)
    yield world.at(-2, "12:00")
    check = Check.objects.get(way=going.journey.ref, kind=rules.DOCUMENTS)
    asked = CheckOverride.ask(
        check, by=going.by, because="El cónsul lo espera en la frontera con un salvoconducto."
    )
    yield world.at(-1, "09:10")
    asked.answer_it(
        by=going.boss, agreed=True, because="Hablé con el cónsul: estará allí y firma la entrega."
    )
    yield world.at(-1, "09:40")
    return_steps.examine(going)
    return_steps.book(going, "AS402-77")


def _father_first(world: World, generator: PersonGenerator) -> Story:
    """He goes first to prepare the house; she and the child follow when school ends."""
    profile = generator.somebody("PE", sex="male", ages=(28, 45)).speaking("es")
    child = generator.child_of(profile, ages=(7, 12))
    yield world.at(-26, "08:50")
    case = return_steps.met(
        world, profile, [child], by=world.users["tomas"], team=world.teams[BORDER],
        text="Quiere volver con su hijo, pero el año escolar no terminó.",
    )  # fmt: skip
    going = return_steps.begin(world, case, country="PE", where="Tacna")
    return_steps.counsel(going, "El niño quiere terminar el año con sus compañeros.")
    yield world.at(-22, "10:40")
    return_steps.decide(going, guardian="Su padre")
    going.fresh()
    travellers = list(going.journey.going())
    yield world.at(-18, "11:30")
    TravelGroupSplit.separate(
        going.journey, [each for each in travellers if each.is_child], by=going.by, how="apart",
        because="El niño termina la escuela en casa de su tía y viaja después, acompañado.",
    )  # fmt: skip


def _did_not_come(world: World, generator: PersonGenerator) -> Story:
    """She was not at the bus; the next day she called."""
    profile = generator.somebody("HT", sex="female", ages=(20, 40)).speaking("fr")
    yield world.at(-30, "09:00")
    case = return_steps.met(
        world, profile, [], by=world.users["baptiste"], team=world.teams[NORTH],
        text="Elle veut rentrer auprès de sa mère.",
    )  # fmt: skip
    going = return_steps.begin(world, case, country="HT", where="Les Cayes, chez sa mère")
    return_steps.counsel(going, "Elle a posé beaucoup de questions sur la route.")
    yield world.at(-25, "10:00")
    return_steps.decide(going, situation="can_stay")
    return_steps.plan(going, 20, "Puerto Alto", "Port-au-Prince", "Aerolínea del Sur", "AS 700")
    return_steps.papers(going)
    return_steps.settle(going, rules.FITNESS)
    yield world.at(-7, "10:00")
    return_steps.examine(going)
    return_steps.book(going, "HTQ-552")
    yield world.at(-5, "17:30")
    booking = going.fresh().bookings.get()
    for cost in booking.costs.live():
        cost.void(by=going.by, because="La aerolínea devolvió el pasaje.")
    booking.give_up(
        by=going.by, why="no_show",
        text="Elle n’est pas venue. Elle a appelé le lendemain : sa fille était malade.",
    )  # fmt: skip
