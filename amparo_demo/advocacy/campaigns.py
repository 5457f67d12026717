"""Campaigns in the demo: one in its third week of six, one that was measured before and after.
Made up, as every figure in it.
"""

from datetime import timedelta
from decimal import Decimal

from amparo.foundation.funding.models import BudgetLine
from amparo.pillars.advocacy.campaigns.models import (
    Campaign,
    Exposure,
    Placement,
    SurveyItem,
    SurveyRound,
)
from amparo.pillars.advocacy.message_bank.models import KeyMessage, PretestWaiver, RiskCheck
from amparo_demo.places import place
from amparo_demo.world import Story, World

OFFICE, KEEPER, SECOND, PLACE = "Puerto Alto", "communications", "maren", "Puerto Alto"
FUND, LINE = "MUN-1", "01"
TWO = ("es", "fr")
CONTRACT = {
    "es": (
        "El contrato se lee antes de viajar",
        "¿Le ofrecen trabajo lejos? Pida el contrato por escrito antes de viajar. Si no se lo "
        "dan, pregunte: la línea es gratis y no pide su nombre.",
    ),
    "fr": (
        "Le contrat se lit avant de partir",
        "On vous propose un travail loin d’ici ? Demandez le contrat par écrit avant de partir. "
        "Si on vous le refuse, appelez : la ligne est gratuite et ne demande pas votre nom.",
    ),
}
FREE = {
    "es": (
        "La ayuda es gratis",
        "Nadie puede cobrarle por la ayuda, ni pedirle nada a cambio. Si lo hacen, llame.",
    ),
    "fr": (
        "L’aide est gratuite",
        "Personne ne peut vous faire payer l’aide ni demander quoi que ce soit en échange. "
        "Si cela arrive, appelez.",
    ),
}
# Kind, Spanish and French, fewer yes are better; of how many asked said yes before and after.
ITEMS = (
    ("knowledge", "Sabe a dónde llamar", "Sait où appeler", False),
    ("knowledge", "Sabe que la ayuda es gratis", "Sait que l’aide est gratuite", False),
    ("attitude", "Le da miedo pedir ayuda", "A peur de demander de l’aide", True),
    ("practice", "Pidió el contrato por escrito", "A demandé le contrat par écrit", False),
)  # fmt: skip
# Of each item: how many said yes, of how many, before and after.
COUNTS = (
    ((37, 120), (83, 118)), ((66, 120), (97, 118)), ((50, 120), (29, 118)), ((28, 120), (36, 118)),
)  # fmt: skip


def fill(world: World) -> None:
    world.tell(_running(world))
    world.tell(_measured(world))


def _running(world: World) -> Story:
    """In its third week of six: a poster whose figure is missing waits for its keeper."""
    by = world.users[KEEPER]
    yield world.at(-32, "09:00")
    message = _message(world, "Contrato antes de viajar", "false_offers", CONTRACT)
    campaign = _plan(
        world, message, "El contrato se lee antes de viajar", (-17, 24),
        evidence="Nueve casos de octubre con el mismo anuncio", objective="behaviour",
        audience="women", budget=Decimal("9000"), measured_by=world.day(38),
        expected_change="Que más mujeres pidan el contrato por escrito y sepan a dónde llamar.",
    )  # fmt: skip
    _items(campaign, world)
    baseline = SurveyRound.plan(campaign, by=by, kind="baseline", due_on=world.day(-18))
    SurveyRound.plan(campaign, by=by, kind="endline", due_on=world.day(30))
    yield world.at(-18, "16:00")
    _answer(world, baseline, (-21, -19), 0)
    yield world.at(-17, "08:00")
    campaign.start(by=by)
    social = _place(world, campaign, message, "social", "Página de la oficina", (-17, 24), 12, 600)
    _place(world, campaign, message, "radio", "Radio Yungas, 7 y 19 h", (-17, 24), 84, 3400)
    poster = _place(world, campaign, message, "poster", "Terminal de buses", (-16, -3), 150, 900)
    _place(world, campaign, message, "session", "Comedor del puerto", (4, 4), 1, None)
    yield world.at(-2, "17:00")
    poster.finish(by=by, times=142, today=world.day(-2), cost=Decimal("852"))
    _count(world, campaign, "broadcaster_estimate", "radio", (-17, -3), (("es", 6100),
           ("fr", 900)), "Informe de oyentes de la radio", "Radio Yungas")  # fmt: skip
    _count(world, campaign, "audience_survey", "social", (-17, -3), (("es", 1240), ("fr", 130)),
           "Encuesta de la página, 15 días", "Equipo de comunicaciones", social)  # fmt: skip


