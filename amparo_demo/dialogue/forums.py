"""Forums and meetings in the demo: one meeting with adopted minutes, the next one in nine days.

Its papers are due in two days and two items have none: there is something to do.
"""

from datetime import timedelta

from amparo.foundation.core.models import Organization
from amparo.foundation.links.models import Link
from amparo.pillars.dialogue.models import (
    ActionItem,
    AgendaItem,
    Commitment,
    Convening,
    Decision,
    Delegation,
    FocalPoint,
    Forum,
    MeetingPaper,
    Seat,
    Statement,
)
from amparo_demo.world import Story, World

HERE, MINISTRY = "Puerto Alto", "Ministerio de Trabajo y Movilidad"
CITY, SHELTER, NGO = "Municipio de Puerto Alto", "Casa Alba", "Cruz del Sur"
REGISTRY, SCHOOLS = "Registro Civil Departamental", "Dirección Distrital de Educación"
SEATS = (MINISTRY, CITY, REGISTRY, SCHOOLS, SHELTER, NGO)
# Title, what it says, kind, presented by, asked of, minutes of time.
AGENDA = (
    ("Camas para hombres en el norte", "En noviembre faltaron camas para hombres solos. Pedimos "
     "duchas en quince días y veintiséis plazas más antes de abril.", "decision", SHELTER, CITY,
     20),
    ("Documentos: cuánto se espera", "La espera para inscribirse pasa del mes. Pedimos un día "
     "fijo por semana para casos urgentes.", "discussion", NGO, REGISTRY, 25),
    ("Escuela sin partida de nacimiento", "La circular dice que no hace falta; en ventanilla la "
     "siguen pidiendo.", "decision", NGO, SCHOOLS, 15),
    ("Qué fue de lo acordado", "Revisión de las acciones del encuentro anterior.", "information",
     None, None, 20),
)  # fmt: skip


def fill(world: World) -> None:
    if HERE in world.offices and "policy" in world.users:
        world.tell(_forum(world))


def _forum(world: World) -> Story:
    """A forum with two working groups; who sits in it and who chairs."""
    yield world.at(-240, "10:00")
    by, office = world.users["policy"], world.offices[HERE]
    forum = Forum.create(
        by=by, office=office, name="Mesa interinstitucional de movilidad humana",
        short_name="Mesa de movilidad", kind="coordination", languages=["es", "qu"],
        secretariat=world.organizations["Casa del Camino"],
        terms="Se reúne cada dos meses. Decide por consenso y, si no lo hay, anota las reservas. "
              "La presidencia cambia cada año.",
    )  # fmt: skip
    for name in ("Grupo de alojamiento", "Grupo de documentación y registro"):
        Forum.create(
            by=by, office=office, name=name, kind="working_group", parent=forum,
            secretariat=world.organizations[SHELTER], languages=["es"],
        )  # fmt: skip
    seats = {name: _seat(world, forum, name) for name in SEATS}
    forum.hand_chair(by=by, organization=_organization(CITY), since=world.day(-240))
    # Made-up people, with numbers that nobody has.
    FocalPoint.appoint(
        seats[MINISTRY], by=by, name="Gonzalo Ibáñez", function="Dirección de Movilidad Humana",
        phone="+591 00000041", email="movilidad@ministerio.example", since=world.day(-240),
        user=world.users["official"],
    )  # fmt: skip
    FocalPoint.appoint(
        seats[CITY], by=by, name="Carla Rivas", function="Unidad de albergues",
        email="albergues@municipio.example", since=world.day(-200),
    )  # fmt: skip
    yield world.at(-75, "09:00")
    forum.hand_chair(by=by, organization=_organization(MINISTRY), since=world.day(-75))
    last = _plan(world, forum, "Alojamiento, papeles y escuela", -50, due=-57)
    yield from _held(world, last)
    yield from _coming(world, forum, last)


def _organization(name: str) -> Organization:
    found = Organization.objects.filter(name=name).first()
    return found or Organization.found(by=None, name=name, kind="government", country="BO")


def _seat(world: World, forum: Forum, name: str) -> Seat:
    by = world.users["policy"]
    return forum.add_seat(by=by, organization=_organization(name), since=world.day(-240))


