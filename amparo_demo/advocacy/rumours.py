"""Rumours in the demo: one that is new, one waiting for a second person, one answered, one heard
again after its answer, a duplicate's original that spreads, and a recruitment advert that became a
warning. Made up, as all of it.
"""

from datetime import date

from amparo.pillars.advocacy.message_bank.models import KeyMessage, PretestWaiver, RiskCheck
from amparo.pillars.advocacy.rumours.models import Rumour
from amparo_demo.places import place
from amparo_demo.scans import scan
from amparo_demo.world import Story, World

OFFICE, KEEPER, SECOND = "Puerto Alto", "communications", "maren"
PLACE = "Puerto Alto"

FREE = {
    "es": ("La ayuda de la oficina es gratuita",
           "Nadie puede pedirle dinero ni favores por una cita, un papel o un lugar en el"
           " albergue. Si se lo piden, díganoslo."),
    "en": ("Help from the office is free",
           "Nobody may ask you for money or favours for an appointment, a paper or a place in the"
           " shelter. If somebody does, tell us."),
    "fr": ("L’aide du bureau est gratuite",
           "Personne ne peut vous demander de l’argent ni des faveurs pour un rendez-vous, un"
           " papier ou une place à l’abri. Si cela arrive, dites-le-nous."),
    "ar": ("مساعدة المكتب مجانية",
           "لا يحق لأحد أن يطلب منكم مالًا أو خدمة مقابل موعد أو ورقة أو مكان في المأوى."
           " إن طُلب منكم ذلك فأخبرونا."),
}  # fmt: skip
SHELTER = {
    "es": ("En el albergue nadie pide papeles",
           "El albergue recibe a todas las personas y no da nombres a ninguna autoridad."),
    "en": ("At the shelter nobody asks for papers",
           "The shelter receives everybody and gives no names to any authority."),
    "fr": ("À l’abri, personne ne demande de papiers",
           "L’abri reçoit tout le monde et ne donne aucun nom aux autorités."),
    "ar": ("في المأوى لا يُطلب من أحد أوراق",
           "يستقبل المأوى الجميع ولا يعطي أي جهة أسماء أحد."),
}  # fmt: skip
OFFER = {
    "es": ("Antes de aceptar un trabajo lejos, pregunte",
           "Un empleo serio no le quita los documentos ni le cobra el viaje. Escriba a la oficina"
           " antes de salir: revisamos la oferta con usted, gratis."),
    "en": ("Before you take a job far away, ask",
           "A serious job does not take your documents or charge you for the journey. Write to the"
           " office before you leave: we look at the offer with you, for free."),
    "fr": ("Avant d’accepter un travail loin, demandez",
           "Un emploi sérieux ne prend pas vos documents et ne fait pas payer le voyage. Écrivez"
           " au bureau avant de partir : nous regardons l’offre avec vous, gratuitement."),
    "ar": ("قبل أن تقبل عملًا بعيدًا، اسأل",
           "العمل الجاد لا يأخذ وثائقك ولا يطلب منك ثمن السفر. اكتب إلى المكتب قبل أن تغادر:"
           " نراجع العرض معك مجانًا."),
}  # fmt: skip


def fill(world: World) -> None:
    for story in (_heard_again, _warning, _answered, _waits, _spreads, _new):
        world.tell(story(world))


def _new(world: World) -> Story:
    yield world.at(0, "08:10")
    _hear(world, "daniel", "Que el lunes cierran la frontera y el que esté afuera pierde la cita.",
          topic="papers", channel="messaging", place=place(PLACE))  # fmt: skip


def _spreads(world: World) -> Story:
    """Checked by nobody yet, and heard in several places."""
    yield world.at(-6, "10:00")
    rumour = _hear(
        world, "lucia", "En la terminal venden el permiso de trabajo por doscientos.",
        topic="papers", channel="person", place=place(PLACE),
    )  # fmt: skip
    yield world.at(-4, "12:00")
    rumour.sight(by=world.users["tomas"], channel="messaging", place=place(PLACE))
    yield world.at(-3, "09:00")
    rumour.assess_risk(
        by=world.users[KEEPER], harms=["money", "rights"], level="high",
        reason="Ya hay quien pagó y se quedó sin papel ni dinero.",
    )  # fmt: skip
    yield world.at(-1, "18:00")
    rumour.sight(by=world.users["daniel"], channel="social")


def _waits(world: World) -> Story:
    """A verdict that waits for a second person."""
    yield world.at(-5, "11:00")
    rumour = _hear(
        world, "salma", "يقولون إن المستشفى يسلّم من لا يحمل أوراقًا إلى الشرطة.", language="ar",
        topic="health", channel="person", place=place(PLACE),
    )  # fmt: skip
    yield world.at(-2, "15:00")
    _check(
        world, rumour, ["health", "detention"], "high",
        "Una familia no llevó a su bebé con fiebre.",
        "false", "El hospital atiende sin pedir papeles y no avisa a nadie.",
        "La dirección del hospital lo confirma por escrito.", "Dirección del hospital",
    )  # fmt: skip


