"""Fifteen on their way out of exploitation, each as far as they have come."""

from dataclasses import dataclass
from datetime import timedelta

from amparo.foundation.core.clock import now
from amparo.foundation.core.models import Team, User
from amparo.pillars.assistance.cases.models import Case
from amparo.pillars.assistance.counter_trafficking.models import (
    AuthorityCooperation,
    DeterminationObjection,
    Exploitation,
    IndicatorObservation,
    Perpetrator,
    ReflectionPeriod,
    RetraffickingReview,
    SafetyPlan,
    StatusDetermination,
    Testimony,
    TraffickingEvent,
    TraffickingRecord,
)
from amparo.pillars.assistance.counter_trafficking.models.ways import (
    ACTUAL,
    NOT_A_VICTIM,
    POSSIBLE,
)
from amparo.pillars.assistance.intake.first_contact import RegistrationData, register_first_contact
from amparo_demo.persons import PersonGenerator, agreement
from amparo_demo.world import Story, World

from . import htcds_files

LABOUR = ("A1", "A4", "M5", "M7", "P2", "G1", "G3", "G4")
SEXUAL = ("A1", "A2", "M1", "M5", "P1", "G2", "G5", "G6")
BEGGING = ("A2", "P6", "C3")
PROSECUTION = ("CourtOrProsecution", "Fiscalía especializada en trata")
MINISTRY = ("NonPoliceGovernmentalOrganization", "Dirección de Trata y Tráfico")
STATEMENTS = {
    LABOUR: "Dice que trabaja de noche para pagar el pasaje, y que la deuda no baja.",
    SEXUAL: "Le prometieron un restaurante. No la dejaban salir sola.",
    BEGGING: "Vende en los semáforos; un adulto le recoge el dinero cada noche.",
    ("G1", "G7"): "Otra persona guarda sus papeles y contesta su teléfono.",
    ("G8", "G12"): "Contesta mirando siempre al patrón.",
}
UNSURE, WATCHED = ("G8", "G12"), ("G1", "G7")


@dataclass(frozen=True)
class VictimOutline:
    """Who accompanies them, what was seen, and how far they have come."""

    owner: str
    land: str
    language: str
    sex: str
    ago: int
    seen: tuple[str, ...]
    status: str = ""
    decided: tuple[str, str] = ("", "")
    reflection: int | None = None  # days since it began
    plan: int | None = None  # days since the safety plan was made
    testifies: bool = False
    ages: tuple[int, int] = (19, 40)
    disputed: bool = False
    extra: str = ""


OUTLINES = (
    VictimOutline("lucia", "CO", "es", "female", 70, SEXUAL, ACTUAL, PROSECUTION, 66, 12,
          testifies=True),
    VictimOutline("lucia", "BO", "es", "female", 28, LABOUR, POSSIBLE, reflection=27, plan=20,
         extra="ends_soon"),
    VictimOutline("tomas", "PE", "es", "male", 55, LABOUR, ACTUAL, MINISTRY, 50, 40,
          extra="cooperates"),
    VictimOutline("ines", "BO", "es", "female", 6, BEGGING, ages=(12, 15), plan=4, extra="child"),
    VictimOutline("salma", "SY", "ar", "male", 9, BEGGING, POSSIBLE, plan=7, ages=(18, 19),
         disputed=True, reflection=8),
    VictimOutline("baptiste", "HT", "fr", "female", 40, WATCHED, NOT_A_VICTIM, MINISTRY,
         extra="appeal"),
    VictimOutline("ines", "VE", "es", "female", 3, WATCHED),
    VictimOutline("tomas", "BO", "es", "male", 2, UNSURE),
    VictimOutline("daniel", "NG", "en", "female", 90, SEXUAL, ACTUAL, PROSECUTION, 85, 25,
         testifies=True, extra="longer"),
    VictimOutline("lucia", "VE", "es", "male", 18, LABOUR, POSSIBLE, reflection=15, plan=14),
    VictimOutline("ines", "VE", "es", "female", 60, SEXUAL, reflection=57, plan=45),
    VictimOutline("salma", "SD", "ar", "female", 12, LABOUR, POSSIBLE, plan=10,
          extra="cooperates"),
    VictimOutline("baptiste", "HT", "fr", "male", 21, LABOUR, reflection=20),
    VictimOutline("tomas", "CO", "es", "female", 14, SEXUAL, POSSIBLE, reflection=12, plan=11,
         testifies=True),
    VictimOutline("daniel", "BO", "en", "female", 26, LABOUR, ACTUAL, MINISTRY, 24, 5,
         extra="ended_early"),
)  # fmt: skip


def fill(world: World) -> None:
    generator = PersonGenerator(world.dice("trafficking"), world.today)
    for at, outline in enumerate(OUTLINES):
        world.tell(_tell(world, generator, outline, f"{9 + at % 8:02d}:{(at * 7) % 60:02d}"))
    htcds_files.tell(world)


def _tell(world: World, generator: PersonGenerator, outline: VictimOutline, hour: str) -> Story:
    yield world.at(-outline.ago, hour)
    by = world.users[outline.owner]
    way = _met(world, generator, outline, by)
    if outline.reflection is not None and outline.reflection < outline.ago:
        yield max(now(), world.at(-outline.reflection, "10:40"))
        _rests(way, outline, by)
    if outline.plan is not None:
        yield max(now(), world.at(-outline.plan, "16:20"))
        _safe(way, by)
        _reviewed(way, by)
    if outline.status:
        yield max(now(), world.at(-min(outline.ago - 2, 20), "11:30"))
        _decided(way, outline, by)
    if outline.testifies:
        yield max(now(), world.at(-8, "15:10"))
        _write_testimony(world, way, by)
    if outline.extra:
        yield max(now(), world.at(-1, "12:15"))
        _more(way, outline, by)


