"""Agreements in the demo: one in force and renewed once, one that ends within its notice, one that
not all have signed, one that ended early. The office asks for a data sharing agreement before
referrals.
"""

from io import BytesIO

from amparo.foundation.agreements.models import (
    Agreement,
    AgreementAnnex,
    AgreementContact,
    AgreementObligation,
    AgreementParty,
)
from amparo.foundation.core import clock
from amparo.foundation.core.files.validation import validate_upload
from amparo.foundation.core.models import Organization
from amparo.foundation.people.models import Place
from amparo.pillars.assistance.cases.models import CaseSettings
from amparo_demo.world import World

OFFICE, KEEPER = "Puerto Alto", "policy"
OWN, TOWN = "Casa del Camino", "Municipio de Puerto Alto"
MINISTRY = "Ministerio de Trabajo y Movilidad"
CROSS, ALBA = "Cruz del Sur", "Casa Alba"
MADE_UP = "Documento inventado para la demostración de Amparo.\n"


def fill(world: World) -> None:
    with clock.at(world.at(-390, "10:00")):
        memorandum = _memorandum(world)
        ended = _ended(world)
    with clock.at(world.at(-340, "10:00")):
        _data_sharing(world)
    with clock.at(world.at(-150, "11:00")):
        _renewed(world, memorandum)
    with clock.at(world.at(-70, "16:00")):
        ended.end(
            by=world.users[KEEPER], on=world.day(-70),
            because="La casa cambió de sistema; se negocia un acuerdo nuevo.",
        )  # fmt: skip
    with clock.at(world.at(-12, "10:00")):
        _procedures(world)
        rules = CaseSettings.of(world.offices[OFFICE])
        rules.change(by=world.users["admin"], time_limits={}, referral_needs_agreement=True)


def _record(world: World, names: tuple[str, ...], days: tuple[int, int], **fields) -> Agreement:
    known = {each.name: each for each in Organization.objects.filter(name__in=names)}
    start, end = days
    return Agreement.record(
        by=world.users[KEEPER], office=world.offices[OFFICE],
        parties=[known[name] for name in names], starts_on=world.day(start),
        ends_on=world.day(end), country="BO", **fields,
    )  # fmt: skip


def _party(agreement: Agreement, name: str) -> AgreementParty:
    return agreement.parties.select_related("organization").get(organization__name=name)


def _sign(world: World, agreement: Agreement, *days: int) -> None:
    """In the order in which the parties were named; the last ones may not have signed."""
    for party, day in zip(agreement.parties.all(), days, strict=False):
        party.sign(by=world.users[KEEPER], on=world.day(day))


def _owe(
    world: World, agreement: Agreement, name: str, text: str, due: int | None = None
) -> AgreementObligation:
    return AgreementObligation.add(
        agreement, by=world.users[KEEPER], party=_party(agreement, name), text=text,
        due_on=None if due is None else world.day(due),
    )  # fmt: skip


def _keep_paper(world: World, agreement: Agreement, name: str, part: str) -> None:
    content = MADE_UP.encode()
    paper = validate_upload(name, "text/plain", len(content), BytesIO(content))
    AgreementAnnex.keep(agreement, by=world.users[KEEPER], paper=paper, part=part, language="es")


def _memorandum(world: World) -> Agreement:
    made = _record(
        world, (OWN, TOWN, CROSS), (-515, -151), kind=Agreement.Kind.MOU,
        title="Memorando de la mesa de movilidad de Puerto Alto", reference="MdE 3/2025",
        renewal=Agreement.Renewal.DECISION, notice_days=90,
        places=Place.objects.filter(name=OFFICE, country="BO"),
    )  # fmt: skip
    _sign(world, made, -520, -517, -515)
    _keep_paper(world, made, "memorando-3-2025.txt", AgreementAnnex.Part.TEXT)
    AgreementContact.add(
        made, by=world.users[KEEPER], party=_party(made, TOWN), name="Rocío Paredes",
        function=AgreementContact.Function.FOCAL_POINT, phone="555 0160",
    )  # fmt: skip
    desk = _owe(world, made, TOWN, "Abrir una ventanilla para personas migrantes.", -300)
    desk.mark_done(by=world.users[KEEPER], on=world.day(-395))
    _owe(world, made, CROSS, "Mantener dos camas para emergencias cada noche.")
    return made


def _renewed(world: World, memorandum: Agreement) -> None:
    by = world.users[KEEPER]
    memorandum.renew(
        by=by, starts_on=world.day(-150), ends_on=world.day(214),
        document="Acta de la mesa, punto 4",
    )  # fmt: skip
    _keep_paper(world, memorandum, "acta-renovacion.txt", AgreementAnnex.Part.AMENDMENT)
    _owe(world, memorandum, TOWN, "Publicar cada trimestre cuántas personas atiende.", 18)


def _data_sharing(world: World) -> None:
    made = _record(
        world, (OWN, CROSS), (-340, 25), kind=Agreement.Kind.DATA_SHARING,
        title="Acuerdo de intercambio de datos con Cruz del Sur", reference="AID 7/2025",
        renewal=Agreement.Renewal.DECISION, notice_days=60,
    )  # fmt: skip
    _sign(world, made, -342, -341)
    _keep_paper(world, made, "acuerdo-datos-7-2025.txt", AgreementAnnex.Part.TEXT)
    AgreementContact.add(
        made, by=world.users[KEEPER], party=_party(made, CROSS), name="Esteban Loayza",
        function=AgreementContact.Function.DATA_PROTECTION, email="datos@cruzdelsur.example",
    )  # fmt: skip
    _owe(world, made, CROSS, "Informar por escrito quién abre los datos recibidos.", -9)
    _owe(world, made, OWN, "Revisar con Cruz del Sur qué datos se envían.", 12)


def _procedures(world: World) -> None:
    made = _record(
        world, (OWN, TOWN, MINISTRY), (5, 735), kind=Agreement.Kind.SOP,
        title="Procedimientos comunes para niñas y niños no acompañados",
        reference="Borrador 4", renewal=Agreement.Renewal.NONE, notice_days=120,
    )  # fmt: skip
    _sign(world, made, -13, -12)
    _owe(world, made, MINISTRY, "Nombrar un tutor en cinco días hábiles.")


def _ended(world: World) -> Agreement:
    made = _record(
        world, (OWN, ALBA), (-390, 340), kind=Agreement.Kind.DATA_SHARING,
        title="Acuerdo de intercambio de datos con Casa Alba", reference="AID 2/2025",
        renewal=Agreement.Renewal.AUTOMATIC, notice_days=30,
    )  # fmt: skip
    _sign(world, made, -391, -390)
    return made