def _measured(world: World) -> Story:
    """Ended two months ago; measured, with what people knew and did before and after."""
    by = world.users[KEEPER]
    yield world.at(-150, "09:00")
    message = _message(world, "La ayuda es gratis", "services", FREE)
    campaign = _plan(
        world, message, "Nadie cobra por la ayuda", (-130, -75),
        evidence="Siete quejas por cobros indebidos", objective="awareness",
        audience="migrants", budget=Decimal("4000"),
        expected_change="Que la gente sepa que la ayuda es gratis y a dónde llamar si le cobran.",
    )  # fmt: skip
    _items(campaign, world)
    baseline = SurveyRound.plan(campaign, by=by, kind="baseline", due_on=world.day(-132))
    endline = SurveyRound.plan(campaign, by=by, kind="endline", due_on=world.day(-68))
    yield world.at(-131, "15:00")
    _answer(world, baseline, (-136, -132), 0)
    yield world.at(-130, "08:00")
    campaign.start(by=by)
    session = _place(
        world, campaign, message, "session", "Comedor y albergue", (-128, -80), 9, 1350
    )
    poster = _place(
        world, campaign, message, "poster", "Terminal y mercado", (-130, -75), 200, 1200
    )
    yield world.at(-74, "10:00")
    for placed, times in ((session, 9), (poster, 188)):
        placed.finish(by=by, times=times, today=world.day(-74), cost=placed.cost)
    campaign.end(by=by, today=world.day(-74))
    _count(world, campaign, "headcount", "session", (-128, -80), (("es", 214), ("fr", 38)),
           "Hojas de asistencia, sin nombres", "Equipo de comunicaciones", session)  # fmt: skip
    yield world.at(-66, "15:00")
    _answer(world, endline, (-70, -67), 1)
    yield world.at(-60, "11:00")
    campaign.close_with_report(
        by=by,
        learned="Las charlas en el comedor llegaron a quien no lee. Los carteles del mercado "
                "duraron una semana: la próxima vez, dentro de los locales. Pedir el contrato "
                "cambió poco: necesita otro mensaje.",
    )  # fmt: skip


def _message(world: World, title: str, topic: str, words: dict) -> KeyMessage:
    """Approved by a second person."""
    by = world.users[KEEPER]
    message = KeyMessage.draft(
        by=by, office=world.offices[OFFICE], title=title, kind=KeyMessage.Kind.INFORMATION,
        topic=topic, audience="migrants", languages=",".join(TWO),
    )  # fmt: skip
    for language, (heading, body) in words.items():
        message.write_wording(language, by=by, fields={"heading": heading, "body": body})
    RiskCheck.make(message, by=by, answer="no", measures="Nombra un servicio que está abierto.")
    PretestWaiver.sign(message, by=by, reason="translation")
    message.submit(by=by)
    message.approve(by=world.users[SECOND])
    return message


def _plan(world: World, message: KeyMessage, title: str, days: tuple[int, int], **fields
          ) -> Campaign:  # fmt: skip
    by = world.users[KEEPER]
    campaign = Campaign.plan(
        by=by, office=world.offices[OFFICE], title=title, begins_on=world.day(days[0]),
        ends_on=world.day(days[1]), messages=[message], places=[place(PLACE)],
        budget_line=BudgetLine.objects.filter(fund__code=FUND, code=LINE).first(), **fields,
    )  # fmt: skip
    campaign.record_capacity(
        by=by, contact_line="0800 11 22", contact_hours="Lunes a sábado, 8 a 20 h",
        contact_capacity=40,
    )  # fmt: skip
    return campaign


def _items(campaign: Campaign, world: World) -> None:
    for kind, es, fr, is_better_lower in ITEMS:
        SurveyItem.add(
            campaign, by=world.users[KEEPER], kind=kind, texts={"es": es, "fr": fr},
            is_better_lower=is_better_lower,
        )  # fmt: skip


def _answer(world: World, asked: SurveyRound, days: tuple[int, int], column: int) -> None:
    items = list(asked.campaign.items.all())
    asked.record_answers(
        by=world.users[KEEPER], held_from=world.day(days[0]), held_until=world.day(days[1]),
        sample="quota", today=world.day(days[1]) + timedelta(days=1),
        counts={item: line[column] for item, line in zip(items, COUNTS, strict=True)},
        is_comparable=None if asked.kind == "baseline" else True,
    )  # fmt: skip


def _place(world: World, campaign: Campaign, message: KeyMessage, channel: str, where: str,
           days: tuple[int, int], times: int, cost: int | None) -> Placement:  # fmt: skip
    return Placement.plan(
        campaign, by=world.users[KEEPER], message=message, channel=channel, where=where,
        languages=",".join(TWO), place=place(PLACE), from_on=world.day(days[0]),
        until_on=world.day(days[1]), times=times,
        cost=None if cost is None or campaign.budget_line is None else Decimal(cost),
    )  # fmt: skip


def _count(world: World, campaign: Campaign, method: str, channel: str, days: tuple[int, int],
           figures: tuple, source: str, stated_by: str, placement: Placement | None = None
           ) -> None:  # fmt: skip
    for language, figure in figures:
        Exposure.record(
            campaign, by=world.users[KEEPER], method=method, figure=figure, channel=channel,
            language=language, from_on=world.day(days[0]), until_on=world.day(days[1]),
            source=source, stated_by=stated_by, placement=placement, today=world.day(days[1]),
        )  # fmt: skip
