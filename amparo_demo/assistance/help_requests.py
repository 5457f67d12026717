"""Who asks for help without a name in the demo, and what becomes of each."""

from amparo.foundation.core import receipt_codes
from amparo.pillars.assistance.help_requests.models import HelpRequest, HelpRequestArea
from amparo_demo.places import place
from amparo_demo.world import Story, World

from . import steps

# Written on the page of the demo, so that a visitor can come back with it.
CODE = "K7M4-XW2P-93HT"


def tell(world: World) -> None:
    for story in (
        _in_danger, _asks_for_a_bed, _for_a_neighbour, _nobody_answered, _became_a_case,
        _a_machine, _found_it_herself, _took_it_back,
    ):  # fmt: skip
        world.tell(story(world))


def receive(world: World) -> None:
    """From where each office receives."""
    admin = world.users["admin"]
    HelpRequestArea.set_up(
        world.offices["Puerto Alto"], places=[place("Bolivia")], elsewhere=True, by=admin
    )
    HelpRequestArea.set_up(
        world.offices["Valle Seco"], places=[place("Perú")], elsewhere=False, by=admin
    )


def _ask(where: str, language: str, needs: list[int], text: str, **said) -> HelpRequest:
    code = said.pop("code", "") or receipt_codes.new_code()
    return HelpRequest.ask(
        code=code, place=place(where), language=language, needs=needs, text=text, **said
    )


def _in_danger(world: World) -> Story:
    yield world.at(0, "00:10")
    _ask(
        "Terminal de buses", "ar", [7, 2],
        "أخذ جواز سفري ويقول إنني مدينة له. يعود مساءً. معي ابنتي.",
        in_danger=True, safe_channel="none",
    )  # fmt: skip


def _asks_for_a_bed(world: World) -> Story:
    by = world.users["lucia"]
    yield world.at(-2, "21:10")
    asked = _ask(
        "Terminal de buses", "es", [2, 1],
        "Somos dos, con un bebé. Dormimos en la terminal desde ayer.",
        code=CODE, shares=True, safe_channel="message", contact="+591 555 0177",
        hours="Después de las 18:00", who_may_answer="Solo yo", may_leave_message=False,
        code_word="girasol",
    )  # fmt: skip
    yield world.at(-1, "09:20")
    asked.take(by=by)
    asked.answer(
        "Hay dos camas esta noche en el albergue San José. Pregunten por Lucía en la puerta; no "
        "les pedirán papeles.",
        by=by,
    )
    yield world.at(0, "00:05")
    asked.add("Gracias. El bebé tiene fiebre, ¿hay médico?")


def _for_a_neighbour(world: World) -> Story:
    by = world.users["baptiste"]
    yield world.at(-1, "16:30")
    asked = _ask(
        "Barrio Los Olivos", "fr", [3],
        "Ma voisine ne sort plus et ne mange presque rien. Elle ne sait pas que j’écris.",
        asker="unknown", safe_channel="call", contact="+591 555 0162", hours="Le matin",
    )  # fmt: skip
    yield world.at(-1, "17:10")
    asked.take(by=by)


def _nobody_answered(world: World) -> Story:
    yield world.at(-9, "11:00")
    asked = _ask("Puerto Alto", "es", [4], "Perdí la cédula y me piden multa para salir.")
    yield world.at(-1, "08:00")
    asked.escalate()


def _became_a_case(world: World) -> Story:
    by = world.users["lucia"]
    yield world.at(-5, "19:45")
    words = "Trabajo en una cocina y no me pagan hace tres meses. No sé a quién ir."
    asked = _ask("Puerto Alto", "es", [7], words, safe_channel="none")
    yield world.at(-4, "10:15")
    asked.answer("Le creemos. Venga cuando pueda, de 9 a 17. Pregunte por Lucía.", by=by)
    yield world.at(-2, "15:30")
    person = steps.named(world, "Edith", "Colque", "female", 34, "BO", "es")
    here = {"channel": "self", "place": place("Puerto Alto"), "presenting_concern": words}
    _, case = steps.met(world, person, here)
    asked.open_case(case, by=by)
    yield world.at(-1, "20:10")
    asked.add("El patrón me llamó. No contesté. ¿Qué hago?")


def _a_machine(world: World) -> Story:
    yield world.at(-1, "03:12")
    _ask("Puerto Alto", "en", [8], "Cheap loans, click here now", doubt="fast")


def _found_it_herself(world: World) -> Story:
    by = world.users["salma"]
    yield world.at(-12, "12:00")
    asked = _ask("Puerto Alto", "ar", [5], "أبحث عن أخي. كان معنا عند الحدود.")
    yield world.at(-11, "09:00")
    asked.answer("يستقبلك مكتب البحث عن العائلات كل يوم من التاسعة.", by=by)
    yield world.at(-6, "10:00")
    asked.close(by=by, reason="told_where")


def _took_it_back(world: World) -> Story:
    yield world.at(-5, "22:00")
    asked = _ask("Barrio El Mirador", "es", [6], "Quiero volver a mi país.")
    yield world.at(-4, "08:30")
    asked.withdraw()
