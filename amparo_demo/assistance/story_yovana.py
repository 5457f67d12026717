"""Yovana goes home with her two children, from Puerto Alto to the office of Valle Seco."""

from amparo.pillars.assistance.cases.models import Note
from amparo_demo.persons import PersonProfile
from amparo_demo.world import Story, World

from . import return_steps, steps
from .return_steps import SHELTER, VALLEY


def tell(world: World) -> Story:
    yield world.at(-64, "09:40")
    mother = steps.named(world, "Yovana", "Huillca", "female", 31, "PE", "es", "qu")
    children = [
        steps.named(world, "Dayana", "Huillca", "female", 8, "PE", "es"),
        steps.named(world, "Brayan", "Huillca", "male", 4, "PE", "es"),
    ]
    case = return_steps.met(
        world, PersonProfile(mother), [PersonProfile(each) for each in children],
        by=world.users["lucia"], team=world.teams[SHELTER],
        text="Quiere volver donde su madre con sus dos hijos. El padre los dejó en marzo.",
        yes=("medical",), first_steps="Brayan no respira bien: Lucía los lleva hoy al centro.",
    )  # fmt: skip
    yield world.at(-61, "10:30")
    going = return_steps.begin(
        world, case, country="PE", to=world.teams[VALLEY],
        where="Casa de su madre, a dos cuadras de la escuela.",
    )  # fmt: skip
    return_steps.counsel(
        going,
        "«Allá está mi madre y hay escuela. Aquí no tengo a nadie.» Preguntó si puede "
        "arrepentirse: sí, hasta subir al bus. Dayana quiere llevar su cuaderno.",
    )
    yield world.at(-54, "16:10")
    return_steps.decide(going, situation="can_stay", guardian="Yovana Huillca")
    yield world.at(-50, "11:00")
    return_steps.papers(going, "applied")
    return_steps.plan(going, 9, "Puerto Alto", "Valle Seco", "Transportes Illimani", "214")
    return_steps.help_with(
        going, "social", "Consuelo, de Casa Alba, viaja con ellos hasta la frontera."
    )
    return_steps.help_with(
        going, "medicines", "Salbutamol para Brayan: dos inhalaciones si se agita."
    )
    return_steps.help_with(
        going, "transit", "Cena y un cuarto en la terminal si el bus se retrasa."
    )
    yield world.at(-46, "09:50")
    return_steps.screen(
        case, by=world.users["maren"]
    )  # Brayan is well: another colleague asks again
    yield world.at(-44, "15:20")
    return_steps.papers(going)
    if not return_steps.settle(going):
        return
    return_steps.book(going, "ILL-7723")
    yield world.at(-41, "09:00")
    return_steps.leave(going, "Salieron a las nueve. Brayan saludó desde la ventana.")
    transfer = return_steps.hand_over(
        going, "Una madre y dos niños llegan mañana. Uno tiene asma; la escuela los espera."
    )
    yield world.at(-40, "08:30")
    return_steps.take_over(going, transfer)
    yield world.at(-40, "13:15")
    return_steps.arrive(going, "وصلوا بخير. كانت الجدة تنتظرهم في المحطة.")
    yield world.at(-39, "10:00")
    return_steps.welcome(going, "سرير وطعام للأيام الأولى، وموعد للطفل عند الطبيب غدًا.")
    Note.write(going.case, by=going.by, text="تبدأ دايانا المدرسة يوم الاثنين.")