def _plan(world: World, forum: Forum, title: str, days: int, *, due: int) -> Convening:
    start, by = world.at(days, "09:00"), world.users["policy"]
    meeting = Convening.plan(
        by=by, office=world.offices[HERE], forum=forum, title=title, kind="coordination",
        starts_at=start, ends_at=start + timedelta(hours=4), time_zone="America/La_Paz",
        place="Casa comunal de Puerto Alto", languages=["es"], interpretation=["qu"],
        papers_due_on=world.day(due),
    )  # fmt: skip
    Delegation.invite_seats(meeting, by=by)
    return meeting


def _held(world: World, meeting: Convening) -> Story:
    """The meeting of fifty days ago, from its agenda to its adopted minutes."""
    by = world.users["policy"]
    beds = AgendaItem.propose(
        meeting, by=by, title="Camas para hombres", kind="decision",
        asked_of=_organization(CITY), brief="Catorce de cuarenta plazas abiertas.",
    )  # fmt: skip
    papers = AgendaItem.propose(
        meeting, by=by, title="Escuela y registro", kind="discussion",
        asked_of=_organization(SCHOOLS),
    )  # fmt: skip
    for item in (beds, papers):
        item.accept(by=by)
    meeting.call(by=by)
    yield world.at(-50, "13:00")
    meeting.hold(by=by)
    beds.write_minutes(by=by, minutes="El albergue recibe solo a familias. Faltan plazas para "
                       "hombres solos y duchas.")  # fmt: skip
    Statement.record(
        beds, by=by, text="El presupuesto permite abrir por tramos.", speaker="Carla Rivas",
        organization=_organization(CITY),
    )  # fmt: skip
    open_beds = Decision.record(beds, by=by, text="Abrir cuarenta plazas para hombres.")
    Decision.record(
        papers, by=by, text="Inscribir en la escuela sin partida de nacimiento.",
        how="reservations", reserved_by=[_organization(REGISTRY)],
    )  # fmt: skip
    papers.write_minutes(by=by, minutes="La norma lo permite; falta que llegue a cada ventanilla.")
    for item, text, owner, days in (
        (beds, "Informar cada mes cuántas plazas están abiertas", CITY, -20),
        (papers, "Circular a las escuelas: no hace falta partida", SCHOOLS, -30),
        (papers, "Abrir una ventanilla en tres distritos", REGISTRY, 15),
    ):
        ActionItem.record(
            item, by=by, text=text, owner=_organization(owner), due_on=world.day(days)
        )
    for each, (women, men) in zip(
        meeting.delegations.all(), ((2, 1), (1, 1), (2, 0), (1, 2), (1, 0), (3, 1)), strict=False
    ):
        each.change(by=by, state=Delegation.State.CAME, women=women, men=men)
    meeting.hand_in_minutes(by=by)
    yield world.at(-44, "10:00")
    meeting.adopt_minutes(by=world.users["official"])
    open_beds.commit(by=by, bearers=[_organization(CITY)], deadline=world.day(120))
    yield world.at(-31, "16:00")
    circular = ActionItem.objects.get(item=papers, owner=_organization(SCHOOLS))
    circular.finish(by=by, on=world.day(-31))


def _coming(world: World, forum: Forum, last: Convening) -> Story:
    """One that was cancelled, and the next one: called, its papers due in two days."""
    by = world.users["policy"]
    yield world.at(-20, "11:00")
    cancelled = _plan(world, forum, "Encuentro extraordinario sobre lluvias", -8, due=-10)
    cancelled.cancel(by=by, because="Caminos cortados: se trata en el encuentro siguiente.")
    yield world.at(-14, "11:00")
    meeting = _plan(world, forum, "Alojamiento y documentos: segunda vuelta", 9, due=2)
    items = [
        AgendaItem.propose(
            meeting, by=by, title=title, brief=brief, kind=kind, duration=minutes,
            presenter=_organization(presenter) if presenter else None,
            asked_of=_organization(asked) if asked else None,
        )
        for title, brief, kind, presenter, asked, minutes in AGENDA
    ]  # fmt: skip
    for item in items[:3]:
        item.accept(by=by)
    commitment = Commitment.objects.get(decisions__item__convening=last)
    Link.add(
        by=by, source=("agenda_item", items[0]), relation=Link.Relation.RESTS_ON,
        target=("commitment", commitment),
    )  # fmt: skip
    MeetingPaper.add(
        meeting, by=by, item=items[0], title="Plazas abiertas por mes",
        url="https://municipio.example/albergues",
    )  # fmt: skip
    meeting.call(by=by)
    yield world.at(-6, "15:00")
    for each in meeting.delegations.all()[:4]:
        each.change(by=by, state=Delegation.State.ACCEPTED)
