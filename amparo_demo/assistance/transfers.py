"""Between offices: a case that is offered, one that was taken over, and one that is asked for."""

from amparo.pillars.assistance.cases.models import Case, Note, Task
from amparo.pillars.assistance.intake import first_contact
from amparo.pillars.assistance.intake.models import Screening
from amparo.pillars.assistance.transfers.models import Transfer, TransferRequest
from amparo_demo.persons import agreement
from amparo_demo.places import place
from amparo_demo.world import Story, World

from . import steps
from .generated_cases import SHELTER, VALLEY

# With this number the search of Valle Seco finds that Puerto Alto knows somebody.
KNOWN_BY = "+591 72004418"


def tell(world: World) -> None:
    world.tell(_goes_south(world))
    world.tell(_comes_north(world))
    world.tell(_is_asked_for(world))


def _goes_south(world: World) -> Story:
    """He found work in Valle Seco: the case went after him, with what was still to be done."""
    by, boss, there = (world.users[who] for who in ("lucia", "pilar", "stranger"))
    yield world.at(-26, "10:20")
    person = steps.named(world, "Abel", "Condori", "male", 38, "BO", "es")
    here = {
        "kind": "labour", "channel": "walk_in", "place": place("Terminal de buses"),
        "presenting_concern": "Le deben tres meses en la ladrillera y le ofrecen trabajo al sur.",
    }  # fmt: skip
    _, case = steps.met(world, person, here)
    Screening.hold(case, by=by, asylum_wish=False, text="Duerme donde su hermano.")
    yield world.at(-12, "16:40")
    Note.write(case, by=by, text="Empieza el lunes en Valle Seco. El reclamo sigue abierto.")
    Task.set(case, "call", world.day(3), by=by, text="Preguntar por la audiencia del reclamo")
    words = "Se mudó el domingo. Falta la audiencia por los salarios; tiene copia de todo."
    transfer = Transfer.offer(
        case, to=world.teams[VALLEY], by=by, reason=Transfer.Reason.MOVES, text=words
    )
    yield world.at(-11, "09:05")
    steps.approve(world, case, "transfer")
    transfer.refresh_from_db()
    yield world.at(-10, "08:50")
    transfer.accept(by=boss, owner=there)
    case = Case.objects.get(pk=case.pk)
    yield world.at(-8, "17:30")
    Note.write(case, by=there, kind="call", text="أكّد موعد الجلسة وسنرافقه إليها.")


def _comes_north(world: World) -> Story:
    """She is on her way to her sister: Puerto Alto has to answer."""
    by, boss = world.users["stranger"], world.users["pilar"]
    yield world.at(-9, "11:15")
    met = first_contact.RegistrationData(
        person=steps.named(world, "Nilda", "Huaycho", "female", 27, "PE", "es"),
        consent=agreement("es", until=world.day(300), shares=[]),
        case={
            "kind": "family", "channel": "walk_in", "place": place("Terminal de buses"),
            "presenting_concern": "Quiere llegar donde su hermana antes del parto.",
        },
    )  # fmt: skip
    _, case = first_contact.register_first_contact(met, by=by, team=world.teams[VALLEY])
    assert case is not None  # noqa: S101 - one was asked for
    Screening.hold(
        case, by=by, urgent=["medical"], text="Embarazo de siete meses, sin control.",
        first_steps="Cita con la partera para esta tarde.",
    )  # fmt: skip
    yield world.at(-2, "15:10")
    words = "Viaja mañana. Necesita cama la primera noche y control de embarazo esta semana."
    Transfer.offer(case, to=world.teams[SHELTER], by=by, reason=Transfer.Reason.FAMILY, text=words)
    yield world.at(-1, "09:20")
    case.approvalrequests.get(what="transfer", is_waiting=True).decide(by=boss, approved=True)


def _is_asked_for(world: World) -> Story:
    """He stands before the team of Valle Seco, which learns that another office knows him."""
    yield world.at(-5, "09:30")
    person = steps.named(world, "Wilmer", "Rojas", "male", 31, "VE", "es")
    here = {
        "kind": "general", "channel": "walk_in", "place": place("Terminal de buses"),
        "presenting_concern": "Perdió sus papeles en el viaje.",
    }  # fmt: skip
    _, case = steps.met(world, person, here, [{"kind": "message", "value": KNOWN_BY}])
    Screening.hold(case, by=world.users["lucia"], asylum_wish=False)
    yield world.at(-3, "08:30")
    world.offices["Puerto Alto"].change(by=world.users["admin"], shares_known_persons=True)
    yield world.at(-1, "12:35")
    TransferRequest.ask(
        KNOWN_BY, at=world.offices["Puerto Alto"], team=world.teams[VALLEY],
        by=world.users["stranger"], reason=TransferRequest.Reason.HERE,
        text="موجود لدينا الآن ويطلب المرافقة هنا.",
    )  # fmt: skip