def _answered(world: World) -> Story:
    yield world.at(-24, "10:00")
    rumour = _hear(
        world, "ines", "Por cada cita hay que darle algo al de la puerta.", topic="services",
        channel="person", place=place(PLACE),
    )  # fmt: skip
    yield world.at(-20, "09:00")
    _check(
        world, rumour, ["money", "services"], "medium", "Puede alejar a la gente de la oficina.",
        "false", "Ninguna cita se paga.", "Nadie cobra; el guardia fue cambiado.",
        "Coordinación de la oficina",
    )  # fmt: skip
    yield world.at(-10, "16:00")
    _answer(world, rumour, "La ayuda es gratuita", FREE)


def _heard_again(world: World) -> Story:
    """Answered two months ago, and heard again this week."""
    yield world.at(-70, "10:00")
    rumour = _hear(
        world, "lucia", "Dicen que el albergue da los nombres a migración.", topic="services",
        channel="messaging", place=place(PLACE),
    )  # fmt: skip
    yield world.at(-66, "09:00")
    _check(
        world, rumour, ["services", "detention"], "high", "La gente duerme en la calle por miedo.",
        "false", "El albergue no da nombres a ninguna autoridad.",
        "El albergue lo dice en su reglamento.", "Casa Alba",
    )  # fmt: skip
    yield world.at(-58, "12:00")
    _answer(world, rumour, "En el albergue nadie pide papeles", SHELTER)
    yield world.at(-2, "20:00")
    rumour.refresh_from_db()
    rumour.sight(by=world.users["marta"], channel="person", place=place(PLACE))


def _warning(world: World) -> Story:
    """A recruitment advert that became a warning."""
    yield world.at(-30, "17:00")
    rumour = _hear(
        world, "tomas", "Se buscan chicas para restaurante, 900 por semana, viaje pagado, salida"
        " el viernes.", topic="false_offers", channel="social", kind="advert",
        place=place(PLACE),
        advert={"offer": "Mesera, 900 por semana, viaje y techo pagados",
                "where": "Un restaurante «cerca de las minas»",
                "contact": "555 0142 (de muestra)"},
        photo=scan("anuncio.png", "SE BUSCAN CHICAS", "900 POR SEMANA", "(de muestra)"),
    )  # fmt: skip
    yield world.at(-29, "09:00")
    _check(
        world, rumour, ["trafficking", "life"], "critical", "Salida el viernes; ya fueron dos.",
        "false", "Ese restaurante no existe.", "No hay tal empresa en el registro.",
        "Ministerio de Trabajo y Movilidad",
    )  # fmt: skip
    yield world.at(-28, "15:00")
    _answer(world, rumour, "Ofertas de trabajo lejos", OFFER, audience="women")


def _hear(world: World, who: str, text: str, **said) -> Rumour:
    told = {"kind": "rumour", "language": "es"} | said
    return Rumour.record(by=world.users[who], office=world.offices[OFFICE], text=text, **told)


def _check(
    world: World, rumour: Rumour, harms: list[str], level: str, reason: str, verdict: str,
    explanation: str, what: str, said_by: str,
) -> None:  # fmt: skip
    by = world.users[KEEPER]
    rumour.assess_risk(by=by, harms=harms, level=level, reason=reason)
    rumour.add_source(by=by, what=what, said_by=said_by, learned_on=_today(rumour))
    rumour.propose_verdict(by=by, verdict=verdict, explanation=explanation)


def _today(rumour: Rumour) -> date:
    return rumour.office.today()


def _answer(
    world: World, rumour: Rumour, title: str, words: dict, audience: str = "migrants"
) -> None:
    """A second person confirms the verdict, and approves the message that answers it."""
    by, second = world.users[KEEPER], world.users[SECOND]
    check = rumour.check_in_force
    if check is not None:
        rumour.confirm_verdict(check, by=second)
    message = rumour.draft_answer(
        by=by, title=title, audience=audience, need="Lo que la gente pregunta, sin nombres.",
        places=[place(PLACE)],
        wordings={
            code: {"heading": heading, "body": body} for code, (heading, body) in words.items()
        },
    )  # fmt: skip
    approve_message(message, by=by, second=second)


def approve_message(message: KeyMessage, *, by, second) -> None:
    """Through the message bank: the one place to change where it asks more before approval."""
    RiskCheck.make(message, by=by, answer="no", measures="Nombra un servicio que está abierto.")
    PretestWaiver.sign(message, by=by, reason="translation")
    message.submit(by=by)
    message.approve(by=second)
