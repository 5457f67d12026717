"""Advocacy asks in the demo: one to complete, one to clear, one whose answer is overdue, one that
became a commitment, and a quiet one. Told once needs are counted: they rest on these.
"""

from typing import Any

from amparo.foundation.core import clock
from amparo.foundation.core.models import Organization
from amparo.foundation.links.models import Pattern, PatternFigure
from amparo.pillars.advocacy.asks.linked import set_basis
from amparo.pillars.advocacy.asks.models import Ask
from amparo.pillars.advocacy.asks.models.steps import Channel
from amparo.pillars.dialogue.models import Commitment
from amparo_demo.places import place
from amparo_demo.world import World

HERE, KEEPER, CLEARER, OFFICIAL = "Puerto Alto", "policy", "maren", "official"
NO_RISK = dict.fromkeys(("migrants", "sources", "colleagues", "access"), ("none", ""))
RISKS = NO_RISK | {
    "migrants": ("unlikely", "No se nombra ningún albergue ni calle."),
    "access": ("possible", "La dirección lo sabe antes que la prensa."),
}


def fill(world: World) -> None:
    if HERE not in world.offices or not {KEEPER, CLEARER, OFFICIAL} <= set(world.users):
        return
    _agreed(world)
    _overdue(world)
    _quiet(world)
    _to_clear(world)
    _to_complete(world)


def _agreed(world: World) -> None:
    """Put at a meeting, agreed a month later: its commitment is followed up."""
    ask = _draft(
        world, -90, right="education", post="Dirección distrital",
        issue="Niñas y niños migrantes pierden el año: en ventanilla se pide una partida de"
              " nacimiento que la norma no exige.",
        wording="Instruir por circular a todas las escuelas que inscriban sin partida de"
                " nacimiento.",
        translation=("Migrant children lose the school year: desks ask for a birth certificate"
                     " that the rules do not require.",
                     "Instruct all schools by circular to enrol without a birth certificate."),
    )  # fmt: skip
    by = world.users[KEEPER]
    _put(world, ask, -80, Channel.MEETING, due=-50)
    with clock.at(world.at(-48, "11:00")):
        ask.answer(
            by=by, organization=_institution(world), on=world.day(-48), channel=Channel.LETTER,
            text="Se emitirá la circular antes del inicio del año escolar.", outcome="agreed",
            agreed_post="Jefatura de unidad de escuelas", agreed_until=world.day(45),
        )  # fmt: skip
    with clock.at(world.at(-47, "09:30")):
        made = ask.commit(
            by=by, text="Emitir una circular para que todas las escuelas inscriban sin partida de"
                        " nacimiento.",
        )  # fmt: skip
        Commitment.objects.get(pk=made.pk).publish(by=by)


def _overdue(world: World) -> None:
    """By letter, in public: the date passed, and nobody answered."""
    ask = _draft(
        world, -45, right="housing", post="Dirección de Movilidad Humana",
        issue="Hombres solos y familias duermen en la terminal porque los albergues están llenos.",
        wording="Abrir 40 plazas más de alojamiento antes del invierno y decir dónde se pide una.",
        translation=("Single men and families sleep in the bus station because shelters are"
                     " full.",
                     "Open 40 more shelter places before winter, and say where to ask for one."),
    )  # fmt: skip
    _put(world, ask, -35, Channel.LETTER, due=-5)


def _quiet(world: World) -> None:
    """Cleared, for a visit in six days: its circle alone finds it."""
    ask = _draft(
        world, -8, right="liberty", post="Dirección de Movilidad Humana", is_quiet=True,
        issue="Se retiene a familias en un puesto de control sin orden y sin intérprete.",
        wording="Dar la orden de que ninguna familia con niñas o niños sea retenida en el puesto.",
        occasion="Visita de la dirección a la oficina", occasion_on=world.day(6),
    )  # fmt: skip
    with clock.at(world.at(-7, "10:00")):
        ask.set_circle(by=world.users[KEEPER], colleagues=[world.users[CLEARER]])
    with clock.at(world.at(-6, "16:00")):
        ask.clear(by=world.users[CLEARER])


def _to_clear(world: World) -> None:
    _draft(
        world, -2, right="documents", post="Dirección de Movilidad Humana",
        issue="La espera para inscribirse pasa del mes, y sin número nadie puede trabajar.",
        wording="Atender sin cita, un día fijo por semana, los casos urgentes.",
    )  # fmt: skip


def _to_complete(world: World) -> None:
    """Begun yesterday: nobody has assessed its risk."""
    _draft(
        world, -1, right="decent_work", post="", risks=None,
        issue="En las fincas se paga a personas migrantes menos que a las demás por la misma"
              " jornada.",
        wording="Inspeccionar las fincas durante la cosecha y publicar el resultado.",
    )  # fmt: skip


def _draft(
    world: World, days: int, *, right: str, translation: tuple[str, str] | None = None,
    risks: dict[str, tuple[str, str]] | None = RISKS, **fields: Any,
) -> Ask:  # fmt: skip
    by = world.users[KEEPER]
    with clock.at(world.at(days, "10:00")):
        ask = Ask.draft(
            by=by, office=world.offices[HERE], language="es", right=right, place=place(HERE),
            addressee=_institution(world), **{"is_quiet": False} | fields,
        )  # fmt: skip
        set_basis(ask, {"pattern": _patterns(right)}, by=by)
        if translation:
            ask.translate("en", by=by, issue=translation[0], wording=translation[1])
        if risks:
            ask.assess_risk(by=by, risks=risks)
    return ask


def _institution(world: World) -> Organization:
    held, *_others = world.users[OFFICIAL].memberships_held
    return held.in_office.organization


def _patterns(right: str) -> list[str]:
    """The largest counted need of a right."""
    found = Pattern.objects.filter(right=right)
    figure = PatternFigure.objects.filter(pattern__in=found).order_by("-month", "-cases").first()
    return [str(figure.pattern.ref)] if figure else []


def _put(world: World, ask: Ask, days: int, channel: Channel, *, due: int) -> None:
    with clock.at(world.at(days - 2, "09:00")):
        ask.clear(by=world.users[CLEARER])
    with clock.at(world.at(days, "12:00")):
        ask.put(
            by=world.users[KEEPER], on=world.day(days), channel=channel,
            answer_due_on=world.day(due),
        )  # fmt: skip