def _met(
    world: World, generator: PersonGenerator, outline: VictimOutline, by: User
) -> TraffickingRecord:
    is_child = outline.extra == "child" or outline.disputed
    profile = generator.somebody(outline.land, sex=outline.sex, ages=outline.ages).speaking(
        outline.language
    )
    consent = agreement(
        outline.language, until=world.day(365 - outline.ago),
        guardian="Defensoría de la Niñez" if is_child else "", assent=True if is_child else None,
    )  # fmt: skip
    met = RegistrationData(
        person=profile.fields | {"safe_channel": "in_person", "is_age_disputed": outline.disputed},
        consent=consent, documents=[], contacts=[],
        case={"kind": "trafficking", "channel": "partner"},
    )  # fmt: skip
    person, case = register_first_contact(met, by=by, team=_team_of(by))
    assert case is not None  # noqa: S101 - one was asked for
    way = TraffickingRecord.begin(case, person, by=by)
    IndicatorObservation.note(
        way, by=by, indicators=outline.seen, text=STATEMENTS[outline.seen], restrict=True
    )
    return way


def _team_of(user: User) -> Team:
    return Team.objects.select_related("office").get(members__user=user)


def _safe(way: TraffickingRecord, by: User) -> None:
    SafetyPlan.agree(
        way, by=by, dangers="El reclutador sabe dónde vive su hermana.",
        must_not_know="La familia del patrón; el chofer de la camioneta blanca.",
        safe_places="La casa de las hermanas; el centro de salud de día.",
        signals="Dos llamadas perdidas: vengan.",
        what_to_do="Salir por la puerta de atrás, ir al centro de salud, llamar desde ahí.",
        contacts="La enfermera de guardia, a toda hora.",
    )  # fmt: skip


def _reviewed(way: TraffickingRecord, by: User) -> None:
    RetraffickingReview.hold(
        way, by=by, reviewed_on=Case.objects.get(pk=way.case_id).office.today(), level="medium",
        looked_at=["housing", "debt", "contact"],
        text="El reclutador le escribió una vez; cambió de número y ya no le debe nada.",
    )  # fmt: skip


def _rests(way: TraffickingRecord, outline: VictimOutline, by: User) -> None:
    period = ReflectionPeriod.grant(
        way, by=by, from_on=Case.objects.get(pk=way.case_id).office.today(),
        basis="Lo pidió la oficina; el plazo se verificó con la abogada.",
    )  # fmt: skip
    if outline.extra == "longer":
        period.extend(by=by, until_on=period.until_on + timedelta(days=60), because="Sigue débil.")


def _decided(way: TraffickingRecord, outline: VictimOutline, by: User) -> None:
    kind, name = outline.decided
    StatusDetermination.make(
        way, by=by, status=outline.status, decided_on=way.case.office.today(), decided_by=kind,
        organization_name=name,
        text="" if kind else "Lo vemos posible; nadie más lo ha examinado todavía.",
    )  # fmt: skip
    if outline.status == NOT_A_VICTIM:
        return
    is_sexual = outline.seen == SEXUAL
    Exploitation.write_down(
        way, by=by, types=["SexualExploitation" if is_sexual else "ForcedLabour"],
        methods_of_control=["WithholdsDocuments", "DebtBondage", "RestrictsMovement"],
        recruitment_methods=["ThroughOnlineSocialNetworks"],
        place_of_exploitation="Un taller sin letrero, a dos horas de la frontera.",
    )  # fmt: skip
    TraffickingEvent.write_down(
        way, by=by, kind="Recruitment", country="BO", city="El Alto",
        description="Un anuncio en el teléfono, y una llamada amable.",
    )  # fmt: skip
    Perpetrator.write_down(
        way, by=by, roles=["RecruiterOrIntermediary"], details="Una mujer de unos cuarenta años."
    )


def _write_testimony(world: World, way: TraffickingRecord, by: User) -> None:
    testimony = Testimony.write(
        way, by=by, taken_on=way.case.office.today(), language=way.case.language,
        text="Lo cuento una vez y no lo cuento más. Llegué un lunes, de noche.",
    )  # fmt: skip
    maren = world.users["maren"]
    if maren in testimony.readers():
        testimony.open_to(
            maren, by=by, because="Prepara con ella la audiencia.", person_agrees=True,
            until=world.at(20, "18:00"),
        )  # fmt: skip


def _more(way: TraffickingRecord, outline: VictimOutline, by: User) -> None:
    today = way.case.office.today()
    if outline.extra == "cooperates":
        AuthorityCooperation.hear(
            way, by=by, wish="yes", on=today, text="Quiero que no lo haga con otra."
        )
    elif outline.extra == "ends_soon":
        AuthorityCooperation.hear(way, by=by, wish="not_yet", on=today, text="Todavía no sé.")
    elif outline.extra == "appeal" and (made := way.determination):
        DeterminationObjection.put(
            made, by=by, whose="lawyer", is_appeal=True, text="No la escucharon en su lengua."
        )
    elif outline.extra == "ended_early" and (period := way.reflection):
        period.end_early(by=by, on=today, is_their_wish=True, text="Estoy lista para trabajar.")
