"""Forums and meetings in the sample data."""

from datetime import datetime, time, timedelta
from types import SimpleNamespace

from django.utils import timezone

from amparo.foundation.core import clock
from tests.support.uploads import certificate


def add_forums(world: SimpleNamespace) -> None:
    """A forum with a working group and a chair; a meeting held with minutes, and the next one."""
    from amparo.pillars.dialogue.models import FocalPoint, Forum

    by, office = world.policy_officer, world.office
    ministry, city = _institutions()
    world.forum = Forum.create(
        by=by, office=office, name="Mesa regional de movilidad", short_name="MRM",
        kind="coordination", secretariat=office.organization, languages=["es", "en"],
        terms="Reunirse cada dos meses; decidir por consenso.",
    )  # fmt: skip
    world.working_group = Forum.create(
        by=by, office=office, name="Grupo de alojamiento", kind="working_group",
        parent=world.forum,
    )  # fmt: skip
    since = office.today() - timedelta(days=300)
    world.forum.hand_chair(by=by, organization=city, since=since)
    world.forum.hand_chair(by=by, organization=ministry, since=since + timedelta(days=90))
    world.seat = world.forum.add_seat(by=by, organization=ministry, since=since)
    world.forum.add_seat(by=by, organization=city, since=since)
    # Who speaks for the chair, and signs in as the focal point of a ministry.
    world.focal_point = FocalPoint.appoint(
        world.seat, by=by, name="T. Beltrán", function="Dirección de movilidad",
        phone="+59121234567", email="movilidad@example.org", since=since, user=world.official,
    )  # fmt: skip
    world.held_meeting = _held(world, ministry, city)
    world.meeting = _next(world, ministry)


def _institutions():
    from amparo.foundation.core.models import Organization

    return (
        Organization.objects.create(name="Ministerio de Movilidad", kind="government"),
        Organization.objects.create(name="Municipio de Puerto Alto", kind="government"),
    )


def _plan(world: SimpleNamespace, title: str, days: int, **more):
    from amparo.pillars.dialogue.models import Convening, Delegation

    day = world.office.today() + timedelta(days=days)
    start = datetime.combine(day, time(9), world.office.zone)
    meeting = Convening.plan(
        by=world.policy_officer, office=world.office, title=title, starts_at=start,
        ends_at=start + timedelta(hours=4), time_zone=world.office.time_zone,
        forum=world.forum, place="Casa comunal", languages=["es"], **more,
    )  # fmt: skip
    Delegation.invite_seats(meeting, by=world.policy_officer)
    return meeting


def _held(world: SimpleNamespace, ministry, city):
    from amparo.pillars.dialogue.models import ActionItem, AgendaItem, Decision, Statement

    by = world.policy_officer
    with clock.at(timezone.now() - timedelta(days=60)):
        meeting = _plan(world, "Alojamiento y documentos", 10)
        item = AgendaItem.propose(meeting, by=by, title="Camas para hombres", asked_of=city)
        item.accept(by=by)
        meeting.call(by=by)
    with clock.at(meeting.ends_at):
        meeting.hold(by=by)
        item.write_minutes(by=by, minutes="Faltan 26 plazas.")
        world.statement = Statement.record(
            item, by=by, text="Abriremos las duchas.", organization=city, speaker="C. Rivas"
        )
        world.decision = Decision.record(item, by=by, text="Abrir 26 plazas más.")
        world.meeting_action = ActionItem.record(
            item, by=by, text="Circular a los albergues", owner=ministry,
            due_on=meeting.day + timedelta(days=20),
        )  # fmt: skip
        came = meeting.delegations.get(organization=city)
        came.change(by=by, state="came", women=2, men=1, names="C. Rivas")
        meeting.hand_in_minutes(by=by)
    return meeting


def _next(world: SimpleNamespace, ministry):
    from amparo.foundation.links.models import Link
    from amparo.pillars.dialogue.models import AgendaItem, MeetingPaper

    by = world.policy_officer
    due = world.office.today() + timedelta(days=2)
    meeting = _plan(world, "Escuela y registro civil", 9, papers_due_on=due)
    world.agenda_item = AgendaItem.propose(
        meeting, by=by, title="Escuela sin partida de nacimiento", kind="decision",
        brief="41 niñas y niños sin escuela.", asked_of=ministry, duration=20,
    )  # fmt: skip
    world.agenda_item.accept(by=by)
    AgendaItem.propose(meeting, by=by, title="Promesas de octubre")
    world.basis = Link.add(
        by=by, source=("agenda_item", world.agenda_item), relation="rests_on",
        target=("meeting", world.held_meeting),
    )  # fmt: skip
    MeetingPaper.add(meeting, by=by, title="Informe", url="https://example.org/informe.pdf")
    world.meeting_paper = MeetingPaper.add(
        meeting, by=by, file=certificate("informe.png"), item=world.agenda_item
    )
    world.delegation = meeting.delegations.first()
    return meeting
